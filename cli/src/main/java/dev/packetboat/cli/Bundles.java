package dev.packetboat.cli;

import dev.packetboat.mail.Domain;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives out the letters of a run so that those for one domain follow each other: a connection is
 * used again instead of being closed for another that will be closed as soon. For that a number of
 * letters are read ahead; those for one domain keep their order. Safe for use by several threads.
 */
final class Bundles {

  private static final int READ_AHEAD = 500;
  private static final int READ_AT_ONCE = 2; // the first letters do not wait for so many
  private static final int MOST_IN_A_ROW = 100; // as many as a connection takes

  private final Letters letters;
  private final ReentrantLock lock = new ReentrantLock();
  // Both guarded by the lock; the domain whose turn was longest ago is the first.
  private final Map<Optional<Domain>, Queue<Letter>> waiting = new LinkedHashMap<>();
  private int count;

  Bundles(Letters letters) {
    this.letters = letters;
  }

  /**
   * One more that takes letters; it reads the first ones at once, so that they keep their order.
   */
  Hand hand() {
    readAhead();
    return new Hand();
  }

  /** What one thread takes, one letter after the other. For that thread. */
  final class Hand {

    private Optional<Domain> domain = Optional.empty();
    private int inARow = MOST_IN_A_ROW;

    private Hand() {}

    /** The next letter; empty when there is none left. */
    Optional<Letter> next() {
      readAhead();
      lock.lock();
      try {
        if (waiting.isEmpty()) {
          return Optional.empty();
        }
        if (inARow == MOST_IN_A_ROW || !waiting.containsKey(domain)) {
          domain = turn();
          inARow = 0;
        }
        inARow++;
        return Optional.of(take(domain));
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whose turn it is now is the last to have the next one. */
  private Optional<Domain> turn() {
    Optional<Domain> first = waiting.keySet().iterator().next();
    waiting.put(first, Objects.requireNonNull(waiting.remove(first)));
    return first;
  }

  private Letter take(Optional<Domain> domain) {
    Queue<Letter> bundle = Objects.requireNonNull(waiting.get(domain));
    Letter letter = bundle.remove();
    count--;
    if (bundle.isEmpty()) {
      waiting.remove(domain);
    }
    return letter;
  }

  private void readAhead() {
    for (int i = 0; i < READ_AT_ONCE && hasRoom(); i++) {
      letters.next().ifPresent(this::add);
    }
  }

  private boolean hasRoom() {
    lock.lock();
    try {
      return count < READ_AHEAD;
    } finally {
      lock.unlock();
    }
  }

  private void add(Letter letter) {
    lock.lock();
    try {
      waiting.computeIfAbsent(domain(letter), key -> new ArrayDeque<>()).add(letter);
      count++;
    } finally {
      lock.unlock();
    }
  }

  /** One that is for several domains goes with those for the first. */
  private static Optional<Domain> domain(Letter letter) {
    return letter.envelope().recipients().stream()
        .findFirst()
        .flatMap(recipient -> recipient.address().domain());
  }
}
