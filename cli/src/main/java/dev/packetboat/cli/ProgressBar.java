package dev.packetboat.cli;

import dev.packetboat.smtp.SmtpEvent;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One line on standard error that is written over and over, at most ten times a second: how much of
 * a message has been sent, or of many messages how many. Thread-safe.
 */
final class ProgressBar {

  private static final int WIDTH = 30;
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Where the bar is seen. */
  enum Place {
    NOWHERE,
    /** Where no report is written. */
    ALONE,
    /** At the terminal to which the reports go too: it stays below the last one. */
    BELOW_REPORTS
  }

  private final PrintStream err;
  private final Place place;
  private final LongSupplier clock;
  private final ReentrantLock drawing = new ReentrantLock();
  private @Nullable Progress
      progress; // of many messages; this and what follows guarded by the lock
  private int drawn;
  private long drawnAt;

  /**
   * A bar.
   *
   * @param clock gives nanoseconds, counted from anywhere
   */
  ProgressBar(PrintStream err, Place place, LongSupplier clock) {
    this.err = err;
    this.place = place;
    this.clock = clock;
    drawnAt = clock.getAsLong() - INTERVAL_NANOS;
  }

  /** So many messages will be sent. */
  void expect(int count) {
    drawing.lock();
    try {
      if (place != Place.NOWHERE && count > 1) {
        progress = new Progress(count, clock);
        draw(progress.line());
      }
    } finally {
      drawing.unlock();
    }
  }

  /** A part of a message has been sent. */
  void progress(SmtpEvent.ContentProgress part) {
    if (place == Place.NOWHERE) {
      return;
    }
    drawing.lock();
    try {
      if (progress != null) {
        drawIfDue(progress);
      } else if (part.total().isPresent()) {
        draw(part, Math.max(1, part.total().getAsLong()));
      }
    } finally {
      drawing.unlock();
    }
  }

  private void draw(SmtpEvent.ContentProgress part, long total) {
    if (part.sent() < total && !isDue()) {
      return;
    }
    double share = Math.min(1, part.sent() / (double) total);
    int filled = (int) Math.round(share * WIDTH);
    draw(
        String.format(
            Locale.ROOT,
            "[%s%s] %3.0f %%  %.1f MB/s",
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            share * 100,
            part.rate() / 1e6));
  }

  /** A message has its outcome: writes it where the bar was. */
  void done(MessageReport report, Runnable writing) {
    drawing.lock();
    try {
      if (place == Place.BELOW_REPORTS || progress == null) {
        clear();
      }
      writing.run();
      if (progress != null) {
        progress.add(report);
        drawIfDue(progress);
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

  private boolean isDue() {
    return clock.getAsLong() - drawnAt >= INTERVAL_NANOS;
  }

  /**
   * What a report has taken away is drawn again at once: the bar would be seen for moments only.
   */
  private void drawIfDue(Progress many) {
    if (isDue() || many.isDone() || drawn == 0) {
      draw(many.line());
    }
  }

  private void draw(String line) {
    drawnAt = clock.getAsLong();
    err.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
    err.flush();
    drawn = line.length();
  }
}
