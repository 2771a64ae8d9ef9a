package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.GREETED;
import static dev.packetboat.smtp.Scripts.GREETED_PIPELINING;
import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN_AND_BOB;
import static dev.packetboat.smtp.Scripts.QUIT;
import static dev.packetboat.smtp.Scripts.TAKEN;
import static dev.packetboat.smtp.Scripts.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.testkit.ScriptedServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is asked before the end of the content is written, and what a no means. */
class CommitHookTest {

  private static final String UP_TO_CONTENT =
      GREETED
          + """
          C: MAIL FROM:<joe@client.test>
          S: 250 ok
          C: RCPT TO:<ann@mx.test>
          S: 250 ok
          C: DATA
          S: 354 go ahead
          """;

  private static final String CUT_AMID_THE_CONTENT = UP_TO_CONTENT + "[client closes]\n";

  @Test
  void isAskedAfterTheAnswersToAllRecipientsAndBeforeTheDot() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_PIPELINING
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: RCPT TO:<bob@mx.test>
                    C: DATA
                    S: 250 sender ok
                    S: 250 recipient ok
                    S: 550 5.1.1 no such user
                    S: 354 go ahead
                    C: Subject: hello
                    C:
                    C: Hello.
                    C: .
                    S: 250 queued
                    """
                    + QUIT);
        var session = connect(server)) {
      List<String> asked = new ArrayList<>();

      session.send(
          JOE_TO_ANN_AND_BOB,
          HELLO,
          accepted ->
              asked.add(
                  accepted + " dot seen: " + server.transcript().lines().anyMatch("C: ."::equals)));

      assertThat(asked).containsExactly("[ann@mx.test] dot seen: false");
    }
  }

  @Test
  void itIsNotAskedWhereNobodyWasAccepted() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 550 5.1.1 no such user
                    """
                    + QUIT);
        var session = connect(server)) {
      assertThatThrownBy(
              () ->
                  session.send(
                      JOE_TO_ANN,
                      HELLO,
                      accepted -> {
                        throw new IOException("asked");
                      }))
          .isInstanceOf(SmtpException.Refused.class);
    }
  }

  @Test
  void aVetoClosesTheConnectionWithoutADot() throws SmtpException {
    try (var server = ScriptedServer.play(CUT_AMID_THE_CONTENT);
        var session = connect(server)) {
      IOException full = new IOException("the disk is full");

      var held =
          catchThrowableOfType(
              SmtpException.Vetoed.class,
              () ->
                  session.send(
                      JOE_TO_ANN,
                      HELLO,
                      accepted -> {
                        throw full;
                      }));

      assertThat(held).hasMessageContaining("the disk is full").hasCause(full);
      assertThat(held.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(held.phase()).isEqualTo(Phase.CONTENT);
      assertThat(session.isUsable()).isFalse();
    }
  }

  /** It may have used a session of its own, whose state says nothing about this one. */
  @Test
  void anExceptionOfAnotherSessionIsAVetoAsWell() throws SmtpException {
    try (var server = ScriptedServer.play(CUT_AMID_THE_CONTENT);
        var session = connect(server)) {
      var other =
          new SmtpException.ConnectionLost(
              SmtpException.At.phase(Phase.CONTENT_END).acceptance(Acceptance.UNKNOWN), "lost");

      var held =
          catchThrowableOfType(
              SmtpException.Vetoed.class,
              () ->
                  session.send(
                      JOE_TO_ANN,
                      HELLO,
                      accepted -> {
                        throw other;
                      }));

      assertThat(held.acceptance()).isEqualTo(Acceptance.NO);
    }
  }

  @Test
  void whateverItThrowsNothingIsDelivered() throws SmtpException {
    try (var server = ScriptedServer.play(CUT_AMID_THE_CONTENT);
        var session = connect(server)) {
      assertThatThrownBy(
              () ->
                  session.send(
                      JOE_TO_ANN,
                      HELLO,
                      accepted -> {
                        throw new IllegalStateException("a fault");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(session.isUsable()).isFalse();
    }
  }

  /** Nothing of the end was written, so the server cannot have it. */
  @Test
  void cancelledAmidTheHookItIsCertainThatNobodyHasIt() throws SmtpException {
    try (var server = ScriptedServer.play(CUT_AMID_THE_CONTENT);
        var session = connect(server)) {
      var cancelled =
          catchThrowableOfType(
              SmtpException.Cancelled.class,
              () -> session.send(JOE_TO_ANN, HELLO, accepted -> session.cancel()));

      assertThat(cancelled.acceptance()).isEqualTo(Acceptance.NO);
    }
  }

  @Test
  void interruptedAmidTheHookItIsCertainThatNobodyHasIt() throws SmtpException {
    try (var server = ScriptedServer.play(CUT_AMID_THE_CONTENT);
        var session = connect(server)) {
      var cancelled =
          catchThrowableOfType(
              SmtpException.Cancelled.class,
              () ->
                  session.send(JOE_TO_ANN, HELLO, accepted -> Thread.currentThread().interrupt()));

      assertThat(cancelled.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    }
  }

  @Test
  void afterCancelTheSessionCannotBeUsed() throws SmtpException {
    try (var server = ScriptedServer.play(GREETED + "[client closes]\n");
        var session = connect(server)) {
      session.cancel();

      assertThat(session.isUsable()).isFalse();
    }
  }

  /** The server has it: whoever listens cannot make that undone. */
  @Test
  void whatListenersAndTranscriptsThrowDoesNoHarm() throws SmtpException {
    SmtpListener listener =
        event -> {
          throw new IllegalStateException("no listener should");
        };
    try (var server = ScriptedServer.play(GREETED + TAKEN + QUIT);
        var session =
            Scripts.client(server).listener(listener).transcript(new Throwing()).connect()) {
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
      assertThat(session.isUsable()).isTrue();
    }
  }

  private static final class Throwing implements Transcript {
    @Override
    public void client(String line) {
      throw new AssertionError(line);
    }

    @Override
    public void server(String line) {
      throw new IllegalStateException(line);
    }

    @Override
    public void note(String text) {
      throw new IllegalStateException(text);
    }
  }
}
