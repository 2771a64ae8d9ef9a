package dev.packetboat.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.World;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page over HTTP, of what a world really took. */
@Timeout(60)
class PageServerTest {

  private static final String LETTER =
      """
      From: =?utf-8?Q?J=C3=B6rg?= <joe@client.test>
      To: ann@tiny.test
      Subject: <script>alert(1)</script>
      Message-ID: <1@client.test>
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain; charset=utf-8

      </pre><script>alert(2)</script>
      --b
      Content-Type: text/html; charset=utf-8

      <h1>Hello</h1><script>alert(3)</script>
      --b
      Content-Type: text/html; name="page.html\\"; x=y"
      Content-Disposition: attachment

      <script>alert(4)</script>
      --b--
      """;

  private final Inbox inbox = new Inbox();
  private World world = World.builder().start();
  private PageServer server;

  PageServerTest() throws IOException {
    server = PageServer.at(0);
  }

  @BeforeEach
  void start() {
    world.close();
    world =
        BuiltInWorld.withRelay(BuiltInWorld.few(), TestCertificates.authority())
            .listener((host, event) -> take(event))
            .start();
    var directions = new Directions("127.0.0.1:53", world.port(), "127.77.0.1:25", server.url());
    server.start(inbox, new Pages(directions, BuiltInWorld.few(), world::transcript));
  }

  private void take(MailEvent event) {
    if (event instanceof MailEvent.Received received) {
      inbox.add(received.message());
    }
  }

  @AfterEach
  void stop() {
    inbox.close();
    server.close();
    world.close();
  }

  private void send(String host, String content, String... recipients) {
    Received.send(world.host(host), content, recipients);
  }

  private Http get(String path, String... headers) throws IOException {
    return Http.get(server.url().replaceAll("/$", "") + path, headers);
  }

  @Test
  void anEmptyListSaysHowToSend() throws IOException {
    assertThat(get("/").body())
        .contains("Nothing yet")
        .contains("--dns 127.0.0.1:53 --port " + world.port());
  }

  @Test
  void theListHasTheNewestFirst() throws IOException {
    send("tiny.test", "Subject: first\n\n", "tom@tiny.test");
    send(BuiltInWorld.RELAY, "Subject: second\n\n", "a@x.test", "b@x.test", "c@x.test", "d@x.test");

    assertThat(get("/").body())
        .containsSubsequence(
            "2 received",
            "second",
            "a@x.test, b@x.test, c@x.test and 1 more",
            "relay.test",
            "first")
        .contains("href=\"/messages/1\"");
  }

