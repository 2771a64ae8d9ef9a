package dev.packetboat.cli;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Takes the report of each message of a run as soon as it is there: has it written, and keeps what
 * they all come to. Safe for use by several threads.
 */
final class Logbook {

  private final ProgressBar bar;
  private final ReportWriter writer;
  private final Consumer<String> warnings;
  private final ReentrantLock writing = new ReentrantLock();
  private final Outcome outcome = new Outcome(); // this and what follows guarded by the lock
  private final Summary summary = new Summary();
  private int messages;

  /**
   * An empty one.
   *
   * @param warnings takes what is to be said besides
   */
  Logbook(ProgressBar bar, ReportWriter writer, Consumer<String> warnings) {
    this.bar = bar;
    this.writer = writer;
    this.warnings = warnings;
  }

  /** So many messages will be sent. */
  void expect(int count) {
    writing.lock();
    try {
      messages = count;
      writer.begin(count);
      bar.expect(count);
    } finally {
      writing.unlock();
    }
  }

  ProgressBar bar() {
    return bar;
  }

  void add(MessageReport report) {
    writing.lock();
    try {
      outcome.add(report);
      if (messages > 1) {
        summary.add(report);
      }
      bar.done(report, () -> writer.write(report));
      Interruption.writing();
    } finally {
      writing.unlock();
    }
  }

  void warn(String message) {
    writing.lock();
    try {
      bar.clear();
      warnings.accept(message);
    } finally {
      writing.unlock();
    }
  }

  /** All are told. Gives the exit status that follows. */
  ExitStatus close(boolean interrupted) {
    writing.lock();
    try {
      bar.clear();
      if (messages > 1) {
        writer.end(summary);
      }
      return outcome.status(interrupted);
    } finally {
      writing.unlock();
    }
  }
}
