package dev.packetboat.routing.internal;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** A moment by which something must have ended. Immutable. */
final class Deadline {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** This one, or an earlier one after at most this time. */
  Deadline atMost(Duration time) {
    Deadline other = in(time);
    return other.nanos - nanos < 0 ? other : this;
  }

  boolean isOver() {
    return nanos - System.nanoTime() <= 0;
  }

  /** What is left, as a time-out for sockets: at least 1. */
  int millisLeft() throws SocketTimeoutException {
    if (isOver()) {
      throw new SocketTimeoutException("no time left");
    }
    long left = nanos - System.nanoTime();
    return Math.clamp(left / NANOS_PER_MILLI, 1, Integer.MAX_VALUE);
  }
}
