package dev.packetboat.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailParameterTest {

  /** RFC 3461 §4.3, §4.4; RFC 1870 §6 */
  @Test
  void eachParameterKnowsItsExtensionAndItsWireForm() {
    assertThat(MailParameter.returnContent(ReturnContent.FULL)).hasToString("RET=FULL");
    assertThat(MailParameter.returnContent(ReturnContent.HEADERS)).hasToString("RET=HDRS");
    assertThat(MailParameter.returnContent(ReturnContent.FULL).extension()).isEqualTo("DSN");
    assertThat(MailParameter.envelopeId("QQ314159")).hasToString("ENVID=QQ314159");
    assertThat(MailParameter.envelopeId("1").extension()).isEqualTo("DSN");
    assertThat(MailParameter.size(0)).hasToString("SIZE=0");
    assertThat(MailParameter.size(1).extension()).isEqualTo("SIZE");
    assertThat(MailParameter.of("deliverby", "by", "60;R")).hasToString("BY=60;R");
    assertThat(MailParameter.of("DELIVERBY", "BY", "60;R").value()).contains("60;R");
    assertThat(MailParameter.of("requiretls", "requiretls")).hasToString("REQUIRETLS");
    assertThat(MailParameter.of("REQUIRETLS", "REQUIRETLS").value()).isEmpty();
  }

  /** RFC 3461 §4 xtext */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a b        | a+20b
          a+b=c      | a+2Bb+3Dc
          <1@x> RET= | <1@x>+20RET+3D
          ~!         | ~!
          """)
  void anEnvelopeIdIsWrittenAsXtext(String id, String value) {
    assertThat(MailParameter.envelopeId(id).value()).contains(value);
  }

  @Test
  void anEnvelopeIdHasAtMostOneHundredCharactersWhenEncoded() {
    assertThat(MailParameter.envelopeId("a".repeat(100)).value().orElseThrow()).hasSize(100);
    assertThat(MailParameter.envelopeId("=".repeat(33)).value().orElseThrow()).hasSize(99);
    assertThatThrownBy(() -> MailParameter.envelopeId("a".repeat(101)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an envelope id has at most 100 characters when encoded, not 101");
    assertThatThrownBy(() -> MailParameter.envelopeId("=".repeat(34)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\r\nRSET", "a\tb", "a\u0000", "\u007F", "é"})
  void anEnvelopeIdIsPrintableAscii(String id) {
    assertThatThrownBy(() -> MailParameter.envelopeId(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("cannot be an envelope id: printable ASCII only");
  }

  /** RFC 5321 §4.1.2 esmtp-param: no text becomes a second parameter or a second command. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          ''   | K     | v
          E    | ''    | v
          E    | K     | ''
          E X  | K     | v
          E    | K=1 L | v
          E    | -K    | v
          E    | K_    | v
          E    | Ké    | v
          E    | K     | v RET=FULL
          E    | K     | a=b
          E    | K     | é
          E    | K     | 'a\t'
          """)
  void whatIsNoKeywordOrValueIsRefused(String extension, String keyword, String value) {
    assertThatThrownBy(() -> MailParameter.of(extension, keyword, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("cannot stand in a parameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v\r\nRSET", "v\n", "\u0000", "\u007F"})
  void controlCharactersAreInNoValue(String value) {
    assertThatThrownBy(() -> MailParameter.of("E", "K", value))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MailParameter.of("E", "K" + value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSizeIsNotNegative() {
    assertThatThrownBy(() -> MailParameter.size(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a size is not negative: -1");
  }

  @Test
  void aParameterIsSentIfAvailableUnlessItIsRequired() {
    MailParameter parameter = MailParameter.envelopeId("1");

    assertThat(parameter.isRequired()).isFalse();
    assertThat(parameter.required().isRequired()).isTrue();
    assertThat(parameter.required().ifAvailable()).isEqualTo(parameter);
  }

  @Test
  void parametersWithTheSameContentAreEqual() {
    assertThat(MailParameter.of("dsn", "envid", "1"))
        .isEqualTo(MailParameter.envelopeId("1"))
        .hasSameHashCodeAs(MailParameter.envelopeId("1"))
        .isNotEqualTo(MailParameter.envelopeId("2"))
        .isNotEqualTo(MailParameter.envelopeId("1").required())
        .isNotEqualTo(MailParameter.of("X", "ENVID", "1"))
        .isNotEqualTo(MailParameter.of("DSN", "X", "1"))
        .isNotEqualTo(MailParameter.of("DSN", "ENVID"))
        .isNotEqualTo("ENVID=1");
  }
}
