package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.GREETED;
import static dev.packetboat.smtp.Scripts.GREETED_PIPELINING;
import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static dev.packetboat.smtp.Scripts.QUIT;
import static dev.packetboat.smtp.Scripts.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Recipient;
import dev.packetboat.testkit.ScriptedServer;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the peer may not do, and what is known about the message when it does: lost lines, 421,
 * junk, replies nobody asked for.
 */
class BrokenConversationTest {

  private static final String ENVELOPE =
      GREETED_PIPELINING
          + """
          C: MAIL FROM:<joe@client.test>
          C: RCPT TO:<ann@mx.test>
          C: DATA
          """;
  private static final String GRANTED =
      """
      S: 250 ok
      S: 250 ok
      S: 354 go ahead
      """;

  static Stream<Arguments> lostLines() {
    return Stream.of(
        Arguments.of("before any answer", ENVELOPE + "[close]\n", Phase.MAIL, Acceptance.NO),
        Arguments.of(
            "by reset, before any answer", ENVELOPE + "[reset]\n", Phase.MAIL, Acceptance.NO),
        Arguments.of("after MAIL", ENVELOPE + "S: 250 ok\n[close]\n", Phase.RCPT, Acceptance.NO),
        Arguments.of(
            "amid a reply",
            ENVELOPE + "S: 250 ok\nS\\ 250 recip\n[close]\n",
            Phase.RCPT,
            Acceptance.NO),
        Arguments.of(
            "after RCPT", ENVELOPE + "S: 250 ok\nS: 250 ok\n[close]\n", Phase.DATA, Acceptance.NO),
        Arguments.of(
            "after the dot",
            ENVELOPE + GRANTED + "[content]\n[close]\n",
            Phase.CONTENT_END,
            Acceptance.UNKNOWN),
        Arguments.of(
            "amid the last reply",
            ENVELOPE + GRANTED + "[content]\nS\\ 250 que\n[close]\n",
            Phase.CONTENT_END,
            Acceptance.UNKNOWN));
  }

