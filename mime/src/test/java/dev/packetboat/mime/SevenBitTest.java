package dev.packetboat.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.ContentConverter;
import java.io.IOException;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a message, letter by letter. */
class SevenBitTest {

  private static String convert(String source, Charset charset) throws IOException {
    byte[] converted = Converted.convert(source.replace("\n", "\r\n").getBytes(charset));
    return new String(converted, ISO_8859_1).replace("\r\n", "\n");
  }

  private static String convert(String source) throws IOException {
    return convert(source, UTF_8);
  }

  @Test
  void aTextBecomesQuotedPrintable() throws IOException {
    assertThat(
            convert(
                """
                From: joe@example.com
                MIME-Version: 1.0
                Content-Transfer-Encoding:
                  8bit
                Content-type:  Text/Plain;
                \tcharset = "utf-8"

                Grüße aus Köln, 1 = 1.
                .
                From here on
                """))
        .isEqualTo(
            """
            From: joe@example.com
            MIME-Version: 1.0
            Content-Transfer-Encoding: quoted-printable
            Content-type:  Text/Plain;
            \tcharset = "utf-8"

            Gr=C3=BC=C3=9Fe aus K=C3=B6ln, 1 =3D 1.
            =2E
            =46rom here on
            """);
  }

  @Test
  void onlyThePartThatNeedsIt() throws IOException {
    assertThat(
            convert(
                """
                From: joe@example.com
                Content-Transfer-Encoding: binary
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="--b =1"; x=y

                 Preamble.
                ----b =1
                Content-Type: text/plain; charset=utf-8

                Привет
                ----b =1 \t
                X-Odd :kept
                Content-Transfer-Encoding: 8BIT

                7 bit,
                  as it is.
                --
                ----b =1

                ü, and much more of ASCII
                ----b =1--
                Epilogue.
                """))
        .isEqualTo(
            """
            From: joe@example.com
            Content-Transfer-Encoding: 7bit
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="--b =1"; x=y

             Preamble.
            ----b =1
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            0J/RgNC40LLQtdGC
            ----b =1 \t
            X-Odd :kept
            Content-Transfer-Encoding: 8BIT

            7 bit,
              as it is.
            --
            ----b =1
            Content-Transfer-Encoding: quoted-printable

            =C3=BC, and much more of ASCII
            ----b =1--
            Epilogue.
            """);
  }

  @Test
  void anAttachedMessageByItsOwnParts() throws IOException {
    assertThat(
            convert(
                """
                MIME-Version: 1.0
                Content-Type: multipart/digest; boundary=b

                --b

                Subject: one

                über den Wolken
                --b
                Content-Type: message/rfc822
                Content-Transfer-Encoding: 8bit

                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=c

                --c
                Content-Type: application/x

                üüü
                --c--
                --b--
                """))
        .isEqualTo(
            """
            MIME-Version: 1.0
            Content-Type: multipart/digest; boundary=b

            --b

            Subject: one
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            =C3=BCber den Wolken
            --b
            Content-Type: message/rfc822
            Content-Transfer-Encoding: 7bit

            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=c

            --c
            Content-Type: application/x
            Content-Transfer-Encoding: base64

            w7zDvMO8
            --c--
            --b--
            """);
  }

  // RFC 6532 §3.7
  @Test
  void anInternationalMessageIsEncodedAsAWhole() throws IOException {
    assertThat(
            convert(
                """
                MIME-Version: 1.0
                Content-Type: message/global

                Subject: Grüße

                """))
        .isEqualTo(
            """
            MIME-Version: 1.0
            Content-Type: message/global
            Content-Transfer-Encoding: base64

            U3ViamVjdDogR3LDvMOfZQ0KDQo=
            """);
  }

