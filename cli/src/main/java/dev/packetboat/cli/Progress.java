package dev.packetboat.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far a run of many messages has come, in a line. One thread at a time. */
final class Progress {

  private static final int WIDTH = 16;
  private static final int COLUMNS = 79; // in the last one a terminal may begin a new line

  private final int messages;
  private final LongSupplier clock;
  private final long began;
  private int done;
  private int undelivered;

  /**
   * Of so many messages none is done yet.
   *
   * @param clock gives nanoseconds, counted from anywhere
   */
  Progress(int messages, LongSupplier clock) {
    this.messages = messages;
    this.clock = clock;
    began = clock.getAsLong();
  }

  /** One more is done. */
  void add(MessageReport report) {
    done++;
    if (report.status() != Status.DELIVERED) {
      undelivered++;
    }
  }

  boolean isDone() {
    return done >= messages;
  }

  /**
   * Such as {@code [####............] 25 % 2500 of 10000 420/s 3 not delivered 0:18 left}, with two
   * spaces where it says something else. Rate and time left are known once a message is done. The
   * bar is shorter where the line would not fit: a line and a bit could not be written over.
   */
  String line() {
    String words = words();
    int width = Math.max(0, Math.min(WIDTH, COLUMNS - words.length() - "[] ".length()));
    int filled = (int) ((long) width * done / messages);
    return "[" + "#".repeat(filled) + ".".repeat(width - filled) + "] " + words;
  }

  private String words() {
    String line = 100L * done / messages + " %  " + done + " of " + messages;
    double seconds = Math.max(1, clock.getAsLong() - began) / 1e9;
    if (done > 0) {
      line += "  " + rate(done / seconds);
    }
    if (undelivered > 0) {
      line += "  " + undelivered + " not delivered";
    }
    if (done > 0 && !isDone()) {
      line += "  " + clock((long) Math.ceil(seconds / done * (messages - done))) + " left";
    }
    return line;
  }

  private static String rate(double perSecond) {
    boolean slow = perSecond < 1;
    double rate = slow ? perSecond * 60 : perSecond;
    return String.format(Locale.ROOT, rate < 10 ? "%.1f/%s" : "%.0f/%s", rate, slow ? "min" : "s");
  }

  /** Minutes and seconds, with hours before them where there are some. */
  private static String clock(long seconds) {
    long hours = TimeUnit.SECONDS.toHours(seconds);
    long minutes = TimeUnit.SECONDS.toMinutes(seconds) % 60;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60);
  }
}
