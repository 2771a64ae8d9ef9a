package dev.packetboat.bench.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void theMedianIsTheMiddleOrBetweenTheTwoInTheMiddle() {
    assertThat(Statistics.of(List.of(9.0, 1.0, 3.0))).isEqualTo(new Statistics(3, 1, 9));
    assertThat(Statistics.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Statistics(3, 1, 9));
  }

  @Test
  void nothingHasNoMedian() {
    assertThatThrownBy(() -> Statistics.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numbersHaveThreeDigits() {
    assertThat(List.of(0.1234, 1.234, 12.34, 123.4, 12345.6).stream().map(Tables::number))
        .containsExactly("0.12", "1.23", "12.3", "123", "12,346");
  }

  @Test
  void theShellTellsWhatItsChildrenTook() {
    assertThat(CommandRun.cpuOfChildren("0m0.01s 0m0.02s\n1m2.50s 0m0.25s\n")).isEqualTo(62.75);
  }
}
