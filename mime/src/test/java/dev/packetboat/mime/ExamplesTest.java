package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
