package dev.packetboat.interop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Chromium without a window, driven as W3C's WebDriver says. */
final class Browser implements AutoCloseable {

  /** For a browser that talks to nobody but the page it is shown. */
  private static final List<String> QUIET =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--window-size=1100,850");

  private static final Pattern LISTENS = Pattern.compile("successfully on port (\\d+)");
  private static final JsonMapper JSON = new JsonMapper();

  private final Process driver;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String session;

  private Browser(Process driver, int port, Path profile) throws IOException {
    this.driver = driver;
    base = "http://127.0.0.1:" + port;
    ObjectNode wanted = JSON.createObjectNode();
    ObjectNode options =
        wanted
            .putObject("capabilities")
            .putObject("alwaysMatch")
            .put("browserName", "chrome")
            .putObject("goog:chromeOptions");
    options.put("binary", "/usr/bin/chromium");
    QUIET.forEach(options.putArray("args").add("--user-data-dir=" + profile)::add);
    session = "/session/" + post("/session", wanted).get("sessionId").asString();
  }

  /** A browser with a new, empty profile. */
  static Browser start(Path folder) throws IOException {
    Path log = folder.resolve("chromedriver.log");
    Process driver = Programs.start(log, List.of("/usr/bin/chromedriver", "--port=0"));
    try {
      Programs.await(() -> LISTENS.matcher(Programs.text(log)).find(), "chromedriver");
      Matcher listens = LISTENS.matcher(Programs.text(log));
      int port = listens.find() ? Integer.parseInt(listens.group(1)) : 0;
      return new Browser(driver, port, Files.createDirectory(folder.resolve("profile")));
    } catch (IOException | RuntimeException | AssertionError failed) {
      Programs.end(driver);
      throw failed;
    }
  }

  /** From the next page on no script runs, as where a reader has switched them off. */
  void disableScripts() throws IOException {
    ObjectNode command = JSON.createObjectNode().put("cmd", "Emulation.setScriptExecutionDisabled");
    command.putObject("params").put("value", true);
    post(session + "/goog/cdp/execute", command);
  }

  void open(String url) throws IOException {
    post(session + "/url", JSON.createObjectNode().put("url", url));
  }

  String title() throws IOException {
    return get(session + "/title").asString();
  }

  String address() throws IOException {
    return get(session + "/url").asString();
  }

  /** What a reader sees of the first element that a selector picks. */
  String text(String selector) throws IOException {
    return get(session + "/element/" + element(selector) + "/text").asString();
  }

  void click(String selector) throws IOException {
    post(session + "/element/" + element(selector) + "/click", JSON.createObjectNode());
  }

  /** What the browser shows, and what is done in it, is of this frame from now on. */
  void enter(String selector) throws IOException {
    ObjectNode frame = JSON.createObjectNode();
    frame.putObject("id").put("element-6066-11e4-a52e-4f735466cecf", element(selector));
    post(session + "/frame", frame);
  }

  /** Back to the page itself. */
  void leaveFrames() throws IOException {
    post(session + "/frame", JSON.createObjectNode().putNull("id"));
  }

  /** The value of a JavaScript expression, as text. */
  String evaluate(String expression) throws IOException {
    ObjectNode script = JSON.createObjectNode().put("script", "return String(" + expression + ")");
    script.putArray("args");
    return post(session + "/execute/sync", script).asString();
  }

  /** A picture of what it shows, as PNG. */
  byte[] screenshot() throws IOException {
    return Base64.getDecoder().decode(get(session + "/screenshot").asString());
  }

  private String element(String selector) throws IOException {
    ObjectNode wanted = JSON.createObjectNode().put("using", "css selector").put("value", selector);
    return post(session + "/element", wanted).iterator().next().asString();
  }

  private JsonNode post(String path, JsonNode body) throws IOException {
    return ask(request(path).POST(BodyPublishers.ofString(body.toString())).build());
  }

  private JsonNode get(String path) throws IOException {
    return ask(request(path).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(Programs.PATIENCE.multipliedBy(3));
  }

  private JsonNode ask(HttpRequest request) throws IOException {
    try {
      var answer = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        throw new AssertionError(request.uri() + ": " + answer.body());
      }
      return JSON.readTree(answer.body()).get("value");
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      ask(request(session).DELETE().build());
    } finally {
      Programs.end(driver);
    }
  }
}
