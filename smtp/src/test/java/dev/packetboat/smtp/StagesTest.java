package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.GREETED;
import static dev.packetboat.smtp.Scripts.GREETED_PIPELINING;
import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static dev.packetboat.smtp.Scripts.QUIT;
import static dev.packetboat.smtp.Scripts.TAKEN;
import static dev.packetboat.smtp.Scripts.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.testkit.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message in stages: sender, recipients, content in pieces, commit; and every way of leaving
 * before.
 */
class StagesTest {

  private static final String ONE_OF_TWO =
      GREETED_PIPELINING
          + """
          C: MAIL FROM:<joe@client.test>
          S: 250 sender ok
          C: RCPT TO:<ann@mx.test>
          S: 250 ok
          C: RCPT TO:<bob@mx.test>
          S: 550 5.1.1 no such user
          """;

  @Test
  void eachStageIsAnsweredAndTheContentComesInPieces(@TempDir Path folder) throws IOException {
    Path body = Files.writeString(folder.resolve("body.txt"), "from a file\n");
    try (var server =
            ScriptedServer.play(
                ONE_OF_TWO
                    + """
                    C: DATA
                    S: 354 go ahead
                    C: Subject: hello
                    C:
                    C: octets
                    C: from a file
                    C: from a stream
                    C: from content
                    C: written
                    C: .
                    S: 250 queued
                    """
                    + QUIT);
        var session = connect(server);
        var transaction = session.begin("joe@client.test")) {
      assertThat(transaction.addRecipient("ann@mx.test").code()).isEqualTo(250);
      assertThat(transaction.addRecipient("bob@mx.test"))
          .isEqualTo(Reply.of(550, "5.1.1 no such user"));
      transaction
          .append("Subject: hello\r\n\r\n")
          .append("octets\n".getBytes(StandardCharsets.US_ASCII))
          .append(body)
          .append(new ByteArrayInputStream("from a stream\n".getBytes(StandardCharsets.US_ASCII)))
          .append(Content.of("from content\n"));
      transaction.outputStream().write("written".getBytes(StandardCharsets.US_ASCII));
      Receipt receipt = transaction.commit();

      assertThat(receipt.accepted()).hasToString("[ann@mx.test]");
      assertThat(receipt.refused()).hasToString("[bob@mx.test]");
    }
  }

