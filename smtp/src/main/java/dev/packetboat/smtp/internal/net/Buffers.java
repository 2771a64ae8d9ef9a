package dev.packetboat.smtp.internal.net;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lends arrays to conversations that are at work and to what they send, so that one that waits for
 * its next message holds none, and messages that come one after the other share theirs: a new array
 * has to be cleared, and is in no cache. Thread-safe.
 */
public final class Buffers {

  /** Of 16 KiB: for commands, replies, and most messages. */
  public static final Buffers SMALL = new Buffers(16 * 1024, 64);

  /** Of 64 KiB: for messages that come in blocks. */
  public static final Buffers LARGE = new Buffers(64 * 1024, 16);

  private final int size;
  private final int mostKept;
  private final ConcurrentLinkedQueue<byte[]> kept = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  private Buffers(int size, int mostKept) {
    this.size = size;
    this.mostKept = mostKept;
  }

  /** The octets of each. */
  public int size() {
    return size;
  }

  /** Lends one whose content is anybody's. */
  public byte[] borrow() {
    byte[] lent = kept.poll();
    if (lent == null) {
      return new byte[size];
    }
    count.decrementAndGet();
    return lent;
  }

  /**
   * Takes back what was lent, which whoever had it no longer uses. An array of another size is left
   * to the collector, as one is that nobody gives back.
   */
  public static void giveBack(byte[] array) {
    if (array.length == SMALL.size) {
      SMALL.keep(array);
    } else if (array.length == LARGE.size) {
      LARGE.keep(array);
    }
  }

  private void keep(byte[] array) {
    if (count.get() < mostKept) {
      count.incrementAndGet();
      kept.add(array);
    }
  }
}
