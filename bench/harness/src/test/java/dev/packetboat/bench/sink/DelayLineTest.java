package dev.packetboat.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DelayLineTest {

  private final AtomicLong clock = new AtomicLong();
  private final List<String> seen = new ArrayList<>();

  @Test
  void whatHappensTogetherIsSeenTogetherOneTurnLater() {
    DelayLine line = new DelayLine(Duration.ofNanos(20), clock::get);
    line.pass(() -> seen.add("first"));
    line.pass(() -> seen.add("second"));
    clock.set(5);
    line.pass(() -> seen.add("third"));

    assertThat(line.untilNext()).isEqualTo(15);
    clock.set(20);
    line.runDue();
    assertThat(seen).containsExactly("first", "second");
    assertThat(line.untilNext()).isEqualTo(5);
    clock.set(25);
    line.runDue();
    assertThat(seen).containsExactly("first", "second", "third");
    assertThat(line.untilNext()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void withoutATurnAllIsSeenAtOnce() {
    DelayLine line = new DelayLine(Duration.ZERO, clock::get);
    line.pass(() -> seen.add("now"));

    assertThat(seen).containsExactly("now");
  }
}
