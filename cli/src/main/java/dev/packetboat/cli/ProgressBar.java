package dev.packetboat.cli;

import dev.packetboat.smtp.SmtpEvent;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One line on standard error that is written over and over. Thread-safe. */
final class ProgressBar {

  private static final int WIDTH = 30;
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final PrintStream err;
  private final boolean shown;
  private final ReentrantLock drawing = new ReentrantLock();
  private int messages;
  private int done;
  private int drawn;
  private long drawnAt = System.nanoTime() - INTERVAL_NANOS;

  ProgressBar(PrintStream err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  void expect(int count) {
    messages = count;
  }

  /** A part of a message has been sent. */
  void progress(SmtpEvent.ContentProgress progress) {
    if (!shown || progress.total().isEmpty()) {
      return;
    }
    long total = Math.max(1, progress.total().getAsLong());
    drawing.lock();
    try {
      if (progress.sent() >= total || System.nanoTime() - drawnAt >= INTERVAL_NANOS) {
        double part = Math.min(1, progress.sent() / (double) total);
        draw(part, String.format(Locale.ROOT, "%.1f MB/s", progress.rate() / 1e6));
      }
    } finally {
      drawing.unlock();
    }
  }

  /** A message has its outcome: writes it where the bar was. */
  void done(Runnable writing) {
    drawing.lock();
    try {
      clear();
      writing.run();
      done++;
      if (shown && done < messages) {
        draw(0, "");
      }
    } finally {
      drawing.unlock();
    }
  }

  /** Gives the line back. */
  void clear() {
    drawing.lock();
    try {
      if (drawn > 0) {
        err.print("\r" + " ".repeat(drawn) + "\r");
        err.flush();
        drawn = 0;
      }
    } finally {
      drawing.unlock();
    }
  }

  /** The share of the present message, and what else is to be said. */
  private void draw(double part, String rate) {
    drawnAt = System.nanoTime();
    double all = Math.min(1, (done + part) / Math.max(1, messages));
    int filled = (int) Math.round(all * WIDTH);
    String line =
        String.format(
            Locale.ROOT,
            "[%s%s] %3.0f %%  %d of %d  %s",
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            all * 100,
            done,
            messages,
            rate);
    err.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
    err.flush();
    drawn = line.length();
  }
}
