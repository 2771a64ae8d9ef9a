package dev.packetboat.smtp.internal.net;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ends what takes too long. A blocked socket write has no time-out in Java, and a blocked TLS write
 * keeps even {@code close} waiting, so a thread of its own closes what is underneath. It is a
 * platform thread: virtual threads could all be pinned by the very calls that it has to end.
 */
final class Watchdog {

  private static final class Holder {
    static final Watchdog SHARED = new Watchdog();
  }

  private final ScheduledThreadPoolExecutor timer;

  private Watchdog() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("packetboat-watchdog").unstarted(task));
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * A deadline that can be set again and again; {@code onExpiry} runs on the watchdog's thread and
   * must not block.
   */
  static Guard guard(Runnable onExpiry) {
    return new Guard(Holder.SHARED.timer, onExpiry);
  }

  /**
   * One deadline. Setting it costs two volatile accesses as long as an earlier look is already
   * planned: the look finds the new deadline and plans the next.
   */
  static final class Guard implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    private final ScheduledThreadPoolExecutor timer;
    private final Runnable onExpiry;
    private final ReentrantLock planning = new ReentrantLock();
    private final long origin = System.nanoTime();
    private volatile long deadline = NEVER;
    private volatile long nextLook = NEVER;
    private volatile boolean expired;
    private @Nullable Future<?> planned;

    private Guard(ScheduledThreadPoolExecutor timer, Runnable onExpiry) {
      this.timer = timer;
      this.onExpiry = onExpiry;
    }

    /** From now on there is this much time. */
    void arm(Duration time) {
      long at = now() + time.toNanos();
      deadline = at;
      if (at < nextLook) {
        plan();
      }
    }

    void disarm() {
      deadline = NEVER;
    }

    boolean expired() {
      return expired;
    }

    private long now() {
      return System.nanoTime() - origin;
    }

    /** Plans the next look for the deadline as it is now: whoever comes last sees the newest. */
    private void plan() {
      planning.lock();
      try {
        cancelPlanned();
        long at = deadline;
        nextLook = at;
        if (at != NEVER) {
          planned = timer.schedule(this::look, at - now(), TimeUnit.NANOSECONDS);
        }
      } finally {
        planning.unlock();
      }
    }

    private void look() {
      long at = deadline;
      if (at != NEVER && now() >= at) {
        expired = true;
        onExpiry.run();
      } else {
        plan();
      }
    }

    private void cancelPlanned() {
      if (planned != null) {
        planned.cancel(false);
        planned = null;
      }
    }

    @Override
    public void close() {
      disarm();
      plan();
    }
  }
}
