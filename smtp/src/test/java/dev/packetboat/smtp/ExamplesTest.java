package dev.packetboat.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documentation. */
class ExamplesTest {

  @TempDir private Path folder;

  private final List<String> journal = new ArrayList<>();

  private void log(String line) {
    journal.add(line);
  }

  @Test
  void pipeline() throws IOException {
    Envelope envelope = Envelope.from("joe@client.test").to("ann@mx.test");
    List<Path> letters =
        List.of(
            Files.writeString(folder.resolve("1.eml"), "Subject: one\n\nHello.\n"),
            Files.writeString(folder.resolve("2.eml"), "Subject: two\n\nHello.\n"));
    List<Sending> sent = new ArrayList<>();
    try (MailServer server = MailServer.start();
        SmtpSession session =
            SmtpClient.relay(server.host()).port(server.port()).tls(TlsMode.NONE).connect()) {
      // @start region="pipeline" :
      try (Pipeline pipeline = session.pipeline()) {
        for (Path letter : letters) {
          sent.add(pipeline.send(envelope, Content.of(letter)));
        }
      }
      for (Sending sending : sent) {
        sending.failure().ifPresent(Throwable::printStackTrace);
      }
      // @end
      assertThat(server.received()).hasSize(2);
    }
  }

  @Test
  void lmtp() throws IOException {
    Path socket = folder.resolve("lmtp");
    Envelope envelope = Envelope.from("joe@client.test").to("ann@mx.test", "bob@mx.test");
    Content content = Content.of("Subject: hello\n\nHello.\n");
    try (var server =
            ScriptedServer.play(
                """
                S: 220 mx.test LMTP
                C~ LHLO .*
                S: 250-mx.test
                S: 250 PIPELINING
                C: MAIL FROM:<joe@client.test>
                C: RCPT TO:<ann@mx.test>
                C: RCPT TO:<bob@mx.test>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 250 ok
                S: 354 go ahead
                [content]
                S: 250 2.0.0 saved
                S: 552 5.2.2 full
                C: QUIT
                S: 221 bye
                """);
        var door = new LocalDoor(socket, server.host(), server.port())) {
      // @start region="lmtp" :
      SmtpClient mailboxes = SmtpClient.lmtp(socket).build();
      try (SmtpSession session = mailboxes.connect()) {
        for (RecipientResult result : session.send(envelope, content).recipients()) {
          switch (result.answer()) {
            case RecipientResult.Accepted yes -> log("in the mailbox: " + yes.reply());
            case RecipientResult.Refused no -> log("not: " + no.reply());
            case RecipientResult.NotAsked why -> log("not: " + why.reason());
            case RecipientResult.Unanswered silence -> log("only in an exception");
          }
        }
      }
      // @end
    }
    assertThat(journal).containsExactly("in the mailbox: 250 2.0.0 saved", "not: 552 5.2.2 full");
  }

  @Test
  void verify() throws SmtpException {
    try (MailServer server = MailServer.start();
        SmtpSession session =
            SmtpClient.relay(server.host()).port(server.port()).tls(TlsMode.NONE).connect()) {
      // @start region="verify" :
      switch (session.verify("smith")) {
        case Verification.Known known -> log("it is " + known.mailboxes().getFirst());
        case Verification.Forwarding there -> log("mail goes on to " + there.path());
        case Verification.NotSaid silent -> log("send and see");
        case Verification.Elsewhere there -> log("try " + there.path());
        case Verification.Ambiguous several -> log("which of " + several.candidates());
        case Verification.NotImplemented none -> log("it does not verify");
        case Verification.Refused no -> log("no: " + no.reply());
      }
      // @end
    }
    assertThat(journal).containsExactly("send and see");
  }
}
