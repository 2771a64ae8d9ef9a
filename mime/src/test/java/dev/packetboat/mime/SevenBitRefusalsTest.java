package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.ConversionRefusedException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not converted, because it would become another message or may be one. */
class SevenBitRefusalsTest {

  private static final String MIME = "MIME-Version: 1.0\n";
  private static final String MIXED = MIME + "Content-Type: multipart/mixed; boundary=b\n\n";

  static Stream<Arguments> refused() {
    return Stream.of(
        // What is signed or secret.
        refusal(
            "the message is multipart/signed, and is not 7 bit",
            MIME + "Content-Type: multipart/signed; boundary=b\n\n--b\n\nü\n--b--\n"),
        refusal(
            "part 2 is multipart/encrypted, and is not 7 bit",
            MIXED + "--b\n\n--b\nContent-Type: multipart/encrypted; boundary=c\n\nü\n--b--\n"),
        refusal(
            "the message is signed (DKIM-Signature), and is not 7 bit",
            "dkim-signature: v=1\n\nü\n"),
        refusal(
            "the message is signed (ARC-Message-Signature), and is not 7 bit",
            "ARC-Message-Signature: i=1\n\n" + "a".repeat(999)),
        refusal(
            "part 1 is signed (DKIM-Signature), and is not 7 bit",
            MIXED + "--b\nContent-Type: message/rfc822\n\nDKIM-Signature: v=1\n\nü\n--b--\n"),
        // What has no encoding.
        refusal(
            "the message has text outside of its parts that is not 7 bit",
            MIXED + "ü\n--b\n\n--b--\n"),
        refusal(
            "the message has text outside of its parts that is not 7 bit",
            MIXED + "--b\n\n--b--\nü\n"),
        refusal("the message has text outside of its parts that is not 7 bit", MIXED + "ü\n"),
        refusal(
            "the message has a header with a line of more than 998 octets",
            "Subject: " + "a".repeat(990) + "\n\n"),
        refusal("the message has a header with NUL", "Subject: \0\n\n"),
        refusal(
            "part 1 is message/partial, which no encoding may hide, and is not 7 bit",
            MIXED + "--b\nContent-Type: message/partial; id=x\n\nü\n--b--\n"),
        refusal(
            "part 1 is message/external-body, which no encoding may hide, and is not 7 bit",
            MIXED + "--b\nContent-Type: message/external-body\n\nü\n--b--\n"),
        // What is not what it says.
        refusal(
            "the message is said to be in quoted-printable, and is not",
            MIME + "Content-Transfer-Encoding: quoted-printable\n\nü"),
        refusal(
            "the message is said to be in quoted-printable, and is not",
            MIME + "Content-Transfer-Encoding: quoted-printable\n\n" + "a".repeat(999)),
        refusal(
            "the message is said to be in base64, and is not",
            MIME + "Content-Transfer-Encoding: base64\n\nü"),
        refusal(
            "the message is said to be in base64, and is not",
            MIME + "Content-Transfer-Encoding: base64\n\n" + "a".repeat(999) + "-"),
        refusal(
            "the message is in an encoding that is not known, and is not 7 bit",
            MIME + "Content-Transfer-Encoding: x-uuencode\n\nü"),
        refusal(
            "the message is message/rfc822 in an encoding, and is not 7 bit",
            MIME + "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nü"),
        // What one reads in one way and the other in another.
        refusal(
            "the message has two fields content-type, and is not 7 bit",
            "Content-Type: text/plain\nContent-Type: text/html\n\nü"),
        refusal(
            "the message has two fields content-transfer-encoding, and is not 7 bit",
            "Content-Transfer-Encoding: 8bit\nContent-transfer-encoding: 8bit\n\nü"),
        refusal(
            "the message has a line in its header that is no field, and is not 7 bit",
            "From joe@example.com\nSubject: x\n\nü"),
        refusal(
            "the message has a line in its header that is no field, and is not 7 bit",
            "Content-Type : text/plain\n\nü"),
        refusal(
            "the message has a header that some end where others do not, and is not 7 bit",
            "Subject: x\n \nContent-Type: text/plain\n\nü"),
        refusal(
            "the message has a header that some end where others do not, and is not 7 bit",
            " x\nContent-Type: text/plain\n\nü"),
        refusal(
            "the message is in another version of MIME, and is not 7 bit",
            "MIME-Version: 2.0\n\nü"),
        refusal(
            "the message has a line that may or may not stand between two of its parts",
            MIXED + "--b\n\nü\n--b c\n--b--\n"),
        refusal(
            "the message has a line that may or may not stand between two of its parts",
            MIXED + "--b\n\nü\n--b--\n--b\n"),
        refusal(
            "the message has a line that may or may not stand between two of its parts",
            MIXED
                + "--b\nContent-Type: multipart/mixed; boundary=bc\n\n--bc\n\nü\n--bc--\n--b--\n"),
        refusal(
            "the message has a line that may or may not stand between two of its parts",
            MIXED + "--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nü\n--b--\n--b--\n"));
  }

