package dev.packetboat.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often each status was met. One thread at a time. */
final class Tally {

  private final Map<Status, Long> counts = new EnumMap<>(Status.class);

  void add(Status status) {
    add(status, 1);
  }

  void add(Tally other) {
    other.counts.forEach(this::add);
  }

  private void add(Status status, long count) {
    counts.merge(status, count, Long::sum);
  }

  long total() {
    long total = 0;
    for (long count : counts.values()) {
      total += count;
    }
    return total;
  }

  /** All but the delivered. */
  long undelivered() {
    return total() - counts.getOrDefault(Status.DELIVERED, 0L);
  }

  /** Such as {@code 3 delivered, 1 failed}. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    counts.forEach((status, count) -> words.add(count + " " + status.word()));
    return words.isEmpty() ? "none" : String.join(", ", words);
  }
}
