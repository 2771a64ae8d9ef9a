package dev.packetboat.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What happened at all hosts of a world, in one order. Safe for use by several threads. */
final class WorldLog {

  private static final int LINES_KEPT = 10_000;

  private final Journal journal;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<String> lines = new ArrayDeque<>();

  /** A log that keeps messages and events, or lines only. */
  WorldLog(boolean keeps) {
    journal = new Journal(event -> {}, keeps);
  }

  void add(String host, MailEvent event) {
    line(event).ifPresent(line -> keep(host + " #" + event.connection() + " " + line));
    journal.add(event);
  }

  private static Optional<String> line(MailEvent event) {
    return switch (event) {
      case MailEvent.Connected connected -> Optional.of("(" + connected.client() + " has come)");
      case MailEvent.ClientSaid said -> Optional.of("C: " + said.line());
      case MailEvent.ServerSaid said -> Optional.of("S: " + said.line());
      case MailEvent.Secured secured -> Optional.of("(" + secured.session().getProtocol() + ")");
      case MailEvent.Authenticated authenticated -> Optional.empty();
      case MailEvent.Received received -> Optional.empty();
      case MailEvent.Disconnected disconnected -> Optional.of("(the end)");
    };
  }

  private void keep(String line) {
    lock.lock();
    try {
      if (lines.size() == LINES_KEPT) {
        lines.removeFirst();
      }
      lines.addLast(line);
    } finally {
      lock.unlock();
    }
  }

  Journal journal() {
    return journal;
  }

  String transcript() {
    lock.lock();
    try {
      return String.join("\n", lines);
    } finally {
      lock.unlock();
    }
  }

  void forget() {
    lock.lock();
    try {
      lines.clear();
    } finally {
      lock.unlock();
    }
    journal.forget();
  }
}
