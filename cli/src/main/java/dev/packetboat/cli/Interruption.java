package dev.packetboat.cli;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens on Ctrl-C while something is being sent. The JVM begins to shut down at once, so a
 * hook keeps it alive until the report has been written; it tells the run to stop, and gives up
 * when nothing has been written for too long.
 */
final class Interruption {

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final Set<Runnable> STOPS = ConcurrentHashMap.newKeySet();
  private static final CountDownLatch REPORTED = new CountDownLatch(1);
  private static volatile long wroteAt;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Interruption::wind, "packetboat-interrupt"));
  }

  private Interruption() {}

  /** Runs {@code stop} when the command is interrupted, as long as the result is not closed. */
  static Registration onInterrupt(Runnable stop) {
    STOPS.add(stop);
    return new Registration(stop);
  }

  private static void wind() {
    if (STOPS.isEmpty()) {
      return;
    }
    STOPS.forEach(Runnable::run);
    writing();
    try {
      long patience = LIMIT_NANOS;
      while (patience > 0 && !REPORTED.await(patience, TimeUnit.NANOSECONDS)) {
        patience = wroteAt + LIMIT_NANOS - System.nanoTime();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
  }

  /** The report goes on: of many messages it takes its time. */
  static void writing() {
    wroteAt = System.nanoTime();
  }

  /** All is written: if the command was interrupted, it may end now. */
  static void reported() {
    REPORTED.countDown();
  }

  /** Takes it away again. */
  record Registration(Runnable stop) implements AutoCloseable {
    @Override
    public void close() {
      STOPS.remove(stop);
    }
  }
}