  @Test
  void whatAMessageSaysStaysText() throws IOException {
    send("tiny.test", LETTER, "ann@tiny.test");

    for (String path :
        new String[] {"/", "/messages/1", "/messages/1/html", "/messages/1/source"}) {
      Http page = get(path);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body())
          .contains("&lt;script&gt;alert(1)")
          .doesNotContain("<script>alert")
          .doesNotContain("<h1>Hello");
      assertThat(page.header("Content-Security-Policy"))
          .contains("default-src 'none'")
          .contains("script-src 'self'")
          .contains("frame-ancestors 'none'");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void itsSidesAreShown() throws IOException {
    send("tiny.test", LETTER, "ann@tiny.test");
    send("mx1.bigcorp.test", LETTER, "bob@bigcorp.test");

    assertThat(get("/messages/1").body())
        .contains("Jörg &lt;joe@client.test&gt;")
        .contains("<strong>tiny.test</strong>")
        .contains("<li>ann@tiny.test</li>")
        .contains("TLSv1.3")
        .contains("<a href=\"/messages/2\">mx1.bigcorp.test</a> for bob@bigcorp.test")
        .contains("&lt;/pre&gt;&lt;script&gt;alert(2)")
        .contains("<a href=\"/messages/1/text\" aria-current=\"page\">Text</a>");
    assertThat(get("/messages/1/headers").body()).contains("<th scope=\"row\">Message-ID</th>");
    assertThat(get("/messages/1/source").body()).contains("=?utf-8?Q?J=C3=B6rg?=");
    assertThat(get("/messages/1/transcript").body())
        .contains("<span class=\"client\">C: RCPT TO:&lt;ann@tiny.test&gt;");
    assertThat(get("/transcript").body()).contains("tiny.test #1").contains("C: STARTTLS");
    assertThat(get("/world").body()).contains("nomail.test").contains("/api/messages");
  }

  @Test
  void htmlIsShownWhereItCanDoNothing() throws IOException {
    send("tiny.test", LETTER, "ann@tiny.test");

    assertThat(get("/messages/1/html").body())
        .contains("src=\"/messages/1/body.html\" sandbox=\"\"");
    Http html = get("/messages/1/body.html");
    assertThat(html.body()).contains("<h1>Hello</h1>");
    assertThat(html.header("Content-Security-Policy"))
        .startsWith("sandbox; default-src 'none'")
        .doesNotContain("script-src")
        .doesNotContain("allow-");
  }

  @Test
  void filesAreSavedAndNotOpened() throws IOException {
    send("tiny.test", LETTER, "ann@tiny.test");

    Http source = get("/messages/1/message.eml");
    assertThat(source.body()).isEqualTo(LETTER.replace("\n", "\r\n"));
    assertThat(source.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"message-1.eml\"");
    Http file = get("/messages/1/parts/0");
    assertThat(file.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(file.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"page.html__ x_y\"");
    assertThat(file.header("Content-Security-Policy")).startsWith("sandbox;");
  }

  @Test
  void programsReadJson() throws IOException {
    send("tiny.test", LETTER, "ann@tiny.test");
    send("tiny.test", "Subject: second\n\n", "tom@tiny.test");

    assertThat(get("/api/messages").body())
        .startsWith("{\"taken\":2,\"messages\":[{\"number\":1,")
        .contains("\"host\":\"tiny.test\",\"id\":\"1\",\"sender\":\"joe@client.test\"")
        .contains("\"recipients\":[\"ann@tiny.test\"],\"subject\":\"<script>alert(1)</script>\"")
        .contains("\"tls\":\"TLSv1.3\"");
    assertThat(get("/api/messages?to=TOM@tiny.test").body())
        .contains("\"number\":2")
        .doesNotContain("\"number\":1");
    assertThat(get("/api/messages?after=2").body()).contains("\"messages\":[]");
    assertThat(get("/api/messages/1").body())
        .contains("{\"name\":\"Message-ID\",\"value\":\"<1@client.test>\"}")
        .contains("\"html\":\"<h1>Hello</h1><script>alert(3)</script>\"")
        .contains("\"type\":\"text/html\",\"size\":25,\"url\":\"/messages/1/parts/0\"")
        .contains("\"C: EHLO ");
    assertThat(get("/api/messages").header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void programsCanWait() throws Exception {
    var waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return get("/api/messages?to=tom%40tiny.test&wait=50").body();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    send("tiny.test", "Subject: other\n\n", "eve@tiny.test");
    send("tiny.test", "Subject: hello\n\n", "tom@tiny.test");

    assertThat(waiting.get()).contains("\"subject\":\"hello\"").doesNotContain("other");
  }

  @Test
  void allIsForgottenOnDemand() throws IOException {
    send("tiny.test", LETTER, "ann@tiny.test");
    String api = server.url() + "api/messages";

    assertThat(Http.request("DELETE", api, "Origin: http://evil.test").status()).isEqualTo(403);
    assertThat(inbox.all()).hasSize(1);
    assertThat(Http.request("DELETE", api).status()).isEqualTo(204);
    assertThat(get("/messages/1").status()).isEqualTo(404);
    assertThat(get("/").body()).contains("Nothing yet").contains("data-taken=\"1\"");
  }

  @Test
  void anotherNameGetsNothing() throws IOException {
    send("tiny.test", "Subject: private\n\n", "ann@tiny.test");

    Http rebound = get("/", "Host: evil.test");
    assertThat(rebound.status()).isEqualTo(421);
    assertThat(rebound.body()).doesNotContain("private");
    assertThat(get("/", "Host: localhost:1").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/messages/2",
        "/messages/1/other",
        "/messages/1/parts/7",
        "/messages/1/parts",
        "/messages/1/body.html",
        "/messages/1/text/0",
        "/messages/99999999999999",
        "/messages/../page.css",
        "/page.html",
        "/api/messages/2",
        "/api/messages/1/text",
        "/layout.html"
      })
  void whatIsNotThereIsNotFound(String path) throws IOException {
    send("tiny.test", "Subject: plain\n\n", "ann@tiny.test");

    assertThat(get(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?wait=61", "?wait=-1", "?wait=x", "?after=%00", "?after=99999999999"})
  void numbersThatAreNoneAreSaid(String query) throws IOException {
    assertThat(get("/api/messages" + query).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "OPTIONS"})
  void otherMethodsAreRefused(String method) throws IOException {
    assertThat(Http.request(method, server.url()).status()).isEqualTo(405);
  }

  @Test
  void headIsGetWithoutTheBody() throws IOException {
    Http head = Http.request("HEAD", server.url());

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }
}
