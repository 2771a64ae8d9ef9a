package dev.packetboat.testkit;

import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Says yes now and then. Safe for use by several threads, whatever the generator is. */
final class Chance {

  private final double probability;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();

  Chance(double probability, RandomGenerator random) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("not a probability: " + probability);
    }
    this.probability = probability;
    this.random = random;
  }

  boolean strikes() {
    lock.lock();
    try {
      return random.nextDouble() < probability;
    } finally {
      lock.unlock();
    }
  }
}
