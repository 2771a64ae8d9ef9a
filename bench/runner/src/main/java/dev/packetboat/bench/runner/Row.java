package dev.packetboat.bench.runner;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came of one client in a scenario.
 *
 * @param cpu seconds of the sending process for 10,000 messages
 */
public record Row(
    String title,
    String version,
    Kind kind,
    Statistics value,
    Statistics cpu,
    List<Sample> samples) {

  /** How a client is drawn. */
  public enum Kind {
    OURS,
    LIMIT,
    PEER
  }

  private static final int MESSAGES_OF_CPU = 10_000;

  static Row of(String title, Kind kind, List<Sample> samples, ToDoubleFunction<Sample> value) {
    return new Row(
        title,
        samples.getFirst().version(),
        kind,
        Statistics.of(samples.stream().map(value::applyAsDouble).toList()),
        Statistics.of(
            samples.stream()
                .map(one -> one.cpuSeconds() / one.messages() * MESSAGES_OF_CPU)
                .toList()),
        samples);
  }
}
