package dev.packetboat.mime;

import static dev.packetboat.mime.Composed.field;
import static dev.packetboat.mime.Composed.fixed;
import static dev.packetboat.mime.Composed.letter;
import static dev.packetboat.mime.Composed.octets;
import static dev.packetboat.mime.Composed.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How each part travels. */
class EncodingsTest {

  private static final String ENCODING = "Content-Transfer-Encoding";

  @Test
  void textTravelsInWhatIsShorter() throws IOException {
    assertThat(encoding("")).isEqualTo("7bit");
    assertThat(encoding("plain\tASCII\n")).isEqualTo("7bit");
    assertThat(encoding("a".repeat(78))).isEqualTo("7bit");
    assertThat(encoding("a".repeat(79))).isEqualTo("quoted-printable");
    assertThat(encoding("a page\fbreak")).isEqualTo("quoted-printable");
    assertThat(encoding("eine Brücke in den hellen Tag")).isEqualTo("quoted-printable");
    assertThat(encoding("Привет")).isEqualTo("base64");
  }

  private static String encoding(String text) throws IOException {
    return field(letter().text(text), ENCODING);
  }

  @Test
  void linesOfATextEndInCrLf() throws IOException {
    assertThat(octets(letter().text("a\rb\nc\r\nd\n\re").build()))
        .asString()
        .endsWith("\r\n\r\na\r\nb\r\nc\r\nd\r\n\r\ne\r\n");
    assertThat(source(letter().text("ü".repeat(100)))).contains("\n\nw7zDvMO8");
  }

  @Test
  void spacesAtTheEndOfALineAreEncoded() throws IOException {
    assertThat(source(letter().text("Grüße aus der Ferne \nund Nähe\t\n")))
        .endsWith("Gr=C3=BC=C3=9Fe aus der Ferne=20\nund N=C3=A4he=09\n");
  }

  @Test
  void whatTemptsIsEncodedAtTheBeginningOfALine() throws IOException {
    assertThat(source(letter().text("größer. Als.\n.\n..\nFrom here.\nFrom\nxFrom here.")))
        .endsWith("gr=C3=B6=C3=9Fer. Als.\n=2E\n=2E.\n=46rom here.\nFrom\nxFrom here.\n");
    assertThat(source(letter().text("a".repeat(75) + ".From here" + "a".repeat(66) + "From here")))
        .endsWith("a=\n=2EFrom here" + "a".repeat(63) + "=\naaa" + "From here\n");
  }

  @Test
  void attachmentsArriveOctetForOctet() throws IOException {
    assertThat(attached("text/plain", "a\r\nb")).contains("UTF-8", "7bit", "\n\na\nb\n--=_");
    assertThat(attached("text/plain", "a\nb")).contains("UTF-8", "base64", "YQpi");
    assertThat(attached("text/plain", "ü")).contains("UTF-8", "base64", "w7w=");
    assertThat(attached("text/plain", "\u00fc".getBytes(StandardCharsets.ISO_8859_1)))
        .contains("text/plain\n", "base64", "/A==");
    assertThat(attached("text/plain", "a".getBytes(StandardCharsets.UTF_16LE)))
        .contains("text/plain\n", "base64", "YQA=");
    assertThat(attached("text/plain; Charset=x", "a")).contains("text/plain; Charset=x\n", "7bit");
    assertThat(attached("application/json", "{}")).contains("base64", "e30=");
  }

  private static String attached(String mediaType, String text) throws IOException {
    return attached(mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String attached(String mediaType, byte[] octets) throws IOException {
    String source = source(letter().attach("a", mediaType, Content.of(octets)));
    return source.substring(source.indexOf("\n--=_"));
  }

  // RFC 2046 §5.2.1
  @Test
  void anAttachedMessageIsNotEncoded() throws IOException {
    assertThat(attached("message/rfc822", "Subject: x\n\ny\n"))
        .contains("message/rfc822\nContent-Transfer-Encoding: 7bit\n", "\n\nSubject: x\n\ny\n");
    // RFC 2045 §6.4: what contains it says so too.
    assertThat(source(letter().attach("a.eml", "message/rfc822", Content.of("Subject: x\n\nü\n"))))
        .containsPattern("(?s)multipart/mixed;[^:]*\nContent-Transfer-Encoding: 8bit\n")
        .contains("message/rfc822\nContent-Transfer-Encoding: 8bit\n", "\n\nü\n");
    // RFC 6532 §3.7
    assertThat(attached("message/global", "Subject: ü\n")).contains("base64");
  }

  // RFC 2046 §5.1.1
  @Test
  void noBoundaryIsInsideOfAPart() throws IOException {
    String first = source(letter().text("a").attach("b", "a/b", Content.of("c")));
    String second =
        source(
            fixed(
                letter()
                    .text(first)
                    .attach("b", "text/plain", Content.of(first.replace("\n", "\r\n")))));
    String third = source(letter().attach("b.eml", "message/rfc822", Content.of(second)));

    assertThat(second).containsOnlyOnce(boundary(second) + "--\n");
    assertThat(third).contains(second).containsOnlyOnce(boundary(third) + "--\n");
    assertThat(boundary(second)).isEqualTo(boundary(first));
    assertThat(boundary(third)).isNotEqualTo(boundary(second));
  }

  private static String boundary(String source) {
    int start = source.indexOf("boundary=\"") + 10;
    return "\n--" + source.substring(start, source.indexOf('"', start));
  }

  @ParameterizedTest
  @CsvSource({
    "a.pdf, application/pdf",
    "A.PDF, application/pdf",
    "a.tar.gz, application/gzip",
    "a.jpg, image/jpeg",
    "a.svg, image/svg+xml",
    "a.txt, text/plain",
    "a.eml, message/rfc822",
    "pdf, application/pdf",
    "a.unknown, application/octet-stream",
    "a, application/octet-stream",
    "a., application/octet-stream"
  })
  void theMediaTypeIsInTheName(String name, String mediaType, @TempDir Path folder)
      throws IOException {
    assertThat(source(letter().attach(Files.writeString(folder.resolve(name), "a"))))
        .contains("Content-Type: " + mediaType);
  }
}
