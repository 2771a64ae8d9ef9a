package dev.packetboat.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens on Ctrl-C. The JVM begins to shut down at once, so a hook keeps it alive until the
 * report has been written; it tells the run to stop, and gives up when that takes too long.
 */
final class Interruption {

  private static final CountDownLatch REPORTED = new CountDownLatch(1);
  private static volatile boolean pending;

  private Interruption() {}

  /** Runs {@code stop} when the command is interrupted, as long as the result is not closed. */
  static Registration onInterrupt(Runnable stop) {
    Thread hook = new Thread(() -> wind(stop), "packetboat-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Registration(hook);
  }

  private static void wind(Runnable stop) {
    pending = true;
    stop.run();
    try {
      REPORTED.await(15, TimeUnit.SECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
  }

  static boolean isPending() {
    return pending;
  }

  /** The report is written: the hook may end the JVM. Does not return. */
  static void leave() {
    REPORTED.countDown();
    try {
      Thread.currentThread().join();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the hook away again. */
  record Registration(Thread hook) implements AutoCloseable {
    @Override
    public void close() {
      if (!pending) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }
}
