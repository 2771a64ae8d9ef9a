package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox's page in a real browser, of messages that the command sent to it. */
@Timeout(180)
class SandboxTest {

  private static final String AGENDA =
      """
      From: Joe Doe <joe@client.test>
      To: Ann <ann@bigcorp.test>, tom@tiny.test
      Bcc: bob@bigcorp.test
      Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= and agenda
      Message-ID: <agenda@client.test>

      We meet at ten.
      """;

  private static final String EVIL =
      """
      From: joe@client.test
      To: ann@tiny.test
      Subject: <script>document.title='broken'</script><img src=x onerror="document.title='broken'">
      Message-ID: <evil@client.test>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain; charset=utf-8

      </pre><script>document.title='broken'</script>
      --b
      Content-Type: text/html; charset=utf-8

      <h1>Hello</h1><script>top.document.title='broken';top.location='about:blank'</script>
      <img src=x onerror="top.document.title='broken'">
      <style>h1 { color: rgb(1, 2, 3) }</style>
      <a id="link" href="javascript:top.document.title='broken'" target="_top">here</a>
      --b
      Content-Type: text/html; name="<script>document.title='broken'</script>.html"
      Content-Disposition: attachment

      <script>document.title='broken'</script>
      --b--
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void needBrowser() {
    Programs.assumeInstalled(
        "chromium chromium-driver", "/usr/bin/chromium", "/usr/bin/chromedriver");
  }

  /** The command, kept running, and where it says it is. */
  private record Sandbox(Process process, JsonNode where) implements AutoCloseable {

    String page() {
      return where.get("page").asString();
    }

    @Override
    public void close() {
      Programs.end(process);
    }
  }

  private Sandbox sandbox() throws IOException {
    Process process =
        command("sandbox", "--json", "--http-port", "0", "--dns-port", "0", "--port", "0");
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    return new Sandbox(process, new JsonMapper().readTree(String.valueOf(out.readLine())));
  }

  private Process command(String... args) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.packetboat.cli.Main"));
    line.addAll(List.of(args));
    return new ProcessBuilder(line).redirectError(folder.resolve("errors").toFile()).start();
  }

  private void send(Sandbox sandbox, String message) throws IOException, InterruptedException {
    Path letter = Files.writeString(folder.resolve("letter.eml"), message);
    Process process =
        command(
            "send",
            "--direct",
            "--dns",
            sandbox.where().get("nameServer").asString(),
            "--port",
            sandbox.where().get("port").asString(),
            letter.toString());
    String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(report).isZero();
  }

  private static void awaitText(Browser browser, String selector, String wanted) {
    var seen = new AtomicReference<>("");
    Programs.await(
        () -> {
          try {
            seen.set(
                browser.evaluate(
                    "(document.querySelector('" + selector + "') || document).textContent"));
          } catch (IOException failed) {
            throw new AssertionError(failed);
          }
          return seen.get().contains(wanted);
        },
        wanted + " in " + selector);
  }

  @Test
  void whatIsSentAppearsByItselfAndIsOpened() throws Exception {
    try (Sandbox sandbox = sandbox();
        Browser browser = Browser.start(folder)) {
      browser.open(sandbox.page());
      awaitText(browser, "#live", "live");
      assertThat(browser.text("h1")).isEqualTo("Nothing yet");
      browser.evaluate("window.sameDocument = true");
      send(sandbox, AGENDA);
      awaitText(browser, "h1", "2 received");

      assertThat(browser.evaluate("window.sameDocument")).isEqualTo("true");
      assertThat(browser.title()).startsWith("2 received");
      assertThat(browser.text(".messages"))
          .contains("Grüße and agenda")
          .contains("joe@client.test → ann@bigcorp.test, bob@bigcorp.test")
          .contains("mx1.bigcorp.test")
          .contains("TLSv1.3");
      assertThat(browser.screenshot()).hasSizeGreaterThan(20_000);

      browser.click(".messages a");
      assertThat(browser.text("h1")).isEqualTo("Grüße and agenda");
      assertThat(browser.text(".facts")).contains("Also taken by");
      assertThat(browser.text(".sheet")).isEqualTo("We meet at ten.");
      browser.click(".tabs a[href$=headers]");
      assertThat(browser.text(".sheet")).contains("Message-ID").doesNotContain("Bcc");
      browser.click(".tabs a[href$=source]");
      assertThat(browser.text(".sheet"))
          .contains("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= and agenda");
      browser.click(".tabs a[href$=transcript]");
      assertThat(browser.text(".sheet")).contains("C: MAIL FROM:<joe@client.test>");
      browser.click(".back a");
      awaitText(browser, "#live", "live");
      browser.click("#clear");
      awaitText(browser, "h1", "Nothing yet");
    }
  }

  @Test
  void scriptInAMessageDoesNothing() throws Exception {
    try (Sandbox sandbox = sandbox();
        Browser browser = Browser.start(folder)) {
      send(sandbox, EVIL);
      for (String path :
          List.of(
              "",
              "messages/1",
              "messages/1/headers",
              "messages/1/source",
              "messages/1/transcript",
              "messages/1/html",
              "messages/1/body.html")) {
        browser.open(sandbox.page() + path);

        assertThat(browser.title()).as(path).isNotEqualTo("broken");
        assertThat(browser.address()).isEqualTo(sandbox.page() + path);
      }
      browser.open(sandbox.page() + "messages/1/html");
      browser.enter("iframe");
      assertThat(browser.text("h1")).isEqualTo("Hello");
      browser.click("#link");
      browser.leaveFrames();
      assertThat(browser.text("h1")).startsWith("<script>document.title='broken'</script><img");
      assertThat(browser.title()).startsWith("<script>");
      assertThat(browser.address()).isEqualTo(sandbox.page() + "messages/1/html");
    }
  }

  @Test
  void allIsReadWithoutScripts() throws Exception {
    try (Sandbox sandbox = sandbox();
        Browser browser = Browser.start(folder)) {
      send(sandbox, AGENDA);
      browser.disableScripts();
      browser.open(sandbox.page());

      assertThat(browser.text("h1")).isEqualTo("2 received");
      assertThat(browser.text(".note")).contains("Load the page again");
      browser.click(".messages a");
      assertThat(browser.text(".sheet")).isEqualTo("We meet at ten.");
      browser.click(".tabs a[href$=headers]");
      assertThat(browser.text(".sheet")).contains("Message-ID");
    }
  }
}
