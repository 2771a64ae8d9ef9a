package dev.packetboat.cli;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens on Ctrl-C while something is being sent. The JVM begins to shut down at once, so a
 * hook keeps it alive until the report has been written; it tells the run to stop, and gives up
 * when that takes too long.
 */
final class Interruption {

  private static final long LIMIT_SECONDS = 15;

  private static final Set<Runnable> STOPS = ConcurrentHashMap.newKeySet();
  private static final CountDownLatch REPORTED = new CountDownLatch(1);

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
    try {
      REPORTED.await(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
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
