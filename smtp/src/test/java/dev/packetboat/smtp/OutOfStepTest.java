package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.GREETED_PIPELINING;
import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static dev.packetboat.smtp.Scripts.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Content;
import dev.packetboat.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that came too early, and conversations that ended without the caller's notice. */
class OutOfStepTest {

  private static final String ENVELOPE =
      GREETED_PIPELINING
          + """
          C: MAIL FROM:<joe@client.test>
          C: RCPT TO:<ann@mx.test>
          C: DATA
          """;

  @ParameterizedTest
  @ValueSource(strings = {"Subject: hello\r\n\r\nHello.\r\n", ""})
  void anAnswerThatCameWithTheOneToDataIsNotTheLastWord(String content) throws SmtpException {
    try (var server =
            ScriptedServer.play(
                ENVELOPE
                    + """
                    S: 250 ok
                    S: 250 ok
                    S: 354 go ahead
                    S: 250 queued
                    [client closes]
                    """);
        var session = connect(server)) {
      var wrong =
          catchThrowableOfType(
              SmtpException.ProtocolViolation.class,
              () -> session.send(JOE_TO_ANN, Content.of(content)));

      assertThat(wrong.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(session.isUsable()).isFalse();
    }
  }

  @Test
  void whatIsSentOnASessionThatBrokeIsNotUnknownAsWell() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                ENVELOPE
                    + """
                    S: 250 ok
                    S: 250 ok
                    S: 354 go ahead
                    [content]
                    [close]
                    """);
        var session = connect(server)) {
      var first =
          catchThrowableOfType(
              SmtpException.ConnectionLost.class, () -> session.send(JOE_TO_ANN, HELLO));
      var second =
          catchThrowableOfType(
              SmtpException.ConnectionLost.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(first.acceptance()).isEqualTo(Acceptance.UNKNOWN);
      assertThat(second.acceptance()).isEqualTo(Acceptance.NO);
    }
  }

  @Test
  void aSessionThatBrokeAtTheDotForNobodyIsNotSaidToBeUsable() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                ENVELOPE
                    + """
                    S: 250 ok
                    S: 550 5.1.1 who
                    S: 354 go ahead
                    C: .
                    [close]
                    """);
        var session = connect(server)) {
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.sessionUsable()).isFalse();
      assertThat(session.isUsable()).isFalse();
    }
  }
}