  @Test
  void theSizeIsDeclaredWhereTheServerWantsIt() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                """
                S: 220 x
                C: EHLO client.test
                S: 250-x
                S: 250-8BITMIME
                S: 250 SIZE 1000
                C: MAIL FROM:<joe@client.test> SIZE=999 BODY=8BITMIME
                S: 250 ok
                """
                    + QUIT);
        var session = connect(server)) {
      assertThatThrownBy(() -> session.begin("joe@client.test", MailParameter.size(1001)))
          .isInstanceOf(SmtpException.Unsupported.class)
          .hasMessageContaining("1001")
          .hasMessageContaining("1000");
      session.begin("joe@client.test", MailParameter.size(999)).close();
    }
  }

  @Test
  void leavingBeforeTheContentKeepsTheSession() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                ONE_OF_TWO
                    + """
                    C: RSET
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: DATA
                    S: 250 forgotten
                    S: 250 ok
                    S: 250 ok
                    S: 354 go ahead
                    [content]
                    S: 250 queued
                    """
                    + QUIT);
        var session = connect(server)) {
      try (var transaction = session.begin("joe@client.test")) {
        transaction.addRecipient("ann@mx.test");
        transaction.addRecipient("bob@mx.test");
      }
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().text()).isEqualTo("queued");
    }
  }

  @Test
  void leavingAmidTheContentEndsTheConnectionWithoutADot() throws SmtpException {
    try (var server =
            ScriptedServer.play(ONE_OF_TWO + "C: DATA\nS: 354 go ahead\n[client closes]\n");
        var session = connect(server)) {
      try (var transaction = session.begin("joe@client.test")) {
        transaction.addRecipient("ann@mx.test");
        transaction.addRecipient("bob@mx.test");
        transaction.append("half a");
      }
      assertThat(session.isUsable()).isFalse();
    }
  }

  @Test
  void aStreamThatFailsHalfWayDeliversNothing() throws SmtpException {
    try (var server =
            ScriptedServer.play(ONE_OF_TWO + "C: DATA\nS: 354 go ahead\n[client closes]\n");
        var session = connect(server);
        var transaction = session.begin("joe@client.test")) {
      transaction.addRecipient("ann@mx.test");
      transaction.addRecipient("bob@mx.test");
      Content failing =
          Content.writing(
              out -> {
                throw new IOException("disk on fire");
              });
      var failed =
          catchThrowableOfType(
              SmtpException.ContentFailed.class, () -> transaction.append(failing));

      assertThat(failed).hasMessageContaining("disk on fire");
      assertThat(failed.acceptance()).isEqualTo(Acceptance.NO);
      assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void withoutAnAcceptedRecipientThereIsNoContent() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 550 no such user
                    """
                    + QUIT);
        var session = connect(server);
        var transaction = session.begin("joe@client.test")) {
      transaction.addRecipient("ann@mx.test");
      var refused = catchThrowableOfType(SmtpException.Refused.class, transaction::commit);

      assertThat(refused.phase()).isEqualTo(Phase.RCPT);
      assertThat(refused.reply()).contains(Reply.of(550, "no such user"));
    }
  }

  @Test
  void aRefusalOfTheContentEndsTheTransactionAndNotTheSession() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                ONE_OF_TWO
                    + """
                    C: DATA
                    S: 354 go ahead
                    [content]
                    S: 552 too big after all
                    C: NOOP
                    S: 250 here
                    """
                    + QUIT);
        var session = connect(server);
        var transaction = session.begin("joe@client.test")) {
      transaction.addRecipient("ann@mx.test");
      transaction.addRecipient("bob@mx.test");
      transaction.append("all of it");
      var refused = catchThrowableOfType(SmtpException.Refused.class, transaction::commit);

      assertThat(refused.phase()).isEqualTo(Phase.CONTENT_END);
      assertThat(session.noop().text()).isEqualTo("here");
    }
  }

  @Test
  void aRefusedSenderBeginsNothing() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED + "C: MAIL FROM:<>\nS: 550 no bounces\nC: NOOP\nS: 250 here\n" + QUIT);
        var session = connect(server)) {
      var refused = catchThrowableOfType(SmtpException.Refused.class, () -> session.begin(""));

      assertThat(refused.phase()).isEqualTo(Phase.MAIL);
      assertThat(session.noop().text()).isEqualTo("here");
    }
  }

  @Test
  void whileATransactionIsOpenTheSessionDoesNothingElse() throws SmtpException {
    try (var server =
            ScriptedServer.play(GREETED + "C: MAIL FROM:<joe@client.test>\nS: 250 ok\n" + QUIT);
        var session = connect(server);
        var transaction = session.begin("joe@client.test")) {
      assertThatThrownBy(() -> session.send(JOE_TO_ANN, HELLO))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(session::noop).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(transaction::commit)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no recipient");
    }
  }

  @Test
  void closingTheSessionAmidTheContentSaysNothingMore() throws SmtpException {
    try (var server =
        ScriptedServer.play(ONE_OF_TWO + "C: DATA\nS: 354 go ahead\n[client closes]\n")) {
      SmtpSession session = connect(server);
      var transaction = session.begin("joe@client.test");
      transaction.addRecipient("ann@mx.test");
      transaction.addRecipient("bob@mx.test");
      transaction.append("half a");
      session.close();

      assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aRecipientThatTheServerCannotTakeIsNotAskedForAndSpoilsNothing() throws SmtpException {
    try (var server = ScriptedServer.play(GREETED + TAKEN + QUIT);
        var session = connect(server);
        var transaction = session.begin("joe@client.test")) {
      var notAsked =
          catchThrowableOfType(
              SmtpException.Unsupported.class, () -> transaction.addRecipient("\u00e4nn@mx.test"));
      assertThat(notAsked.status()).hasToString("5.6.7"); // RFC 6531 §3.5
      transaction.addRecipient("ann@mx.test");

      assertThat(transaction.append("hello").commit().accepted()).hasToString("[ann@mx.test]");
    }
  }

  @Test
  void anEmptyMessageIsAMessage() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                ONE_OF_TWO + "C: DATA\nS: 354 go ahead\nC: .\nS: 250 queued\n" + QUIT);
        var session = connect(server);
        var transaction = session.begin("joe@client.test")) {
      transaction.addRecipient("ann@mx.test");
      transaction.addRecipient("bob@mx.test");

      assertThat(transaction.commit().size()).isZero();
    }
  }
}
