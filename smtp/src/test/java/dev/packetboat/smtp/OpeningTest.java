package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static dev.packetboat.smtp.Scripts.QUIT;
import static dev.packetboat.smtp.Scripts.client;
import static dev.packetboat.smtp.Scripts.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Greeting, EHLO and HELO, without TLS. */
class OpeningTest {

  @Test
  void theServerIsGreetedAndItsOfferIsKept() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                """
                S: 220-mx.test ready
                S: 220 and waiting
                C: EHLO client.test
                S: 250-mx.test hello
                S: 250-SIZE 1000
                S: 250-auth PLAIN login
                S: 250 8BITMIME
                """
                    + QUIT);
        var session = connect(server)) {
      assertThat(session.greeting().lines()).containsExactly("mx.test ready", "and waiting");
      assertThat(session.extensions().keywords()).containsExactly("SIZE", "AUTH", "8BITMIME");
      assertThat(session.extensions().offers("8bitmime")).isTrue();
      assertThat(session.extensions().sizeLimit()).hasValue(1000);
      assertThat(session.extensions().mechanisms()).containsExactly("PLAIN", "LOGIN");
      assertThat(session.extensions().serverName()).isEqualTo("mx.test");
      assertThat(session.tls()).isEmpty();
    }
  }

  // RFC 5321 §4.1.4
  @Test
  void withoutANameOfItsOwnTheClientGivesItsAddress() throws SmtpException {
    try (var server = ScriptedServer.play("S: 220 x\nC: EHLO [127.0.0.1]\nS: 250 x\n" + QUIT)) {
      SmtpClient.relay(server.host()).port(server.port()).connect().close();
    }
  }

  // RFC 5321 §3.2
  @ParameterizedTest
  @ValueSource(ints = {500, 501, 502, 504, 550})
  void whereEhloIsRefusedHeloIsTried(int code) throws SmtpException {
    try (var server =
            ScriptedServer.play(
                "S: 220 old\nC: EHLO client.test\nS: "
                    + code
                    + " what?\n"
                    + """
                    C: HELO client.test
                    S: 250 hello
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ok
                    C: DATA
                    S: 354 go ahead
                    [content]
                    S: 250 ok
                    """
                    + QUIT);
        var session = connect(server)) {
      assertThat(session.extensions().keywords()).isEmpty();
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
    }
  }

  @Test
  void whereHeloIsRefusedTooThereIsNoSession() {
    try (var server =
        ScriptedServer.play(
            "S: 220 x\nC: EHLO client.test\nS: 502 no\nC: HELO client.test\nS: 504 neither\n"
                + QUIT)) {
      var refused = catchThrowableOfType(SmtpException.Refused.class, () -> connect(server));

      assertThat(refused.phase()).isEqualTo(Phase.HELO);
      assertThat(refused.reply()).contains(Reply.of(504, "neither"));
    }
  }

  @Test
  void whereEhloMayWorkLaterHeloIsNotTried() {
    try (var server =
        ScriptedServer.play("S: 220 x\nC: EHLO client.test\nS: 451 not now\n" + QUIT)) {
      var refused = catchThrowableOfType(SmtpException.Refused.class, () -> connect(server));

      assertThat(refused.phase()).isEqualTo(Phase.EHLO);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"554 no mail from you", "450 later"})
  void aRefusedConnectionIsToldWithTheServersWords(String greeting) {
    try (var server = ScriptedServer.play("S: " + greeting + "\n" + QUIT)) {
      var refused = catchThrowableOfType(SmtpException.Refused.class, () -> connect(server));

      assertThat(refused.phase()).isEqualTo(Phase.GREETING);
      assertThat(refused).hasMessageContaining(greeting);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "221 bye",
        "250 hello",
        "199 what",
        "HTTP/1.1 400 Bad Request",
        "SSH-2.0-OpenSSH_9.2"
      })
  void whatGreetsLikeNoMailServerIsNone(String greeting) {
    try (var server = ScriptedServer.script("S: " + greeting + "\n[stall]").start()) {
      var wrong =
          catchThrowableOfType(SmtpException.ProtocolViolation.class, () -> connect(server));

      assertThat(wrong.phase()).isEqualTo(Phase.GREETING);
    }
  }

  @Test
  void aServerThatHangsUpAtOnceIsALostConnection() {
    try (var server = ScriptedServer.play("[close]")) {
      var lost = catchThrowableOfType(SmtpException.ConnectionLost.class, () -> connect(server));

      assertThat(lost.phase()).isEqualTo(Phase.GREETING);
    }
  }

  @ParameterizedTest
  @CsvSource({"'a b'", "'a\r\nMAIL FROM:<x@y>'", "''", "'b\u00fccher.test'"})
  void aLocalNameIsOneWord(String name) {
    assertThatThrownBy(() -> SmtpClient.relay("mx.test").localName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("local name");
  }

  @Test
  void aTranscriptShowsEachLine() throws SmtpException {
    var lines = new RecordingTranscript();
    try (var server =
        ScriptedServer.play("S: 220 x\nC: EHLO client.test\nS: 250-x\nS: 250 SIZE\n" + QUIT)) {
      client(server).transcript(lines).connect().close();
    }
    assertThat(lines.lines)
        .filteredOn(line -> !line.startsWith("--"))
        .containsExactly(
            "S: 220 x", "C: EHLO client.test", "S: 250-x", "S: 250 SIZE", "C: QUIT", "S: 221 bye");
  }
}
