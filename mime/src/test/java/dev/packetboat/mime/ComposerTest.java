package dev.packetboat.mime;

import static dev.packetboat.mime.Composed.field;
import static dev.packetboat.mime.Composed.fixed;
import static dev.packetboat.mime.Composed.letter;
import static dev.packetboat.mime.Composed.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Message;
import dev.packetboat.mail.MessageHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written, letter by letter. */
class ComposerTest {

  @TempDir private Path folder;

  @Test
  void aText() throws IOException {
    assertThat(source(letter().subject("Lunch").text("Ann, call me.\nJoe")))
        .isEqualTo(
            """
            Date: Tue, 24 Nov 2026 12:00:00 +0000
            From: joe@example.com
            To: ann@example.org
            Subject: Lunch
            Message-ID: <00000000000000010000000000000002@example.com>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=UTF-8
            Content-Transfer-Encoding: 7bit

            Ann, call me.
            Joe
            """);
  }

  @Test
  void everythingAtOnce() throws IOException {
    Composer letter =
        fixed(Composer.from("Joe Doe", "joe@example.com"))
            .replyTo("office@example.com")
            .to(Mailbox.named("Ann Müller", "ann@example.org"), Mailbox.of("bob@bücher.example"))
            .cc("eve@example.net")
            .bcc("secret@example.net", "postmaster")
            .subject("Grüße")
            .text("Grüße aus Köln.")
            .html("<p>Grüße <img src=\"cid:logo\">")
            .inline("logo", Files.write(folder.resolve("logo.png"), new byte[] {1, 2, 3}))
            .attach(Files.writeString(folder.resolve("übersicht.csv"), "a;ä\n"))
            .attach("C:\\private\\notes.txt", "text/plain; charset=us-ascii", Content.of("x\r\n"))
            .header("X-Campaign", "7");

    assertThat(letter.build())
        .hasToString(
            "<joe@example.com> to <ann@example.org> <bob@bücher.example> <eve@example.net>"
                + " <secret@example.net> <postmaster>");
    assertThat(source(fixed(letter)))
        .isEqualTo(
            """
            Date: Tue, 24 Nov 2026 12:00:00 +0000
            From: Joe Doe <joe@example.com>
            Reply-To: office@example.com
            To: =?UTF-8?Q?Ann_M=C3=BCller?= <ann@example.org>, bob@xn--bcher-kva.example
            Cc: eve@example.net
            Subject: =?UTF-8?B?R3LDvMOfZQ==?=
            Message-ID: <00000000000000010000000000000002@example.com>
            X-Campaign: 7
            MIME-Version: 1.0
            Content-Type: multipart/mixed;
             boundary="=_00000000000000030000000000000004.1"

            --=_00000000000000030000000000000004.1
            Content-Type: multipart/related; type="multipart/alternative";
             boundary="=_00000000000000030000000000000004.2"

            --=_00000000000000030000000000000004.2
            Content-Type: multipart/alternative;
             boundary="=_00000000000000030000000000000004.3"

            --=_00000000000000030000000000000004.3
            Content-Type: text/plain; charset=UTF-8
            Content-Transfer-Encoding: base64

            R3LDvMOfZSBhdXMgS8O2bG4uDQo=

            --=_00000000000000030000000000000004.3
            Content-Type: text/html; charset=UTF-8
            Content-Transfer-Encoding: quoted-printable

            <p>Gr=C3=BC=C3=9Fe <img src=3D"cid:logo">

            --=_00000000000000030000000000000004.3--

            --=_00000000000000030000000000000004.2
            Content-Type: image/png
            Content-Transfer-Encoding: base64
            Content-ID: <logo>
            Content-Disposition: inline; filename="logo.png"

            AQID

            --=_00000000000000030000000000000004.2--

            --=_00000000000000030000000000000004.1
            Content-Type: text/csv; charset=UTF-8
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename*=UTF-8''%C3%BCbersicht.csv

            YTvDpAo=

            --=_00000000000000030000000000000004.1
            Content-Type: text/plain; charset=us-ascii
            Content-Transfer-Encoding: 7bit
            Content-Disposition: attachment; filename="notes.txt"

            x

            --=_00000000000000030000000000000004.1--
            """);
  }

  @Test
  void partsOnlyAsFarAsTheyAreNeeded() throws IOException {
    assertThat(types(letter())).isEqualTo("text/plain");
    assertThat(types(letter().html("<p>"))).isEqualTo("text/html");
    assertThat(types(letter().text("").html("<p>")))
        .isEqualTo("multipart/alternative text/plain text/html");
    assertThat(types(letter().html("<p>").inline("a", "image/png", Content.of(""))))
        .isEqualTo("multipart/related text/html image/png");
    assertThat(types(letter().text("").attach("a", "a/b", Content.of(""))))
        .isEqualTo("multipart/mixed text/plain a/b");
    assertThat(
            types(letter().attach("a", "a/b", Content.of("")).attach("b", "c/d", Content.of(""))))
        .isEqualTo("multipart/mixed a/b c/d");
  }

  private static String types(Composer composer) throws IOException {
    return source(composer)
        .lines()
        .filter(line -> line.startsWith("Content-Type: "))
        .map(line -> line.replaceAll("Content-Type: ([^;]*).*", "$1"))
        .reduce((a, b) -> a + " " + b)
        .orElseThrow();
  }

  @Test
  void blindCopiesAreOnTheEnvelopeOnly() throws IOException {
    Composer letter =
        fixed(Composer.from("joe@example.com")).bcc(Address.parse("secret@example.net"));

    assertThat(letter.build().envelope()).hasToString("<joe@example.com> to <secret@example.net>");
    assertThat(source(letter))
        .contains("\nTo: undisclosed-recipients:;\n")
        .doesNotContain("secret");
  }

