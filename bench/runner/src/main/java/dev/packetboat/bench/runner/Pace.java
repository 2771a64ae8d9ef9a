package dev.packetboat.bench.runner;

/**
 * How long it all takes.
 *
 * @param warmUp seconds that a client sends before it is measured
 * @param seconds that it is measured
 */
record Pace(int rounds, double warmUp, double seconds) {

  private static final double LEAST_TO_MEAN_ANYTHING = 1;

  static Pace usual() {
    return new Pace(5, 4, 3);
  }

  /** Shows that everything works; the numbers are not to be quoted. */
  static Pace quick() {
    return new Pace(2, 0.5, 0.5);
  }

  boolean isQuick() {
    return seconds < LEAST_TO_MEAN_ANYTHING;
  }
}
