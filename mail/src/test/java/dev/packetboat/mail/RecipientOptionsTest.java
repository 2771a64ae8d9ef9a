package dev.packetboat.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientOptionsTest {

  /** RFC 3461 §4.1 */
  @Test
  void reportsAreAskedForInAFixedOrder() {
    assertThat(RecipientOptions.notify(Notify.DELAY, Notify.SUCCESS, Notify.FAILURE))
        .hasToString("NOTIFY=SUCCESS,FAILURE,DELAY");
    assertThat(RecipientOptions.notify(Notify.NEVER)).hasToString("NOTIFY=NEVER");
    assertThat(RecipientOptions.notify(Notify.DELAY, Notify.DELAY).notifications())
        .containsExactly(Notify.DELAY);
    assertThat(RecipientOptions.NONE.parameters()).isEmpty();
    assertThat(RecipientOptions.NONE.notifications()).isEmpty();
  }

  /** RFC 3461 §4.1 */
  @Test
  void neverStandsAlone() {
    assertThatThrownBy(() -> RecipientOptions.notify(Notify.FAILURE, Notify.NEVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("NEVER stands alone, not in [FAILURE, NEVER]");
  }

  /** RFC 3461 §4.2 for ASCII, RFC 6533 §3 for the rest */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ann@example.com      | ORCPT=rfc822;ann@example.com
          a+b=c@example.com    | ORCPT=rfc822;a+2Bb+3Dc@example.com
          "a b"@example.com    | ORCPT=rfc822;"a+20b"@example.com
          a\\b@example.com     | ORCPT=rfc822;a\\b@example.com
          é@example.com        | ORCPT=utf-8;\\x{E9}@example.com
          "é b"+c=\\@x         | ORCPT=utf-8;"\\x{E9}\\x{20}b"\\x{2B}c\\x{3D}\\x{5C}@x
          😀@例子.广告           | ORCPT=utf-8;\\x{1F600}@\\x{4F8B}\\x{5B50}.\\x{5E7F}\\x{544A}
          """)
  void theOriginalRecipientIsWrittenSoThatItEndsNothing(String address, String parameter) {
    RecipientOptions options = RecipientOptions.NONE.originalRecipient(address);

    assertThat(options.parameters()).containsExactly(parameter);
    assertThat(options.originalRecipient()).contains(address);
    assertThat(parameter).matches("[!-~]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\r\nRSET", "a\tb", "\u0000", "\u0085", "\uFFFD", "\uD83D"})
  void whatCannotBeWrittenIsNoOriginalRecipient(String address) {
    assertThatThrownBy(() -> RecipientOptions.NONE.originalRecipient(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("cannot be an original recipient");
  }

  /** RFC 3461 §4.2 */
  @Test
  void anOriginalRecipientHasAtMostFiveHundredCharacters() {
    String longest = "a".repeat(500 - "rfc822;".length());

    assertThat(RecipientOptions.NONE.originalRecipient(longest).toString())
        .hasSize("ORCPT=".length() + 500);
    assertThatThrownBy(() -> RecipientOptions.NONE.originalRecipient(longest + "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an original recipient has at most 500 characters when encoded");
  }

  @Test
  void optionsAddUp() {
    RecipientOptions options =
        RecipientOptions.notify(Notify.DELAY).originalRecipient("ann@example.com").required();

    assertThat(options.parameters())
        .containsExactly("NOTIFY=DELAY", "ORCPT=rfc822;ann@example.com");
    assertThat(options).hasToString("NOTIFY=DELAY ORCPT=rfc822;ann@example.com");
    assertThat(options.isRequired()).isTrue();
    assertThat(RecipientOptions.notify(Notify.DELAY).required().originalRecipient("a").isRequired())
        .isTrue();
    assertThat(RecipientOptions.NONE.isRequired()).isFalse();
  }

  @Test
  void optionsWithTheSameContentAreEqual() {
    RecipientOptions options = RecipientOptions.notify(Notify.DELAY).originalRecipient("a");

    assertThat(options)
        .isEqualTo(RecipientOptions.notify(Notify.DELAY).originalRecipient("a"))
        .hasSameHashCodeAs(RecipientOptions.notify(Notify.DELAY).originalRecipient("a"))
        .isNotEqualTo(options.required())
        .isNotEqualTo(options.originalRecipient("b"))
        .isNotEqualTo(RecipientOptions.notify(Notify.FAILURE).originalRecipient("a"))
        .isNotEqualTo(RecipientOptions.NONE)
        .isNotEqualTo("NOTIFY=DELAY");
  }

  @Test
  void aRecipientIsAnAddressWithOptions() {
    Address ann = Address.parse("ann@example.com");

    assertThat(Recipient.of(ann))
        .isEqualTo(new Recipient(ann, RecipientOptions.NONE))
        .isNotEqualTo(new Recipient(ann, RecipientOptions.notify(Notify.NEVER)))
        .hasToString("ann@example.com");
  }
}