  @Test
  void aSenderGetsTheReports() throws IOException {
    Composer letter = letter().sender(Mailbox.named("The office", "office@example.com"));

    assertThat(letter.build().envelope().sender())
        .map(Address::toString)
        .contains("office@example.com");
    assertThat(field(letter, "Sender")).isEqualTo("The office <office@example.com>");
    assertThat(source(letter.sender(Mailbox.of("joe@example.com")))).doesNotContain("\nSender:");
  }

  @Test
  void namesAsReadersNeedThem() throws IOException {
    assertThat(from("Joe Doe")).isEqualTo("Joe Doe <joe@example.com>");
    assertThat(from("Doe, Joe (\"J\\\")"))
        .isEqualTo("\"Doe, Joe (\\\"J\\\\\\\")\" <joe@example.com>");
    assertThat(from("J. Doe")).isEqualTo("\"J. Doe\" <joe@example.com>");
    assertThat(from(" \u00a0 ")).isEqualTo("=?UTF-8?B?wqA=?= <joe@example.com>");
    assertThat(from("=?UTF-8?Q?x?="))
        .isEqualTo("=?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?= <joe@example.com>");
    assertThat(from("日本")).isEqualTo("=?UTF-8?B?5pel5pys?= <joe@example.com>");
    assertThat(from("")).isEqualTo("joe@example.com");
  }

  private static String from(String name) throws IOException {
    return field(fixed(Composer.from(name, "joe@example.com").to("ann@example.org")), "From");
  }

  // RFC 6532 §3.2: UTF-8 where ASCII has no other form, and nowhere else.
  @Test
  void aLocalPartThatIsNotAscii() throws IOException {
    Composer letter = fixed(Composer.from("joe@example.com").to("jürgen@bücher.example"));

    assertThat(field(letter, "To")).isEqualTo("jürgen@xn--bcher-kva.example");
    assertThat(letter.build().envelope().recipients()).hasToString("[jürgen@bücher.example]");
  }

  @Test
  void aMessageIdInAscii() throws IOException {
    Message letter = fixed(Composer.from("joe@bücher.example").to("ann@example.org")).build();
    Message literal = fixed(Composer.from("joe@[192.0.2.1]").to("ann@example.org")).build();

    assertThat(letter.messageId())
        .contains("<00000000000000010000000000000002@xn--bcher-kva.example>");
    assertThat(literal.messageId()).contains("<00000000000000010000000000000002@[192.0.2.1]>");
    assertThat(MessageHeader.read(letter.content()).messageId()).isEqualTo(letter.messageId());
  }

  @Test
  void everyMessageHasItsOwnId() throws IOException {
    Composer composer = Composer.from("joe@example.com").to("ann@example.org");

    assertThat(composer.build().messageId()).isNotEqualTo(composer.build().messageId());
  }

  @Test
  void theDateInTheZoneOfTheClock() throws IOException {
    Clock clock = Clock.fixed(Instant.parse("2026-07-01T22:05:09Z"), ZoneId.of("America/St_Johns"));

    assertThat(field(letter().clock(clock), "Date")).isEqualTo("Wed, 1 Jul 2026 19:35:09 -0230");
  }

  @Test
  void longFieldsAreFolded() throws IOException {
    String many = "word ".repeat(30).strip();

    assertThat(field(letter().subject(many), "Subject").lines())
        .containsExactly(
            "word word word word word word word word word word word word word",
            " word word word word word word word word word word word word word word word",
            " word word");
    assertThat(
            field(
                letter().header("References", "<" + "a".repeat(300) + "@x.test> <b@x.test>"),
                "References"))
        .isEqualTo("<" + "a".repeat(300) + "@x.test>\n <b@x.test>");
    assertThat(
            field(
                letter()
                    .to(
                        "ann@example.org",
                        "bob@example.org",
                        "carl@example.org",
                        "dora@example.org"),
                "To"))
        .isEqualTo(
            "ann@example.org, ann@example.org, bob@example.org, carl@example.org,\n dora@example.org");
  }

  @Test
  void aSubjectThatWouldNotComeBackIsEncoded() throws IOException {
    assertThat(field(letter().subject("a  b"), "Subject")).isEqualTo("a  b");
    assertThat(field(letter().subject(" a"), "Subject")).isEqualTo("=?UTF-8?Q?_a?=");
    assertThat(field(letter().subject("a "), "Subject")).isEqualTo("=?UTF-8?Q?a_?=");
    assertThat(field(letter().subject("=?x?="), "Subject")).isEqualTo("=?UTF-8?B?PT94Pz0=?=");
    assertThat(source(letter().subject(""))).contains("\nSubject:\n");
  }

  @Test
  void fileNames() throws IOException {
    assertThat(disposition("report.pdf")).isEqualTo("attachment; filename=\"report.pdf\"");
    assertThat(disposition("a \"b\".pdf")).isEqualTo("attachment; filename=\"a \\\"b\\\".pdf\"");
    assertThat(disposition("/etc/passwd")).isEqualTo("attachment; filename=\"passwd\"");
    assertThat(disposition("日本 +.pdf"))
        .isEqualTo("attachment;\n filename*=UTF-8''%E6%97%A5%E6%9C%AC%20%2B.pdf");
    assertThat(disposition("a".repeat(100) + ".pdf"))
        .isEqualTo(
            "attachment;\n filename*0*=UTF-8''"
                + "a".repeat(56)
                + ";\n filename*1*="
                + "a".repeat(44)
                + ".pdf");
  }

  private static String disposition(String name) throws IOException {
    String source = source(letter().attach(name, "a/b", Content.of("")));
    int start = source.indexOf("Content-Disposition: ") + 21;
    return source.substring(start, source.indexOf("\n\n", start));
  }
}
