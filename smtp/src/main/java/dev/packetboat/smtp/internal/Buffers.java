package dev.packetboat.smtp.internal;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lends buffers to conversations that are at work, so that one that waits for its next message
 * holds none. Thread-safe.
 */
final class Buffers {

  /** The octets of each. */
  static final int SIZE = 16 * 1024;

  private static final int MOST_KEPT = 64;
  private static final ConcurrentLinkedQueue<byte[]> KEPT = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Buffers() {}

  /** One whose content is anybody's. */
  static byte[] borrow() {
    byte[] kept = KEPT.poll();
    if (kept == null) {
      return new byte[SIZE];
    }
    COUNT.decrementAndGet();
    return kept;
  }

  /** Takes one back, which whoever had it no longer uses. */
  static void giveBack(byte[] buffer) {
    if (COUNT.get() < MOST_KEPT) {
      COUNT.incrementAndGet();
      KEPT.add(buffer);
    }
  }
}