  // RFC 1428 §3
  @Test
  void aMessageThatDoesNotKnowOfMime() throws IOException {
    String letter = "Subject: hello\n\nüber den Wolken\n";

    assertThat(convert(letter))
        .isEqualTo(
            """
            Subject: hello
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            =C3=BCber den Wolken
            """);
    assertThat(convert(letter, ISO_8859_1))
        .contains("\nContent-Type: text/plain; charset=unknown-8bit\n")
        .endsWith("\n\n=FCber den Wolken\n");
    assertThat(convert("Subject: hello\n\n" + "word ".repeat(300) + "\n"))
        .startsWith(
            "Subject: hello\nMIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\nword");
    assertThat(convert("Content-Type: text/html\n\nüber den Wolken\n"))
        .startsWith(
            "Content-Type: text/html\nMIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n=C3");
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, 7bit, quoted-printable",
    "text/plain, 8bit, quoted-printable",
    "text/plain, binary, quoted-printable",
    "TEXT/html; charset=x y, 8Bit, quoted-printable",
    "application/json, 8bit, base64",
    "image/png, binary, base64"
  })
  void longLinesAreEncodedToo(String type, String before, String after) throws IOException {
    String header = "MIME-Version: 1.0\nContent-Type: " + type + "\nContent-Transfer-Encoding: ";

    assertThat(convert(header + before + "\n\n" + "a".repeat(998) + "\n")).contains(": " + before);
    assertThat(convert(header + before + "\n\n" + "a".repeat(999) + "\n")).contains(": " + after);
  }

  @Test
  void base64InLongLinesIsFolded() throws IOException {
    String header =
        "MIME-Version: 1.0\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n";

    assertThat(convert(header + "AAAA".repeat(250) + "\nAA==\n"))
        .isEqualTo(header + ("AAAA".repeat(19) + "\n").repeat(13) + "AAAA".repeat(3) + "AA==\n");
  }

  @Test
  void binaryOctetsStayWhatTheyAre() throws IOException {
    String header =
        "MIME-Version: 1.0\r\nContent-Type: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n";

    assertThat(body(header.formatted("image/png", "binary") + "a\nb\rc\r\n"))
        .isEqualTo("YQpiDWMNCg==");
    assertThat(body(header.formatted("image/png", "8bit") + "ü\nc\r\n")).isEqualTo("w7wKYw0K");
    assertThat(body(header.formatted("text/plain", "8bit") + "\0a\n")).isEqualTo("AGEK");
    assertThat(body(header.formatted("text/plain", "binary") + "üüü\n")).isEqualTo("w7zDvMO8DQo=");
    // A line end that is not known to be one or not: where all are LF, it is.
    assertThat(body(header.formatted("image/png", "8bit").replace("\r", "") + "ü\n"))
        .isEqualTo("w7wNCg==");
  }

  private static String body(String source) throws IOException {
    String converted = new String(Converted.convert(source.getBytes(UTF_8)), UTF_8);
    return converted.substring(converted.indexOf("\r\n\r\n") + 4).stripTrailing();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "Subject: no body",
        "Subject: hello\n\nASCII.\r\n",
        "Content-Type: multipart/mixed\n\nwithout a boundary",
        "Content-Type: multipart/signed; boundary=b\n\n--b\n\nASCII\n--b--",
        "no field\n\nASCII",
        "Content-Type: multipart/mixed; boundary=b\nContent-Type: text/plain\n\n--b-c\n"
      })
  void whatIsSevenBitIsNotTouched(String source) throws IOException {
    Content message = Content.of(source);
    ContentConverter converter = SevenBit::convert;

    assertThat(converter.toSevenBit(message)).isSameAs(message);
  }

  @Test
  void theLastLineIsEnded() throws IOException {
    assertThat(body("MIME-Version: 1.0\n\nüber den Wolken")).isEqualTo("=C3=BCber den Wolken");
    assertThat(convert("MIME-Version: 1.0\n\nüber den Wolken")).endsWith("Wolken\n");
    assertThat(convert("MIME-Version: 1.0\nContent-Type: a/b\n\nü")).endsWith("\nw7w=\n");
  }
}
