package dev.packetboat.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PunycodeTest {

  /** RFC 3492 §7.1 */
  @ParameterizedTest
  @CsvSource({
    "他们为什么不说中文, ihqwcrb4cv8a8dqg056pqjye",
    "pročprostěnemluvíčesky, proprostnemluvesky-uyb24dma41a",
    "почемужеонинеговорятпорусски, b1abfaaepdrnnbgefbadotcwatmq2g4l",
    "porquénopuedensimplementehablarenespañol, porqunopuedensimplementehablarenespaol-fmd56a",
    "3年b組金八先生, 3b-ww4c5e180e575a65lsy2b",
    "安室奈美恵-with-super-monkeys, -with-super-monkeys-pc58ag80a8qai00g7n9n",
    "ひとつ屋根の下2, 2-u9tlzr9756bt3uc0v"
  })
  void theSamplesOfTheRfc(String label, String encoded) {
    assertThat(Punycode.encode(label)).isEqualTo(encoded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bücher", "ü", "日本語", "a-b-é", "éééééééé", "😀x😁", "z𐍈a"})
  void labelsAreEncodedAsTheJdkDoes(String label) {
    assertThat("xn--" + Punycode.encode(label)).isEqualTo(IDN.toASCII(label, IDN.ALLOW_UNASSIGNED));
  }
}
