package dev.packetboat.interop;

import dev.packetboat.delivery.DeliveryReport;
import dev.packetboat.delivery.Mailer;
import dev.packetboat.delivery.Outcome;
import dev.packetboat.delivery.RecipientReport;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import java.io.IOException;
import java.nio.file.Path;

/** The examples of the README, so that they compile. */
final class ReadmeExamples {

  private ReadmeExamples() {}

  static void delivers() throws IOException {
    try (Mailer mailer = Mailer.direct("mail.example.com")) {
      DeliveryReport report = mailer.send(Message.of(Path.of("letter.eml")));
      for (RecipientReport recipient : report.recipients()) {
        switch (recipient.outcome()) {
          case Outcome.Delivered delivered -> System.out.println(recipient);
          case Outcome.Deferred deferred -> System.out.println(recipient); // it may be tried again
          case Outcome.Failed failed -> System.out.println(recipient); // for good
          case Outcome.Unknown unknown -> System.out.println(recipient); // the server may have it
        }
      }
    }
  }

  static void sendsALetter(String secret) throws SmtpException {
    SmtpClient client =
        SmtpClient.submission("smtp.example.com")
            .credentials(Credentials.password("joe", secret))
            .build();
    try (SmtpSession session = client.connect()) {
      Receipt receipt =
          session.send(
              Envelope.from("joe@example.com").to("ann@example.org", "bob@example.org"),
              Content.of(Path.of("letter.eml")));
      receipt.refused().forEach(address -> System.out.println("not for " + address));
    }
  }

  static void saysWhetherTheServerMayHaveIt(
      SmtpSession session, Envelope envelope, Content content) {
    try {
      session.send(envelope, content);
    } catch (SmtpException.Refused refused) {
      System.out.println(refused.reply().orElseThrow()); // 550 5.7.1 not you
    } catch (SmtpException broken) {
      boolean mayHaveIt = broken.acceptance() == Acceptance.UNKNOWN;
      System.out.println(mayHaveIt ? "do not simply send again" : "send again");
    }
  }
}
