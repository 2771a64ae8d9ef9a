package dev.packetboat.mail;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.com          | example.com                  | example.com
          Example.COM          | Example.COM                  | Example.COM
          localhost            | localhost                    | localhost
          mail_1.example       | mail_1.example               | mail_1.example
          3com.example         | 3com.example                 | 3com.example
          bücher.example       | xn--bcher-kva.example        | bücher.example
          BÜCHER.example       | xn--bcher-kva.example        | bücher.example
          xn--bcher-kva.example | xn--bcher-kva.example       | bücher.example
          例子.广告              | xn--fsqu00a.xn--4rr70v      | 例子.广告
          例子。广告              | xn--fsqu00a.xn--4rr70v      | 例子.广告
          """)
  void namesHaveAnAsciiAndAUnicodeForm(String text, String ascii, String unicode) {
    Domain domain = Domain.parse(text);

    assertThat(domain.ascii()).isEqualTo(ascii);
    assertThat(domain.unicode()).isEqualTo(unicode);
    assertThat(domain).hasToString(text);
    assertThat(domain.isLiteral()).isFalse();
    assertThat(domain.literalAddress()).isEmpty();
  }

  /** RFC 5894 §7.2: IDNA2003 leads to another domain, where somebody else reads the mail. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          faß.example     | xn--fa-hia.example        | faß.example
          FAẞ.example     | xn--fa-hia.example        | faß.example
          βόλος.example   | xn--nxasmm1c.example      | βόλος.example
          straße.bücher.example | xn--strae-oqa.xn--bcher-kva.example | straße.bücher.example
          """)
  void lettersThatIdna2003ChangesAreKept(String text, String ascii, String unicode) {
    Domain domain = Domain.parse(text);

    assertThat(domain.ascii()).isEqualTo(ascii);
    assertThat(domain.unicode()).isEqualTo(unicode);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [192.0.2.1]                     | 192.0.2.1
          [IPv6:2001:db8::1]              | 2001:db8::1
          [ipv6:2001:DB8:0:0:0:0:0:1]     | 2001:db8::1
          [IPv6:::1]                      | ::1
          [IPv6:::]                       | ::
          [IPv6:2001:db8::]               | 2001:db8::
          [IPv6:64:ff9b::192.0.2.33]      | 64:ff9b::192.0.2.33
          [IPv6:1:2:3:4:5:6:192.0.2.33]   | 1:2:3:4:5:6:192.0.2.33
          [IPv6:1:2:3:4:5:6:7::]          | 1:2:3:4:5:6:7:0
          """)
  void literalsHaveAnIpAddress(String text, String address) throws UnknownHostException {
    Domain domain = Domain.parse(text);

    assertThat(domain.isLiteral()).isTrue();
    assertThat(domain.literalAddress()).contains(InetAddress.getByName(address));
    assertThat(domain.ascii()).isEqualTo(text);
    assertThat(domain.unicode()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                     | has no domain
          .                      | the domain has a dot too many
          example.com.           | the domain has a dot too many
          a..example             | the domain has a dot too many
          .example               | the domain has a dot too many
          é..example             | the domain has a dot too many
          -a.example             | a part of the domain begins or ends with a hyphen
          a-.example             | a part of the domain begins or ends with a hyphen
          a b.example            | the domain contains ' '
          a@b.example            | the domain contains '@'
          a/b.example            | the domain contains '/'
          ａ＠ｂ.example           | the domain contains '@'
          a\u00A0b.example       | the domain contains ' '
          aé․b.example           | a character of the domain only looks like a dot
          [192.0.2.1             | the domain contains '['
          []                     | the brackets hold no IP address
          [192.0.2]              | the brackets hold no IP address
          [192.0.2.256]          | the brackets hold no IP address
          [192.0.2.1.1]          | the brackets hold no IP address
          [+1.0.2.1]             | the brackets hold no IP address
          [١.0.2.1]              | the brackets hold no IP address
          [2001:db8::1]          | the brackets hold no IP address
          [IPv6:]                | the brackets hold no IP address
          [IPv6::1]              | the brackets hold no IP address
          [IPv6:1::2::3]         | the brackets hold no IP address
          [IPv6:1:2:3:4:5:6:7]   | the brackets hold no IP address
          [IPv6:1:2:3:4:5:6:7:8:9] | the brackets hold no IP address
          [IPv6:1:2:3:4:5:6:7:8::] | the brackets hold no IP address
          [IPv6:12345::]         | the brackets hold no IP address
          [IPv6:192.0.2.1::]     | the brackets hold no IP address
          [IPv6:fe80::1%eth0]    | the brackets hold no IP address
          [tag:anything]         | the brackets hold no IP address
          """)
  void everythingElseIsRefusedWithItsReason(String text, String reason) {
    assertThatThrownBy(() -> Domain.parse(text))
        .isInstanceOfSatisfying(
            AddressSyntaxException.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(reason);
              assertThat(refusal.text()).isEqualTo(text);
            });
  }

  /** To encode a label takes time that grows with its length and with its letters. */
  @Test
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void aLongTextIsRefusedBeforeItIsEncoded() {
    String letters =
        IntStream.range(0x4E00, 0x9FA5).mapToObj(Character::toString).collect(joining());

    assertThatThrownBy(() -> Domain.parse(letters.repeat(50)))
        .hasMessageEndingWith("the domain is longer than 253 characters");
    assertThatThrownBy(() -> Domain.parse("ß" + letters.repeat(50)))
        .hasMessageEndingWith("the domain is longer than 253 characters");
  }

  /** Some systems write an accent as a letter of its own. */
  @Test
  void aNameInPiecesIsTheSameName() {
    assertThat(Domain.parse("bu\u0308cher.example")).isEqualTo(Domain.parse("bücher.example"));
  }

  @Test
  void controlCharactersAreRefused() {
    assertThatThrownBy(() -> Domain.parse("a\tb.example"))
        .hasMessage("\"a\\u0009b.example\" is not a domain: contains \\u0009");
    assertThatThrownBy(() -> Domain.parse("é\r\n.example"))
        .isInstanceOf(AddressSyntaxException.class);
  }

  /** RFC 1035 §2.3.4 */
  @Test
  void lengthsAreThoseOfDns() {
    String label = "a".repeat(63);

    assertThat(Domain.parse(label + ".example").ascii()).hasSize(71);
    assertThatThrownBy(() -> Domain.parse("a" + label + ".example"))
        .hasMessageContaining("a part of the domain is longer than 63");
    assertThat(Domain.parse("b.".repeat(126) + "c").ascii()).hasSize(253);
    assertThatThrownBy(() -> Domain.parse("b.".repeat(126) + "cc"))
        .hasMessageContaining("the domain is longer than 253");
    // 40 letters, and more than 63 as an A-label.
    assertThatThrownBy(() -> Domain.parse("東京都港区".repeat(8) + ".example"))
        .isInstanceOf(AddressSyntaxException.class);
  }

  @Test
  void domainsAreEqualWhenTheyAreTheSameInDns() {
    assertThat(Domain.parse("Example.com"))
        .isEqualTo(Domain.parse("eXAMPLE.COM"))
        .hasSameHashCodeAs(Domain.parse("eXAMPLE.COM"))
        .isNotEqualTo(Domain.parse("example.org"))
        .isNotEqualTo("Example.com");
    assertThat(Domain.parse("bücher.example"))
        .isEqualTo(Domain.parse("XN--BCHER-KVA.example"))
        .hasSameHashCodeAs(Domain.parse("XN--BCHER-KVA.example"));
    assertThat(Domain.parse("faß.example")).isNotEqualTo(Domain.parse("fass.example"));
    assertThat(Domain.parse("[IPv6:2001:DB8::1]")).isEqualTo(Domain.parse("[IPv6:2001:db8::1]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"I.example", "İ.example"})
  void equalityDoesNotDependOnTheLocale(String text) {
    assertThat(Domain.parse(text).hashCode()).isEqualTo(Domain.parse(text).hashCode());
    assertThat(Domain.parse("I.example")).hasSameHashCodeAs(Domain.parse("i.example"));
  }
}
