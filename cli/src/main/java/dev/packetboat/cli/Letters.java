package dev.packetboat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The letters of a run. Every one is checked before the first is given out, and read once more when
 * its turn comes: so a run of any length needs the same memory. What cannot be read a second time
 * is given out as lost. Safe for use by several threads.
 */
final class Letters {

  // A few need not be read twice: most runs are short.
  private static final int KEPT_LETTERS = 100;
  private static final int KEPT_RECIPIENTS = 5_000;

  private final Sources sources;
  private final Letter.Asked asked;
  private final List<Letter> kept = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final Queue<Letter> returned = new ConcurrentLinkedQueue<>();

  private Letters(Sources sources, Letter.Asked asked) {
    this.sources = sources;
    this.asked = asked;
  }

  /** All of these, none of which is refused. */
  static Letters checked(Sources sources, Letter.Asked asked) throws Refusal {
    Letters letters = new Letters(sources, asked);
    letters.check();
    return letters;
  }

  private void check() throws Refusal {
    int few = Math.min(KEPT_LETTERS, size());
    int recipients = 0;
    for (int i = 0; i < few; i++) {
      Letter letter = Letter.checked(sources.get(i), asked);
      recipients += letter.envelope().recipients().size();
      if (kept.size() == i && recipients <= KEPT_RECIPIENTS) {
        kept.add(letter);
      }
    }
    if (few == size()) {
      return;
    }
    Optional<Refusal> first =
        IntStream.range(few, size()).parallel().boxed().flatMap(this::refusal).findFirst();
    if (first.isPresent()) {
      throw first.get();
    }
  }

  private Stream<Refusal> refusal(int number) {
    try {
      Letter.checked(sources.get(number), asked);
      return Stream.empty();
    } catch (Refusal refusal) {
      return Stream.of(refusal);
    }
  }

  /** How many there are in all. */
  int size() {
    return sources.size();
  }

  /** How many were not given out, or were given back. */
  int left() {
    return Math.max(0, size() - next.get()) + returned.size();
  }

  /** The next one; empty when there is none left. */
  Optional<Letter> next() {
    Letter again = returned.poll();
    if (again != null) {
      return Optional.of(again);
    }
    int number = next.getAndUpdate(n -> Math.min(n + 1, size()));
    return number < size() ? Optional.of(letter(number)) : Optional.empty();
  }

  /** Takes one back, which is given out next. */
  void giveBack(Letter letter) {
    returned.add(letter);
  }

  private Letter letter(int number) {
    if (number < kept.size()) {
      return kept.get(number);
    }
    Source source = sources.get(number);
    try {
      return Letter.of(source, asked);
    } catch (Refusal refusal) {
      return Letter.lost(source, asked, String.valueOf(refusal.getMessage()));
    }
  }
}