  @ParameterizedTest
  @ValueSource(strings = {GREETED, GREETED_PIPELINING})
  void whatWasAnsweredBeforeTheLineBrokeIsTold(String greeted) throws SmtpException {
    var told = new ArrayList<SmtpEvent>();
    String script =
        greeted.equals(GREETED)
            ? """
              C: MAIL FROM:<joe@client.test>
              S: 250 ok
              C: RCPT TO:<ann@mx.test>
              S: 550 5.1.1 who
              C: RCPT TO:<bob@mx.test>
              [close]
              """
            : """
              C: MAIL FROM:<joe@client.test>
              C: RCPT TO:<ann@mx.test>
              C: RCPT TO:<bob@mx.test>
              C: DATA
              S: 250 ok
              S: 550 5.1.1 who
              [close]
              """;
    try (var server = ScriptedServer.play(greeted + script);
        var session = Scripts.client(server).listener(told::add).connect()) {
      told.clear();
      assertThatThrownBy(() -> session.send(Scripts.JOE_TO_ANN_AND_BOB, HELLO))
          .isInstanceOf(SmtpException.ConnectionLost.class);
    }

    Recipient ann = Scripts.JOE_TO_ANN.recipients().get(0);
    assertThat(told)
        .containsExactly(
            new SmtpEvent.SenderAnswered(Reply.of(250, "ok")),
            new SmtpEvent.RecipientAnswered(RecipientResult.of(ann, Reply.of(550, "5.1.1 who"))),
            new SmtpEvent.Closed());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lostLines")
  void aLostLineTellsWhetherTheServerMayHaveTheMessage(
      String when, String script, Phase phase, Acceptance acceptance) throws SmtpException {
    try (var server = ScriptedServer.play(script);
        var session = connect(server)) {
      var lost =
          catchThrowableOfType(
              SmtpException.ConnectionLost.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(lost.phase()).isEqualTo(phase);
      assertThat(lost.acceptance()).isEqualTo(acceptance);
      assertThat(lost.sessionUsable()).isFalse();
      assertThat(session.isUsable()).isFalse();
    }
  }

  static Stream<Arguments> wrongAnswers() {
    return Stream.of(
        Arguments.of("no code", "S: hello\n"),
        Arguments.of("four digits", "S: 2500 ok\n"),
        Arguments.of("a code of no class", "S: 199 what\n"),
        Arguments.of("a code over 599", "S: 600 what\n"),
        Arguments.of("two codes in one reply", "S: 250-ok\nS: 251 or not\n"),
        Arguments.of("a line between without code", "S: 250-ok\nS: or not\nS: 250 ok\n"),
        Arguments.of("go on, where there is nothing to go on with", "S: 354 go ahead\n"),
        Arguments.of("a line over 4 KiB", "S: 250 " + "x".repeat(5000) + "\n"),
        Arguments.of("a line that does not end", "S\\ 250 " + "x".repeat(9000) + "\n"),
        Arguments.of("over 500 lines", "S: 250-x\n".repeat(501)),
        Arguments.of("over 64 KiB", ("S: 250-" + "x".repeat(4000) + "\n").repeat(17)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongAnswers")
  void whatIsNoReplyEndsTheSession(String what, String answer) throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED + "C: MAIL FROM:<joe@client.test>\n" + answer + "[client closes]\n");
        var session = connect(server)) {
      var wrong =
          catchThrowableOfType(
              SmtpException.ProtocolViolation.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(wrong.phase()).isEqualTo(Phase.MAIL);
      assertThat(wrong.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(session.isUsable()).isFalse();
    }
  }

  @Test
  void aWrongAnswerToTheDotLeavesTheMessageInDoubt() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                ENVELOPE + GRANTED + "[content]\nS: ok, I think\n[client closes]\n");
        var session = connect(server)) {
      var wrong =
          catchThrowableOfType(
              SmtpException.ProtocolViolation.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(wrong.acceptance()).isEqualTo(Acceptance.UNKNOWN);
    }
  }

  static Stream<Arguments> farewells() {
    return Stream.of(
        Arguments.of("to MAIL", ENVELOPE + "S: 421 closing\n", Phase.MAIL),
        Arguments.of("to RCPT", ENVELOPE + "S: 250 ok\nS: 421 closing\n", Phase.RCPT),
        Arguments.of("to DATA", ENVELOPE + "S: 250 ok\nS: 250 ok\nS: 421 closing\n", Phase.DATA),
        Arguments.of(
            "to the dot", ENVELOPE + GRANTED + "[content]\nS: 421 closing\n", Phase.CONTENT_END));
  }

  // RFC 5321 §3.8
  @ParameterizedTest(name = "{0}")
  @MethodSource("farewells")
  void aServerThatClosesIsNotTalkedToFurther(String when, String script, Phase phase)
      throws SmtpException {
    try (var server = ScriptedServer.play(script + "[client closes]\n");
        var session = connect(server)) {
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.phase()).isEqualTo(phase);
      assertThat(refused.reply()).contains(Reply.of(421, "closing"));
      assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(refused.sessionUsable()).isFalse();
      assertThat(session.isUsable()).isFalse();
    }
  }

  @Test
  void aFarewellToAnIdleSessionIsTheAnswerToTheNextMessage() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + "[hold idle]\nS: 421 4.4.2 idle for too long\n[hold said]\n[client closes]\n");
        var session = connect(server)) {
      server.release("idle");
      server.awaitReached("said");
      server.release("said");
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.reply()).contains(Reply.of(421, "4.4.2 idle for too long"));
    }
  }

  @Test
  void aReplyThatNobodyAskedForEndsTheSessionBeforeTheNextMessage() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: NOOP
                    S: 250 ok
                    S: 250 and once more
                    [client closes]
                    """);
        var session = connect(server)) {
      session.noop();
      var wrong =
          catchThrowableOfType(
              SmtpException.ProtocolViolation.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(wrong.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(wrong.reply()).contains(Reply.of(250, "and once more"));
    }
  }

  // The refusal that was heard counts, not the line that broke behind it.
  @Test
  void aRefusedSenderIsToldThoughTheServerHungUpAfterwards() throws SmtpException {
    try (var server = ScriptedServer.play(ENVELOPE + "S: 550 5.7.1 blocked\n[close]\n");
        var session = connect(server)) {
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.phase()).isEqualTo(Phase.MAIL);
      assertThat(refused.reply()).contains(Reply.of(550, "5.7.1 blocked"));
      assertThat(refused.sessionUsable()).isFalse();
    }
  }

  @Test
  void aRefusalAmidTheContentEndsItThere() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                ENVELOPE + GRANTED + "[content 100000]\nS: 552 5.3.4 that is too much\n[close]\n");
        var session = connect(server)) {
      Content endless =
          Content.writing(
              out -> {
                byte[] line =
                    ("x".repeat(76) + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                for (int i = 0; i < 1_000_000; i++) {
                  out.write(line);
                }
              });
      var refused =
          catchThrowableOfType(
              SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, endless));

      assertThat(refused.reply()).contains(Reply.of(552, "5.3.4 that is too much"));
      assertThat(refused.phase()).isEqualTo(Phase.CONTENT);
      assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(session.isUsable()).isFalse();
    }
  }

  @Test
  void repliesMayComeOctetByOctet() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                "[drip]\n"
                    + ENVELOPE
                    + GRANTED
                    + "[content]\nS: 250-2.0.0 queued\nS: 250 2.0.0 as 4F00\n"
                    + QUIT);
        var session = connect(server)) {
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().messages())
          .containsExactly("queued", "as 4F00");
    }
  }

  @Test
  void controlCharactersOfTheServerReachNoTerminal() throws SmtpException {
    try (var server =
            ScriptedServer.play(GREETED + "C: NOOP\nS\\ 250 \\x1b[2Jgone\\r\\n\n" + QUIT);
        var session = connect(server)) {
      assertThat(session.noop().text()).isEqualTo("\uFFFD[2Jgone");
    }
  }
}
