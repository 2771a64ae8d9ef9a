package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.GREETED;
import static dev.packetboat.smtp.Scripts.GREETED_PIPELINING;
import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN_AND_BOB;
import static dev.packetboat.smtp.Scripts.QUIT;
import static dev.packetboat.smtp.Scripts.TAKEN;
import static dev.packetboat.smtp.Scripts.client;
import static dev.packetboat.smtp.Scripts.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One message in one call: what goes over the wire, and what a refusal at each point means. */
class SendTest {

  @Test
  void withoutPipeliningEachCommandWaitsForItsReply() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 250 2.1.0 sender ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 2.1.5 recipient ok
                    C: DATA
                    S: 354 go ahead
                    C: Subject: hello
                    C:
                    C: Hello.
                    C: .
                    S: 250 2.0.0 queued as 4F00
                    """
                    + QUIT);
        var session = connect(server)) {
      Receipt receipt = session.send(JOE_TO_ANN, HELLO);

      assertThat(receipt.reply()).isEqualTo(Reply.of(250, "2.0.0 queued as 4F00"));
      assertThat(receipt.accepted()).containsExactly(Address.parse("ann@mx.test"));
      assertThat(receipt.refused()).isEmpty();
      assertThat(receipt.size()).isEqualTo(26);
      assertThat(session.isUsable()).isTrue();
    }
  }

  @Test
  void progressEndsAtTheSizeWithoutStuffedDots() throws SmtpException {
    var sent = new ArrayList<Long>();
    SmtpListener listener =
        event -> {
          if (event instanceof SmtpEvent.ContentProgress progress) {
            sent.add(progress.sent());
          }
        };
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ok
                    C: DATA
                    S: 354 go ahead
                    C:
                    C: ..
                    C: .
                    S: 250 ok
                    """
                    + QUIT);
        var session = client(server).listener(listener).connect()) {
      Receipt receipt = session.send(JOE_TO_ANN, Content.of("\n.\n"));

      assertThat(receipt.size()).isEqualTo(5);
      assertThat(sent).containsExactly(5L);
    }
  }

  // RFC 2920 §3.1
  @Test
  void withPipeliningTheEnvelopeGoesAsOneGroup() throws SmtpException {
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
      Receipt receipt = session.send(JOE_TO_ANN_AND_BOB, HELLO);

      assertThat(receipt.accepted()).containsExactly(Address.parse("ann@mx.test"));
      assertThat(receipt.refused()).containsExactly(Address.parse("bob@mx.test"));
      assertThat(receipt.recipients().get(1).answer())
          .isEqualTo(new RecipientResult.Refused(Reply.of(550, "5.1.1 no such user")));
    }
  }

  @Test
  void aRefusedSenderEndsTheMessageAndNotTheSession() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 550 5.7.1 not you
                    """
                    + TAKEN
                    + QUIT);
        var session = connect(server)) {
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.phase()).isEqualTo(Phase.MAIL);
      assertThat(refused.reply()).contains(Reply.of(550, "5.7.1 not you"));
      assertThat(refused.command()).contains("MAIL FROM:<joe@client.test>");
      assertThat(refused.sessionUsable()).isTrue();
      assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
    }
  }

  // What the server says to recipients of a sender that it refused says nothing about them.
  @Test
  void aRefusedSenderOfAGroupCountsAloneWhateverIsSaidToTheRest() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_PIPELINING
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: DATA
                    S: 451 4.3.2 later
                    S: 503 5.5.1 MAIL first
                    S: 503 5.5.1 MAIL first
                    """
                    + QUIT);
        var session = connect(server)) {
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.phase()).isEqualTo(Phase.MAIL);
      assertThat(refused.reply()).contains(Reply.of(451, "4.3.2 later"));
      assertThat(refused.recipients()).isEmpty();
    }
  }

  @Test
  void whenAllRecipientsAreRefusedNoContentIsSentAndTheTransactionIsReset() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 550 no such user
                    C: RCPT TO:<bob@mx.test>
                    S: 451 try later
                    C: RSET
                    S: 250 forgotten
                    """
                    + TAKEN
                    + QUIT);
        var session = connect(server)) {
      var refused =
          catchThrowableOfType(
              SmtpException.Refused.class, () -> session.send(JOE_TO_ANN_AND_BOB, HELLO));

      assertThat(refused.phase()).isEqualTo(Phase.RCPT);
      assertThat(refused.reply())
          .as("one that may work later decides")
          .contains(Reply.of(451, "try later"));
      assertThat(refused.recipients()).hasSize(2).noneMatch(RecipientResult::isAccepted);
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
    }
  }

  // RFC 2920 §3.1: DATA may be granted though all recipients were refused
  @Test
  void aGrantForNobodyIsEndedWithALoneDot() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_PIPELINING
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: DATA
                    S: 250 ok
                    S: 550 no such user
                    S: 354 go ahead
                    C: .
                    S: 554 no valid recipients
                    """
                    + QUIT);
        var session = connect(server)) {
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.phase()).isEqualTo(Phase.RCPT);
      assertThat(refused.reply()).contains(Reply.of(550, "no such user"));
      assertThat(refused.sessionUsable()).isTrue();
    }
  }

  @Test
  void allOrNothingWaitsForTheRecipientsAndResets() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_PIPELINING
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: RCPT TO:<bob@mx.test>
                    S: 250 ok
                    S: 250 ok
                    S: 550 no such user
                    C: RSET
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    S: 250 forgotten
                    S: 250 ok
                    S: 250 ok
                    C: DATA
                    S: 354 go ahead
                    [content]
                    S: 250 queued
                    """
                    + QUIT);
        var session = client(server).recipientPolicy(RecipientPolicy.ALL_OR_NOTHING).connect()) {
      var refused =
          catchThrowableOfType(
              SmtpException.Refused.class, () -> session.send(JOE_TO_ANN_AND_BOB, HELLO));

      assertThat(refused.reply()).contains(Reply.of(550, "no such user"));
      assertThat(refused.recipients())
          .extracting(RecipientResult::isAccepted)
          .containsExactly(true, false);
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
    }
  }

  @Test
  void aRefusalAtTheVeryEndIsToldAsWhatItIs() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_PIPELINING
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: DATA
                    S: 250 ok
                    S: 250 ok
                    S: 354 go ahead
                    [content]
                    S: 554 5.6.0 looks like spam
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: DATA
                    S: 250 ok
                    S: 250 ok
                    S: 354 go ahead
                    [content]
                    S: 250 queued
                    """
                    + QUIT);
        var session = connect(server)) {
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.phase()).isEqualTo(Phase.CONTENT_END);
      assertThat(refused.reply()).contains(Reply.of(554, "5.6.0 looks like spam"));
      assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(refused.recipients()).allMatch(RecipientResult::isAccepted);
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
    }
  }

  @Test
  void aRefusedDataIsFollowedByReset() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ok
                    C: DATA
                    S: 451 not now
                    C: RSET
                    S: 250 forgotten
                    """
                    + TAKEN
                    + QUIT);
        var session = connect(server)) {
      Envelope bounce = Envelope.fromNullSender().to("ann@mx.test");
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(bounce, HELLO));

      assertThat(refused.phase()).isEqualTo(Phase.DATA);
      assertThat(refused.reply()).contains(Reply.of(451, "not now"));
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
    }
  }

  @Test
  void aRefusedResetEndsTheSession() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 550 no such user
                    C: RSET
                    S: 500 what?
                    """
                    + QUIT);
        var session = connect(server)) {
      assertThatThrownBy(() -> session.send(JOE_TO_ANN, HELLO))
          .isInstanceOf(SmtpException.Refused.class);
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.phase()).isEqualTo(Phase.RSET);
      assertThat(session.isUsable()).isFalse();
    }
  }

  @Test
  void theContentIsCanonicalOnTheWire() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_PIPELINING
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: DATA
                    S: 250 ok
                    S: 250 ok
                    S: 354 go ahead
                    C: Subject: dots
                    C: To: ann@mx.test
                    C:
                    C: ..
                    C: ...two
                    C: x
                    C: .
                    S: 250 queued
                    """
                    + QUIT);
        var session = connect(server)) {
      Receipt receipt =
          session.send(
              JOE_TO_ANN,
              Content.of(
                  "Subject: dots\nBcc: eve@mx.test,\n\tdan@mx.test\nTo: ann@mx.test\n\n.\r..two\nx"));

      assertThat(receipt.size()).as("without stuffed dots").isEqualTo(15 + 17 + 2 + 3 + 7 + 3);
    }
  }

  @Test
  void aWriterThatFailsInItsOwnWayAmidTheContentEndsTheConnectionWithoutADot()
      throws SmtpException {
    byte[] page = "a line of text\n".repeat(30_000).getBytes(StandardCharsets.US_ASCII);
    AtomicInteger readings = new AtomicInteger();
    Content fails =
        Content.writing(
            out -> {
              if (readings.incrementAndGet() == 2) {
                throw new IllegalStateException("no more paper");
              }
              out.write(page);
            });
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ok
                    C: DATA
                    S: 354 go ahead
                    [client closes]
                    """);
        var session = connect(server)) {
      assertThatThrownBy(() -> session.send(JOE_TO_ANN, fails))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no more paper");

      assertThat(session.isUsable()).isFalse();
    }
  }
}
