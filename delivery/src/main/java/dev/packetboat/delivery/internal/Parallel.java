package dev.packetboat.delivery.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several things at once, and the end of all of them. */
final class Parallel {

  private static final Logger LOG = LoggerFactory.getLogger(Parallel.class);
  private static final int MOST_THREADS = 100;

  private Parallel() {}

  /**
   * Runs them and returns when all have ended. One alone runs on the calling thread, and all do so
   * where no thread can be had. An interrupt of the calling thread does not end the wait.
   *
   * @param tasks throw nothing
   * @param onInterrupt is called when the calling thread was interrupted; that is not kept
   */
  static void run(ThreadFactory threads, List<? extends Runnable> tasks, Runnable onInterrupt) {
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
            tasks.get(i).run();
          }
        };
    List<Thread> running =
        tasks.size() == 1
            ? List.of()
            : started(threads, worker, Math.min(tasks.size(), MOST_THREADS));
    if (running.isEmpty()) {
      worker.run();
    }
    for (Thread thread : running) {
      join(thread, onInterrupt);
    }
  }

  private static List<Thread> started(ThreadFactory threads, Runnable worker, int most) {
    List<Thread> running = new ArrayList<>();
    try {
      for (int i = 0; i < most; i++) {
        Thread thread = threads.newThread(worker);
        thread.start();
        running.add(thread);
      }
    } catch (RuntimeException | Error exhausted) {
      LOG.warn("going on with {} of {} threads", running.size(), most, exhausted);
    }
    return running;
  }

  private static void join(Thread thread, Runnable onInterrupt) {
    while (true) {
      try {
        thread.join();
        return;
      } catch (InterruptedException asked) {
        onInterrupt.run();
      }
    }
  }
}