  private static Arguments refusal(String message, String source) {
    return arguments(message, source);
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource
  void refused(String message, String source) {
    for (String ends : List.of("\n", "\r\n", "\r")) {
      assertThatThrownBy(() -> SevenBit.convert(Content.of(source.replace("\n", ends))))
          .asInstanceOf(type(ConversionRefusedException.class))
          .satisfies(
              refused -> {
                assertThat(refused).hasMessage(message);
                assertThat(refused.part() + " " + refused.reason()).isEqualTo(message);
                assertThat(refused.status()).hasToString("5.6.3");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "text/plain text/html",
        "text/plain (a comment)",
        "multipart/mixed",
        "multipart/mixed; boundary=",
        "multipart/mixed; boundary=\"\"",
        "multipart/mixed; boundary=\"b \"",
        "multipart/mixed; boundary=\"b",
        "multipart/mixed; boundary=\"\\b\"",
        "multipart/mixed; boundary=b c",
        "multipart/mixed; boundary=b (a comment)",
        "multipart/mixed; boundary=b; boundary=c",
        "multipart/mixed; boundary*=us-ascii''b",
        "multipart/mixed; boundary*0=b",
        "multipart/mixed boundary=b"
      })
  void aTypeThatIsNotClear(String value) {
    assertThatThrownBy(
            () -> SevenBit.convert(Content.of("Content-Type: " + value + "\n\n--b\n\nü\n--b--\n")))
        .isInstanceOf(ConversionRefusedException.class)
        .hasMessage("the message has a Content-Type that is not clear, and is not 7 bit");
  }

  // RFC 6531 §3.7.4.1
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: Grüße\n\n",
        "DKIM-Signature: v=1\nSubject: Grüße\n\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Description: ü\n\n--b--",
        "Content-Type: message/rfc822\n\nSubject: Grüße\n\n"
      })
  void aHeaderThatIsNotAscii(String source) {
    assertThatThrownBy(() -> SevenBit.convert(Content.of(source)))
        .asInstanceOf(type(ConversionRefusedException.class))
        .satisfies(
            refused -> {
              assertThat(refused.reason())
                  .isEqualTo("has a header that is not ASCII, which only SMTPUTF8 can carry");
              assertThat(refused.status()).hasToString("5.6.9");
            });
  }

  @Test
  void nestedTooDeep() throws IOException {
    String message = "Content-Type: message/rfc822\n\n";

    assertThat(SevenBit.convert(Content.of(message.repeat(99) + "\nü")).size().orElseThrow())
        .isPositive();
    assertThatThrownBy(() -> SevenBit.convert(Content.of(message.repeat(101) + "\nü")))
        .isInstanceOf(ConversionRefusedException.class)
        .hasMessage("the message is nested too deep, and is not 7 bit");
  }

  @Test
  void tooManyParts() {
    String message = MIXED + "--b\n\nü\n".repeat(10_001) + "--b--\n";

    assertThatThrownBy(() -> SevenBit.convert(Content.of(message)))
        .isInstanceOf(ConversionRefusedException.class)
        .hasMessageContaining("comes after");
  }

  @Test
  void thePartIsNamedAsInImap() {
    String source =
        MIXED
            + "--b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\n--c\n"
            + "Content-Transfer-Encoding: x\n\nü\n--c--\n--b--\n";

    assertThatThrownBy(() -> SevenBit.convert(Content.of(source)))
        .asInstanceOf(type(ConversionRefusedException.class))
        .extracting(ConversionRefusedException::part)
        .isEqualTo("part 2.2");
  }
}
