package dev.packetboat.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<script>alert(1)</script> | &lt;script&gt;alert(1)&lt;/script&gt;",
        "\" onload=\"x             | &quot; onload=&quot;x",
        "' onload='x              | &#39; onload=&#39;x",
        "a & b &amp; c            | a &amp; b &amp;amp; c",
        "${other} $1 \\           | ${other} $1 \\",
        "Grüße 名                  | Grüße 名",
      })
  void textStaysText(String text, String html) {
    assertThat(Template.inline("<p title=\"${x}\">${x}</p>").text("x", text).fill())
        .isEqualTo("<p title=\"" + html + "\">" + html + "</p>");
  }

  @Test
  void whatWouldTurnOrHideIsShown() {
    assertThat(Template.escaped("a\u202Eb\u0000c\u001B[1m\u0085\r\n\td"))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFD[1m\uFFFD\n\td");
  }

  @Test
  void aPlaceThatNobodyFillsIsAFault() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Template.inline("${x}").text("y", "").fill())
        .withMessageContaining("${x}");
  }
}
