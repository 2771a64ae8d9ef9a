package dev.packetboat.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AddressTest {

  /** RFC 5321 §4.1.2, RFC 5322 §3.4.1, RFC 6531 §3.3 */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ann@example.com                     | ann               | example.com      | ann@example.com
          Ann.O'Hara+news@Example.COM         | Ann.O'Hara+news   | Example.COM      | Ann.O'Hara+news@Example.COM
          !#$%&'*+-/=?^_{}~@example.com       | !#$%&'*+-/=?^_{}~ | example.com      | !#$%&'*+-/=?^_{}~@example.com
          a@b                                 | a                 | b                | a@b
          "ann"@example.com                   | ann               | example.com      | ann@example.com
          "ann o'hara"@example.com            | ann o'hara        | example.com      | "ann o'hara"@example.com
          "a@b"@example.com                   | a@b               | example.com      | "a@b"@example.com
          "a..b"@example.com                  | a..b              | example.com      | "a..b"@example.com
          ".a"@example.com                    | .a                | example.com      | ".a"@example.com
          "a."@example.com                    | a.                | example.com      | "a."@example.com
          "\\a\\n\\n"@example.com             | ann               | example.com      | ann@example.com
          "a\\"b\\\\c"@example.com            | a"b\\c            | example.com      | "a\\"b\\\\c"@example.com
          "> NOTIFY=NEVER <"@example.com      | > NOTIFY=NEVER <  | example.com      | "> NOTIFY=NEVER <"@example.com
          ""@example.com                      | ``                | example.com      | ""@example.com
          " "@example.com                     | ` `               | example.com      | " "@example.com
          ann."o hara".x@example.com          | ann.o hara.x      | example.com      | "ann.o hara.x"@example.com
          ann(the boss)@example.com           | ann               | example.com      | ann@example.com
          (a (b) \\) c)ann@(d)example.com(e)  | ann               | example.com      | ann@example.com
          ann . b @ example . com             | ann.b             | example.com      | ann.b@example.com
          ann@[192.0.2.1]                     | ann               | [192.0.2.1]      | ann@[192.0.2.1]
          ann@[IPv6:2001:db8::1]              | ann               | [IPv6:2001:db8::1] | ann@[IPv6:2001:db8::1]
          用户@例子.广告                        | 用户              | 例子.广告         | 用户@例子.广告
          "二 人"@example.com                  | 二 人             | example.com      | "二 人"@example.com
          😀@example.com                      | 😀                | example.com      | 😀@example.com
          """)
  void anAddressIsALocalPartAndADomain(
      String text, String localPart, String domain, String written) {
    Address address = Address.parse(text);

    assertThat(address.localPart()).isEqualTo(localPart);
    assertThat(address.domain()).map(Domain::toString).contains(domain);
    assertThat(address).hasToString(written);
    assertThat(Address.parse(written)).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                         | is empty
          (ann@example.com)          | is empty
          ann                        | has no domain
          ann@                       | has no domain
          ann@()                     | has no domain
          @                          | has nothing before the @
          @example.com               | has nothing before the @
          ann@b@example.com          | has more than one @
          ann@@example.com           | has no domain
          .ann@example.com           | the local part has a dot too many
          ann.@example.com           | the local part has a dot too many
          a..b@example.com           | the local part has a dot too many
          ann.                       | the local part has a dot too many
          a b@example.com            | is not understood from b@example.com on
          ann@example.com b          | is not understood from b on
          ann@example.com, b@c       | is not understood from , b@c on
          <ann@example.com>          | is not understood from <ann@example.com> on
          Ann <ann@example.com>      | is not understood from <ann@example.com> on
          a@b> NOTIFY=NEVER <c       | is not understood from > NOTIFY=NEVER <c on
          a@b>c                      | is not understood from >c on
          "a"b@example.com           | is not understood from b@example.com on
          "a@example.com             | a quoted string is not closed
          "a\\"@example.com          | a quoted string is not closed
          "a\\                       | a quoted string is not closed
          "\\é"@example.com          | a backslash stands before a character that it cannot quote
          ann(@example.com           | a comment is not closed
          ann@example.com(           | a comment is not closed
          ann@example.com(\\)        | a comment is not closed
          ann@example.com)           | is not understood from ) on
          ann\\@example.com          | is not understood from \\@example.com on
          ann@[192.0.2.1             | a domain literal is not closed
          ann@[192.0.2.1]x           | is not understood from x on
          ann@[example.com]          | the brackets hold no IP address
          ann@example.com.           | the domain has a dot too many
          ann@-example.com           | a part of the domain begins or ends with a hyphen
          """)
  void everythingElseIsRefusedWithItsReason(String text, String reason) {
    assertThatThrownBy(() -> Address.parse(text))
        .isInstanceOfSatisfying(
            AddressSyntaxException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  /** No input becomes a second command: not in quotes and not in comments either. */
  @ParameterizedTest
  @MethodSource
  void controlCharactersAndBrokenOnesAreRefusedWherever(String text, String reason) {
    assertThatThrownBy(() -> Address.parse(text))
        .isInstanceOfSatisfying(
            AddressSyntaxException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  static Stream<Arguments> controlCharactersAndBrokenOnesAreRefusedWherever() {
    return Stream.of(
        arguments("ann@example.com\r\nRCPT TO:<eve@example.com>", "contains \\u000d"),
        arguments("ann\n@example.com", "contains \\u000a"),
        arguments("\"a\tb\"@example.com", "contains \\u0009"),
        arguments("\"a\\\u0000\"@example.com", "contains \\u0000"),
        arguments("ann@example.com(\u0000)", "contains \\u0000"),
        arguments("ann\u0085@example.com", "contains \\u0085"),
        arguments("ann@exam\u007Fple.com", "contains \\u007f"),
        arguments("ann\uFFFD@example.com", "contains \\ufffd"),
        arguments("ann\uD83D@example.com", "contains \\ud83d"),
        arguments("\uDE00ann@example.com", "contains \\ude00"));
  }

  @Test
  void whiteSpaceAroundAnAddressIsNoPartOfIt() {
    assertThat(Address.parse(" ann@example.com ")).hasToString("ann@example.com");
    assertThatThrownBy(() -> Address.parse(" ")).hasMessage("\" \" is not an address: is empty");
  }

  @Test
  void aRefusalShowsTheTextInOneLine() {
    assertThatThrownBy(() -> Address.parse("a\r\nRCPT TO:<b>"))
        .hasMessage("\"a\\u000d\\u000aRCPT TO:<b>\" is not an address: contains \\u000d");
    assertThatThrownBy(() -> Address.parse("x".repeat(100_000))).message().hasSizeLessThan(300);
  }

  /** RFC 5321 §4.1.1.3 */
  @Test
  void onlyPostmasterNeedsNoDomain() {
    Address postmaster = Address.parse("Postmaster");

    assertThat(postmaster.localPart()).isEqualTo("Postmaster");
    assertThat(postmaster.domain()).isEmpty();
    assertThat(postmaster).hasToString("Postmaster");
    assertThat(postmaster.toAscii()).isEqualTo(postmaster);
    assertThat(postmaster.isAscii()).isTrue();
  }

  /** RFC 5321 §4.5.3.1.1: 64 octets must be taken, and more is not to be refused without need. */
  @Test
  void aLocalPartMayBeLongerThanServersMustTakeButNotThanACommand() {
    assertThat(Address.parse("a".repeat(512) + "@b").localPart()).hasSize(512);
    assertThatThrownBy(() -> Address.parse("a".repeat(513) + "@b"))
        .hasMessageEndingWith("the local part is longer than 512 octets");
    assertThatThrownBy(() -> Address.parse("é".repeat(257) + "@b"))
        .hasMessageEndingWith("the local part is longer than 512 octets");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ann@example.com    | true  | ann@example.com
          ann@bücher.example | false | ann@xn--bcher-kva.example
          é@bücher.example   | false | é@xn--bcher-kva.example
          é@example.com      | false | é@example.com
          ann@[192.0.2.1]    | true  | ann@[192.0.2.1]
          """)
  void theDomainCanAlwaysBeWrittenInAscii(String text, boolean ascii, String inAscii) {
    Address address = Address.parse(text);

    assertThat(address.isAscii()).isEqualTo(ascii);
    assertThat(address.toAscii()).hasToString(inAscii).isEqualTo(address);
  }

  @Test
  void localPartsAreEqualToTheLetterAndDomainsButForCase() {
    assertThat(Address.parse("\"ann\"@Example.com"))
        .isEqualTo(Address.parse("ann@example.COM"))
        .hasSameHashCodeAs(Address.parse("ann@example.COM"))
        .isNotEqualTo(Address.parse("Ann@example.com"))
        .isNotEqualTo(Address.parse("ann@example.org"))
        .isNotEqualTo(Address.parse("postmaster"))
        .isNotEqualTo("ann@example.com");
  }
}
