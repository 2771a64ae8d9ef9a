package dev.packetboat.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressListTest {

  /** RFC 5322 §3.4, §4.4; RFC 6532 */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ann@example.com                                  | ann@example.com
          Ann <ann@example.com>                            | ann@example.com
          Ann O'Hara<ann@example.com>                      | ann@example.com
          A. N. Other <ann@example.com>                    | ann@example.com
          "O'Hara, Ann" <ann@example.com>                  | ann@example.com
          "Ann \\"Boss\\" <eve@x>" <ann@example.com>       | ann@example.com
          "M\\ü" <ann@example.com>                         | ann@example.com
          Zoë 安 <ann@example.com>                          | ann@example.com
          ann@example.com (Ann, with <a@b>)                | ann@example.com
          Ann (a (nested) one) <ann(x)@(y)example.com> (z) | ann@example.com
          < ann@example.com >                              | ann@example.com
          <"ann o'hara"@example.com>                       | "ann o'hara"@example.com
          <">"@example.com>                                | ">"@example.com
          ann@example.com <ann@example.com>                | ann@example.com
          eve@example.com <ann@example.com>                | ann@example.com
          Ann [work] :-) <ann@example.com>                 | ann@example.com
          <ann@example.com> Ann                            | ann@example.com
          ann@example.com,bob@example.org                  | ann@example.com bob@example.org
          , ann@example.com,, ,bob@example.org,            | ann@example.com bob@example.org
          ann@example.com; bob@example.org;                | ann@example.com bob@example.org
          friends: ann@example.com, Bob <bob@example.org>; | ann@example.com bob@example.org
          a:b@c;, d@e, f: g@h ; i@j                        | b@c d@e g@h i@j
          friends: ann@example.com, bob@example.org        | ann@example.com bob@example.org
          a: b: ann@example.com;;                          | ann@example.com
          "a@b": ann@example.com;                          | ann@example.com
          undisclosed-recipients:;                         | ``
          (nobody)                                         | ``
          ``                                               | ``
          mailto:ann@example.com                           | ann@example.com
          <@a.example,@b.example:ann@example.com>          | ann@example.com
          <@a.example,,@b.example , : ann@example.com>     | ann@example.com
          ann . b @ example . com                          | ann.b@example.com
          ann@[192.0.2.1], <bob@[IPv6:2001:db8::1]>        | ann@[192.0.2.1] bob@[IPv6:2001:db8::1]
          bob@[IPv6:2001:db8::1], friends: c@d;            | bob@[IPv6:2001:db8::1] c@d
          用户@例子.广告, ann@bücher.example                  | 用户@例子.广告 ann@bücher.example
          ann@example.com, ann@example.com                 | ann@example.com ann@example.com
          """)
  void whatIsWellWrittenIsReadWhole(String value, String addresses) {
    AddressList list = AddressList.parse(value);

    assertThat(String.join(" ", list.addresses().stream().map(Address::toString).toList()))
        .isEqualTo(addresses);
    assertThat(list.leftOut()).isEmpty();
  }

  /**
   * What is certain is given, the rest is named: nothing is guessed, and nothing is lost in
   * silence.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ann                        | ``  | ann                | has no domain
          b@c, ann, d@e              | b@c d@e | ann            | has no domain
          O'Hara, Ann <b@c>          | b@c | O'Hara             | has no domain
          Ann <ann>, b@c             | b@c | Ann <ann>          | has no domain
          <>, b@c                    | b@c | <>                 | is empty
          Ann <>, b@c                | b@c | Ann <>             | is empty
          a@x b@y                    | ``  | a@x b@y            | is not understood from b@y on
          a@x b@y, c@d               | c@d | a@x b@y            | is not understood from b@y on
          <a@x> <b@y>, c@d           | c@d | <a@x> <b@y>        | has a second address without a comma before it
          <a@x> b@y, c@d             | c@d | <a@x> b@y          | has a second address without a comma before it
          a@x@y, c@d                 | c@d | a@x@y              | has more than one @
          Ann Bell b@c, d@e          | d@e | Ann Bell b@c       | is not understood from Bell b@c on
          a..b@x, c@d                | c@d | a..b@x             | the local part has a dot too many
          a@x., c@d                  | c@d | a@x.               | the domain has a dot too many
          a@x!y, c@d                 | c@d | a@x!y              | the domain contains '!'
          a@[x], c@d                 | c@d | a@[x]              | the brackets hold no IP address
          a@[192.0.2.1, c@d          | c@d | a@[192.0.2.1       | a domain literal is not closed
          <a@x, c@d                  | c@d | <a@x               | has a < without a >
          Ann <a@x, Bob <c@d>, e@f   | c@d e@f | Ann <a@x       | has a < without a >
          =?utf-8?Q?Z,x?= <a@x>      | a@x | =?utf-8?Q?Z        | has no domain
          <a@x, y@z>, c@d            | c@d | <a@x, y@z>         | is not understood from , y@z on
          a@x>, c@d                  | c@d | a@x>               | has a > without a <
          a@b> NOTIFY=NEVER <c@d>    | ``  | a@b> NOTIFY=NEVER <c@d> | has a > without a <
          <a@x>>, c@d                | c@d | <a@x>>             | has a > without a <
          <@r a@x>, c@d              | c@d | <@r a@x>           | has a route that is not understood
          <@r, c@d                   | c@d | <@r                | has a < without a >
          <mailto:a@x>, c@d          | c@d | <mailto:a@x>       | is not understood from :a@x on
          a@x: c@d;                  | c@d | a@x                | stands where a group should have its name
          <a@x>: c@d;                | c@d | <a@x>              | stands where a group should have its name
          http://x/a, c@d            | c@d | //x/a              | has no domain
          c@d, "Ann <a@x>, b@y       | c@d | "Ann <a@x>, b@y    | a quoted string is not closed
          c@d, Ann (x <a@x>, b@y     | c@d | Ann (x <a@x>, b@y  | a comment is not closed
          c@d, <"a@x>, b@y           | c@d | <"a@x>, b@y        | a quoted string is not closed
          c@d, <a@x(>, b@y           | c@d | <a@x(>, b@y        | a comment is not closed
          c@d, "\\é"@x               | c@d | "\\é"@x            | a backslash stands before a character that it cannot quote
          \uFFFDnn@x, c@d            | c@d | \uFFFDnn@x         | contains \\ufffd
          a@\uFFFDnn, c@d            | c@d | a@\uFFFDnn         | contains \\ufffd
          """)
  void whatIsNotCertainIsLeftOutWithItsReason(
      String value, String addresses, String text, String reason) {
    AddressList list = AddressList.parse(value);

    assertThat(String.join(" ", list.addresses().stream().map(Address::toString).toList()))
        .isEqualTo(addresses);
    assertThat(list.leftOut()).containsExactly(new LeftOut(text, reason));
  }

  /** RFC 5322 §2.2.3 */
  @Test
  void aFoldedValueIsReadLikeAnUnfoldedOne() {
    AddressList list =
        AddressList.parse(
            "\r\n Ann\r\n\t<ann@example.com>,\n bob@example.org,\r \"c\r\n d\"@example.net\r\n");

    assertThat(list.addresses())
        .hasToString("[ann@example.com, bob@example.org, \"c d\"@example.net]");
    assertThat(list.leftOut()).isEmpty();
  }

  @Test
  void behindALineEndThatFoldsNothingTheFieldIsOver() {
    AddressList list = AddressList.parse("a@x, b@x\r\nBcc: c@x, d@x");

    assertThat(list.addresses()).hasToString("[a@x]");
    assertThat(list.leftOut())
        .containsExactly(new LeftOut("b@x\r\nBcc: c@x, d@x", "has a line end in it"));
    assertThat(AddressList.parse("\"a\nb\" <a@x>, \"\u0000\"@x").addresses()).isEmpty();
  }

  /** RFC 5322 §3.2.4 allows it in a header, RFC 5321 §4.1.2 does not in an envelope. */
  @Test
  void aTabBetweenQuotesIsReadAndCannotBeSentTo() {
    Address tabbed = AddressList.parse("\"a\tb\"@example.com").addresses().getFirst();

    assertThat(tabbed.localPart()).isEqualTo("a\tb");
    assertThat(
            List.<Runnable>of(
                () -> Envelope.from(tabbed),
                () -> Envelope.fromNullSender().to(tabbed),
                () -> new Recipient(tabbed, RecipientOptions.NONE)))
        .allSatisfy(
            use ->
                assertThat(catchRefusal(use).reason())
                    .isEqualTo("contains a tab, which cannot be said to a server"));
  }

  private static AddressSyntaxException catchRefusal(Runnable use) {
    return catchThrowableOfType(AddressSyntaxException.class, use::run);
  }

  /** Whatever the input: an address that is given stands in it, letter by letter. */
  @Test
  void noAddressIsMadeUp() {
    Random random = new Random(20_261_124);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      String value = randomText(random, "aabb@@@..,;:<<>>[]\"\\ é\t");
      for (Address address : AddressList.parse(value).addresses()) {
        assertThat(letters(value)).as(value).contains(letters(address.toString()));
        found.add(value);
      }
    }
    assertThat(found).hasSizeGreaterThan(100);
  }

  private static String randomText(Random random, String alphabet) {
    return random
        .ints(random.nextInt(24), 0, alphabet.length())
        .mapToObj(i -> alphabet.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  private static String letters(String text) {
    return text.replaceAll("[^ab@.é]", "");
  }

  /** Deep nesting must not end the stack, nor many small pieces take for ever. */
  @ParameterizedTest
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  @ValueSource(
      strings = {
        "(", ")", "<", ">", ",", ";", ":", "\"", "\\", "[", "@", ".", "a", " ", "\n", "\r\n ", "é",
        "a,", "a@b,", "a@é,", "a@é", "<,", "<a", "((", "()", "(\\", "\"\"", "a:", "<@", "<@a,",
        "a@[", "[1", "a.", "a\"", "<a@b>", "=?", "a b ", "<>,", "< ", "@,", "\uD83D", "a@b(", "<(",
        "<\"", "\"<"
      })
  void hostileInputIsReadInOnePass(String unit) {
    String value = unit.repeat((1 << 20) / unit.length());

    AddressList list = AddressList.parse("first@example.com, " + value);

    assertThat(list.addresses()).first().hasToString("first@example.com");
  }

  @Test
  void listsWithTheSameContentAreEqual() {
    AddressList list = AddressList.parse("Ann <ann@example.com>, bob");

    assertThat(list)
        .isEqualTo(AddressList.parse("ann@EXAMPLE.com,bob"))
        .hasSameHashCodeAs(AddressList.parse("ann@EXAMPLE.com,bob"))
        .isNotEqualTo(AddressList.parse("ann@example.com"))
        .isNotEqualTo("ann@example.com")
        .hasToString("ann@example.com");
    assertThat(AddressList.parse("a@b, c@d")).hasToString("a@b, c@d");
  }
}
