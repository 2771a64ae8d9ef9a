package dev.packetboat.smtp.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** What is left to chance, the same for the same seed. */
final class Chance {

  private final SplittableRandom random;

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  /** For one conversation of a run: those of others do not depend on it. */
  static Chance of(long seed, long number) {
    return new Chance(new SplittableRandom(new SplittableRandom(seed).nextLong() ^ (number * 31)));
  }

  /** One that goes its own way from here on. */
  Chance split() {
    return new Chance(random.split());
  }

  boolean percent(double percent) {
    return random.nextDouble(100) < percent;
  }

  /** 0 up to, and without, the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  <T> T pick(List<T> from) {
    return from.get(below(from.size()));
  }

  @SafeVarargs
  final <T> T pick(T... from) {
    return from[below(from.length)];
  }

  /** Places in something of this length, in ascending order. */
  int[] cuts(int count, int length) {
    return random.ints(count, 0, length + 1).sorted().toArray();
  }

  byte[] octets(int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }
}
