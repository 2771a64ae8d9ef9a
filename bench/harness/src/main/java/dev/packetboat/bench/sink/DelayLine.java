package dev.packetboat.bench.sink;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * What has happened is seen one turn later, in order. The whole round trip is put on the way to the
 * server, none on the way back: to a client it is the same. For one thread.
 */
final class DelayLine {

  private record Seen(long due, Runnable event) {}

  private final long turn;
  private final LongSupplier clock;
  private final Queue<Seen> waiting = new ArrayDeque<>();

  /** The clock counts nanoseconds. */
  DelayLine(Duration turn, LongSupplier clock) {
    this.turn = turn.toNanos();
    this.clock = clock;
  }

  /** Whether everything is seen at once. */
  boolean isInstant() {
    return turn == 0;
  }

  /** This happens now. */
  void pass(Runnable event) {
    if (isInstant()) {
      event.run();
    } else {
      waiting.add(new Seen(clock.getAsLong() + turn, event));
    }
  }

  /** Sees what is due. */
  void runDue() {
    Seen next = waiting.peek();
    while (next != null && next.due() - clock.getAsLong() <= 0) {
      waiting.remove();
      next.event().run();
      next = waiting.peek();
    }
  }

  /** Nanoseconds until something is due, at least 0; {@link Long#MAX_VALUE} where nothing waits. */
  long untilNext() {
    Seen next = waiting.peek();
    return next == null ? Long.MAX_VALUE : Math.max(0, next.due() - clock.getAsLong());
  }
}
