package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documentation, which compares them with these regions. */
class ExamplesTest {

  @TempDir private Path folder;

  @Test
  void compose() throws IOException {
    Path logo = Files.write(folder.resolve("logo.png"), new byte[] {1, 2, 3});
    Path report = Files.write(folder.resolve("report.pdf"), new byte[] {4, 5, 6});
    // @start region="compose" :
    Message letter =
        Composer.from("Joe Doe", "joe@example.com")
            .to("ann@example.org")
            .subject("Grüße")
            .text("Hello Ann, this is our logo.")
            .html("<p>Hello Ann, this is our logo: <img src=\"cid:logo\">")
            .inline("logo", logo)
            .attach(report)
            .build();
    // @end
    assertThat(letter).hasToString("<joe@example.com> to <ann@example.org>");
  }

  @Test
  void notification() throws IOException {
    Content mail =
        Content.of(
            Reports.source(
                """
                Original-Envelope-Id: order-1
                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; ann@example.org
                Action: failed
                Status: 5.1.1
                """));
    List<String> news = new ArrayList<>();
    // @start region="notification" :
    Optional<DeliveryNotification> notification = DeliveryNotification.read(mail);
    notification.ifPresent(
        report -> {
          String about = report.envelopeId().or(report::originalMessageId).orElse("unknown");
          for (ReportedRecipient recipient : report.recipients()) {
            if (recipient.action().equals(Optional.of(Action.FAILED))) {
              news.add(about + " did not reach " + recipient.address());
            }
          }
        });
    // @end
    assertThat(news).containsExactly("order-1 did not reach Optional[ann@example.org]");
  }

  @Test
  void mailbox() {
    // @start region="mailbox" :
    Mailbox ann = Mailbox.named("Ann Müller", "ann@example.org");
    Mailbox list = Mailbox.of("list@example.org");
    // @end
    assertThat(ann).hasToString("Ann Müller <ann@example.org>");
    assertThat(list).hasToString("list@example.org");
  }

  @Test
  void sevenBit() throws IOException {
    Content letter = Content.of("Subject: hello\r\n\r\nGrüße aus Köln, und bis bald\r\n");
    // @start region="sevenBit" :
    Content ascii = SevenBit.convert(letter);
    // @end
    assertThat(ascii.size().orElseThrow()).isGreaterThan(letter.size().orElseThrow());
  }
}
