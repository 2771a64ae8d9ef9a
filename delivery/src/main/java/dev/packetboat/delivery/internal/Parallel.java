package dev.packetboat.delivery.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Several things at once, and the end of all of them. */
final class Parallel {

  private Parallel() {}

  /**
   * Runs them and returns when all have ended. One alone runs on the calling thread. An interrupt
   * of the calling thread does not end the wait.
   *
   * @param onInterrupt is called when the calling thread was interrupted; that is not kept
   */
  static void run(ThreadFactory threads, List<? extends Runnable> tasks, Runnable onInterrupt) {
    if (tasks.size() == 1) {
      tasks.get(0).run();
      return;
    }
    List<Thread> running = new ArrayList<>();
    for (Runnable task : tasks) {
      Thread thread = threads.newThread(task);
      running.add(thread);
      thread.start();
    }
    for (Thread thread : running) {
      join(thread, onInterrupt);
    }
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
