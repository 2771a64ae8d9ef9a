package dev.packetboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedServerTest {

  private static final String GREET_AND_QUIT =
      """
      S: 220 mx.test ready
      C: QUIT
      S: 221 bye
      """;

  @Test
  void playsItsLinesInTurnWithTheClient() throws IOException {
    try (var server = ScriptedServer.play(GREET_AND_QUIT);
        var client = RawClient.of(server)) {
      assertThat(client.readLine()).isEqualTo("220 mx.test ready");
      assertThat(client.ask("QUIT")).isEqualTo("221 bye");
      assertThat(client.readLine()).as("the server closes after its last line").isEmpty();
      assertThat(server.transcript()).isEqualTo("S: 220 mx.test ready\nC: QUIT\nS: 221 bye");
    }
  }

  @Test
  void answersAGroupOnlyWhenAllOfItHasCome() throws IOException {
    try (var server =
            ScriptedServer.play(
                """
                S: 220 mx.test
                C: MAIL FROM:<joe@client.test>
                C: RCPT TO:<ann@mx.test>
                S: 250 one
                S: 250 two
                """);
        var client = RawClient.of(server)) {
      client.readLine();
      client.send("MAIL FROM:<joe@client.test>\r\nRCPT TO:<ann@mx.test>\r\n");
      assertThat(client.readLine()).isEqualTo("250 one");
      assertThat(client.readLine()).isEqualTo("250 two");
    }
  }

  @Test
  void comparesContentAsItIsOnTheWire() throws IOException {
    try (var server =
            ScriptedServer.play(
                """
                S: 354 go
                C: Subject: a dot
                C:
                C: ..
                C: .
                S: 250 taken
                """);
        var client = RawClient.of(server)) {
      client.readLine();
      assertThat(client.ask("Subject: a dot\r\n\r\n..\r\n.")).isEqualTo("250 taken");
    }
  }

  @Test
  void keepsContentThatItDoesNotJudge() throws IOException {
    try (var server =
            ScriptedServer.play(
                """
                [content]
                S: 250 taken
                [content 3]
                S: 250 three octets
                """);
        var client = RawClient.of(server)) {
      assertThat(client.ask("..stuffed\r\n.\nno end\r\n.")).isEqualTo("250 taken");
      assertThat(client.send("\0\r\n").readLine()).isEqualTo("250 three octets");
      assertThat(server.content(0))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("..stuffed\r\n.\nno end\r\n");
      assertThat(server.content(1)).containsExactly(0, '\r', '\n');
    }
  }

  @Test
  void sendsAndExpectsOctetsThatAreNoLines() throws IOException {
    try (var server = ScriptedServer.play("S\\ 2\\x00\\xff\\\\é\nC\\ \\r\\0\\n");
        var client = RawClient.of(server)) {
      client.send("\r\0\n");
      assertThat(client.readAll()).containsExactly('2', 0, 0xff, '\\', 0xc3, 0xa9);
    }
  }

  @Test
  void matchesAWholeLineByPattern() throws IOException {
    try (var server = ScriptedServer.play("C~ AUTH PLAIN \\S+\nS: 235 in");
        var client = RawClient.of(server)) {
      assertThat(client.ask("AUTH PLAIN AGpvZQBwdw==")).isEqualTo("235 in");
    }
    var strict = ScriptedServer.play("C~ AUTH PLAIN\nS: 235 in");
    try (var client = RawClient.of(strict)) {
      client.sendLine("AUTH PLAIN AGpvZQBwdw==");
      assertThatThrownBy(strict::close)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("expected  C~ AUTH PLAIN\n")
          .hasMessageContaining("received  C: AUTH PLAIN AGpvZQBwdw==\n");
    }
  }

  @Test
  void dripsEveryOctet() throws IOException {
    try (var server = ScriptedServer.play("[drip]\nS: 220 slowly");
        var client = RawClient.of(server)) {
      assertThat(client.readLine()).isEqualTo("220 slowly");
    }
  }

  @Test
  void holdsUntilReleased() throws IOException {
    try (var server = ScriptedServer.play("C: NOOP\n[hold before the answer]\nS: 250 at last");
        var client = RawClient.of(server)) {
      client.sendLine("NOOP");
      server.awaitReached("before the answer");
      assertThat(server.transcript()).isEqualTo("C: NOOP");
      server.release("before the answer");
      assertThat(client.readLine()).isEqualTo("250 at last");
    }
  }

  @Test
  void endsAConnectionWithFinOrRst() throws IOException {
    try (var server = ScriptedServer.play("S: 421 bye\n[close]\n[connection]\nC: NOOP\n[reset]")) {
      try (var client = RawClient.of(server)) {
        assertThat(client.readAll()).asString(StandardCharsets.UTF_8).isEqualTo("421 bye\r\n");
      }
      try (var client = RawClient.of(server)) {
        client.sendLine("NOOP");
        assertThatThrownBy(client::readLine).isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void stallsSoThatAWriterIsStuckUntilTheServerIsClosed() throws IOException {
    var server = ScriptedServer.play("C: DATA\n[stall in content]");
    try (var client = RawClient.of(server)) {
      client.sendLine("DATA");
      server.awaitReached("in content");
      var writer = CompletableFuture.runAsync(() -> writeMuch(client), Thread::startVirtualThread);
      server.await();
      assertThat(writer).isNotDone();
      server.close();
      assertThat(writer).failsWithin(Duration.ofSeconds(10));
    }
  }

  private static void writeMuch(RawClient client) {
    try {
      client.send(new byte[64 << 20]);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void knowsThatTheClientCloses() throws IOException {
    try (var server = ScriptedServer.play("S: 220 hello\n[client closes]");
        var client = RawClient.of(server)) {
      client.readLine();
    }
    var disappointed = ScriptedServer.play("S: 220 hello\n[client closes]");
    try (var client = RawClient.of(disappointed)) {
      client.sendLine("QUIT");
      assertThatThrownBy(disappointed::close).hasMessageContaining("received  C: QUIT");
    }
  }

  @Test
  void givesEachConnectionItsPart() throws IOException {
    try (var server = ScriptedServer.play("S: 220 one\n[connection]\nS: 220 two");
        var first = RawClient.of(server);
        var second = RawClient.of(server)) {
      assertThat(second.readLine()).isEqualTo("220 two");
      assertThat(first.readLine()).isEqualTo("220 one");
    }
  }

  @Test
  void showsTheScriptBesideWhatWasSaid() throws IOException {
    var server =
        ScriptedServer.play(
            """
            S: 220 mx.test ready

            # the greeting of the client
            C: EHLO client.test
            C: MAIL FROM:<joe@client.test>
            S: 250 ok
            """);
    try (var client = RawClient.of(server)) {
      client.send("EHLO client.test\r\nMAIL FROM:<jo@client.test>\r\nRCPT TO:<ann@mx.test>\r\n");
      assertThatThrownBy(server::await)
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              """
              the client left the script at its line 5: not what the script says
                expected  C: MAIL FROM:<joe@client.test>
                received  C: MAIL FROM:<jo@client.test>
                and then  RCPT TO:<ann@mx.test>\\r\\n

                line  script                          what was said
                   1  S: 220 mx.test ready            S: 220 mx.test ready
                   4  C: EHLO client.test             C: EHLO client.test
              >    5  C: MAIL FROM:<joe@client.test>  C: MAIL FROM:<jo@client.test>
                   6  S: 250 ok
              """);
      assertThat(client.readAll())
          .as("the client is not left waiting")
          .isEqualTo("220 mx.test ready\r\n".getBytes(StandardCharsets.UTF_8));
    }
    server.close(); // says nothing twice
  }

  @Test
  void noticesAClientThatLeavesEarly() throws IOException {
    var server = ScriptedServer.play(GREET_AND_QUIT);
    try (var client = RawClient.of(server)) {
      client.readLine();
    }
    assertThatThrownBy(server::close)
        .hasMessageContaining("left the script at its line 2")
        .hasMessageContaining("closed");
  }

  @Test
  void noticesAClientThatSaysMore() throws IOException {
    var server = ScriptedServer.play(GREET_AND_QUIT);
    try (var client = RawClient.of(server)) {
      client.readLine();
      client.send("QUIT\r\nNOOP\r\n");
      client.readAll();
    }
    assertThatThrownBy(server::close).hasMessageContaining("more than the script: C: NOOP");
  }

  @Test
  void noticesALineThatDoesNotEndWithCrlf() throws IOException {
    var server = ScriptedServer.play("C: QUIT");
    try (var client = RawClient.of(server)) {
      client.send("QUIT\n");
      assertThatThrownBy(server::close).hasMessageContaining("does not end with CRLF: QUIT\\n");
    }
  }

  @Test
  void givesUpOnAClientThatIsSilent() throws IOException {
    var server = ScriptedServer.script("C: QUIT").patience(Duration.ofMillis(50)).start();
    try (var client = RawClient.of(server)) {
      client.send("QUI");
      assertThatThrownBy(server::close)
          .hasMessageContaining("nothing more came for PT0.05S")
          .hasMessageContaining("QUI");
    }
  }

  @Test
  void noticesAConnectionThatIsNeverMade() {
    var server = ScriptedServer.script("S: 220 hello").patience(Duration.ofMillis(50)).start();
    assertThatThrownBy(server::close)
        .isInstanceOf(AssertionError.class)
        .hasMessage("connection 1 of the script was never made");
  }

  @Test
  void noticesAConnectionTooMany() throws IOException {
    var server = ScriptedServer.play("S: 220 hello");
    try (var first = RawClient.of(server);
        var second = RawClient.of(server)) {
      assertThat(first.readLine()).isEqualTo("220 hello");
      assertThat(second.readLine()).isEmpty();
      assertThatThrownBy(server::close).hasMessage("a connection more than the script has: 2");
    }
  }

  @Test
  void noticesAHoldThatIsNeverReleased() throws IOException {
    var server =
        ScriptedServer.script("[hold it]\nS: 220 hello").patience(Duration.ofMillis(50)).start();
    try (var client = RawClient.of(server)) {
      assertThatThrownBy(server::close).hasMessageContaining("did not release [hold it]");
      assertThat(client.readLine()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[connection]",
        "HELO x",
        "S:220",
        "[tls",
        "[lunch]",
        "C~ (",
        "S\\ \\q",
        "[hold]",
        "[content x]",
        "[close]\nS: 221 late",
        "[hold a]\n[hold a]"
      })
  void refusesAScriptThatIsNone(String script) {
    assertThatIllegalArgumentException().isThrownBy(() -> ScriptedServer.script(script));
  }

  @Test
  void doesNotStartAHandshakeThatCannotSucceed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ScriptedServer.play("S: 220 hello\n[tls]"))
        .withMessageContaining(".tls(");
  }

  @Test
  void namesTheLineThatItCannotRead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScriptedServer.script("S: 220 hello\n\nHELO x"))
        .withMessageStartingWith("script line 3, \"HELO x\": ");
  }
}
