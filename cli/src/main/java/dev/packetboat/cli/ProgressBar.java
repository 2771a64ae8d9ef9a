package dev.packetboat.cli;

import dev.packetboat.smtp.SmtpEvent;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/** One line on standard error that is written over and over. Thread-safe. */
final class ProgressBar {

  private static final int WIDTH = 30;
  private static final long INTERVAL_NANOS = 100_000_000;

  private final PrintStream err;
  private final boolean shown;
  private final ReentrantLock drawing = new ReentrantLock();
  private int messages;
  private int done;
  private long drawnAt;
  private int drawn;

  ProgressBar(PrintStream err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  void expect(int count) {
    messages = count;
  }

  /** A message has its outcome. */
  void done() {
    done++;
    if (messages > 1 && done < messages) {
      draw(done / (double) messages, "");
    }
  }

  void progress(SmtpEvent.ContentProgress progress) {
    if (!shown
        || progress.total().isEmpty()
        || System.nanoTime() - drawnAt < INTERVAL_NANOS
            && progress.sent() < progress.total().getAsLong()) {
      return;
    }
    double part = Math.min(1, progress.sent() / (double) Math.max(1, progress.total().getAsLong()));
    String rate = String.format(Locale.ROOT, "%.1f MB/s", progress.rate() / 1e6);
    draw((done + part) / messages, rate);
  }

  private void draw(double part, String rate) {
    if (!shown) {
      return;
    }
    drawing.lock();
    try {
      drawnAt = System.nanoTime();
      int filled = (int) Math.round(part * WIDTH);
      String line =
          String.format(
              Locale.ROOT,
              "[%s%s] %3.0f %%  %d of %d  %s",
              "#".repeat(filled),
              ".".repeat(WIDTH - filled),
              part * 100,
              done,
              messages,
              rate);
      err.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
      err.flush();
      drawn = line.length();
    } finally {
      drawing.unlock();
    }
  }

  /** Makes room for other lines. */
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
}
