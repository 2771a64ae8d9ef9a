package dev.packetboat.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class MessagePartsTest {

  private static MessageParts parts(String message) {
    return MessageParts.of(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPlainLetterIsItsTextAndItsHeader() {
    MessageParts parts =
        parts(
            """
            From: =?utf-8?Q?J=C3=B6rg?= <joe@x.test>
            Subject: one
              two
            X-Raw: Grüße
            x-raw: again

            Hello
            """);

    assertThat(parts.header())
        .containsExactly(
            new MessageParts.HeaderField("From", "Jörg <joe@x.test>"),
            new MessageParts.HeaderField("Subject", "one  two"),
            new MessageParts.HeaderField("X-Raw", "Grüße"),
            new MessageParts.HeaderField("x-raw", "again"));
    assertThat(parts.text()).hasValue("Hello\r\n");
    assertThat(parts.html()).isEmpty();
    assertThat(parts.attachments()).isEmpty();
    assertThat(parts.fault()).isEmpty();
  }

  @Test
  void textHtmlAndFilesAreToldApart() {
    MessageParts parts =
        parts(
            """
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Gr=FC=DFe
            --a
            Content-Type: text/html; charset=utf-8

            <p>Grüße</p>
            --a--
            --m
            Content-Type: application/pdf; name="old.pdf"
            Content-Disposition: attachment; filename*=utf-8''Pl%C3%A4ne.pdf
            Content-Transfer-Encoding: base64

            AAEC
            --m
            Content-Type: message/rfc822

            Subject: within

            inner
            --m
            Content-Type: text/plain
            Content-Disposition: attachment

            notes
            --m--
            """);

    assertThat(parts.text()).hasValue("Grüße");
    assertThat(parts.html()).hasValue("<p>Grüße</p>");
    assertThat(parts.attachments())
        .extracting(MessageParts.Attachment::name)
        .containsExactly("Pläne.pdf", "(no name)", "(no name)");
    assertThat(parts.attachments())
        .extracting(MessageParts.Attachment::type)
        .containsExactly("application/pdf", "message/rfc822", "text/plain");
    assertThat(parts.attachments().getFirst().octets()).containsExactly(0, 1, 2);
    assertThat(new String(parts.attachments().get(1).octets(), StandardCharsets.UTF_8))
        .contains("Subject: within");
    assertThat(parts.header()).hasSize(1);
  }

  @Test
  void whatClaimsToBeUtf8AndIsNotIsStillRead() {
    byte[] message = "Subject: x\r\n\r\nGr\u00FC\u00DFe\r\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(MessageParts.of(message).text()).hasValue("Grüße\r\n");
  }

  @Test
  void anUnknownCharsetAndABrokenEncodingDoNotHideTheRest() {
    MessageParts parts =
        parts(
            """
            Content-Type: text/plain; charset=no-such-thing
            Subject: =?no-such-thing?Q?x?=

            Hello
            """);

    assertThat(parts.text()).hasValue("Hello\r\n");
    assertThat(parts.header().get(1).value()).isEqualTo("=?no-such-thing?Q?x?=");
  }

  @Test
  void partsWithinPartsComeToAnEnd() {
    StringBuilder deep = new StringBuilder("Subject: deep\n");
    for (int i = 0; i < 5000; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b")
          .append(i)
          .append("\n\n--b")
          .append(i)
          .append('\n');
    }
    MessageParts parts = parts(deep.append("\nbottom\n").toString());

    assertThat(parts.header().getFirst().value()).isEqualTo("deep");
    assertThat(parts.fault().orElseThrow()).contains("more than 50 parts within each other");
  }

  @Test
  void longLinesAreRead() {
    String line = Base64.getEncoder().encodeToString(new byte[30_000]);

    assertThat(parts("Subject: " + line + "\n\n" + line).text()).hasValue(line);
  }
}
