package dev.packetboat.cli;

import dev.packetboat.smtp.SmtpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends messages through one server, over one session or several, and reports each as soon as its
 * outcome is known. What shows that no other message would fare better stops the run: the rest is
 * not attempted.
 */
final class RelayRun {

  private final SmtpClient.Builder client;
  private final String host;
  private final Terminal terminal;
  private final boolean json;
  private final ProgressBar bar;
  private final int connections;

  private final Queue<Letter> waiting = new ConcurrentLinkedQueue<>();
  private final List<MessageReport> reports = new ArrayList<>();
  private final List<RelaySession> sessions = new ArrayList<>();
  private final ReentrantLock reporting = new ReentrantLock();
  private volatile Optional<String> stopped = Optional.empty();
  private volatile boolean interrupted;

  RelayRun(
      SmtpClient.Builder client,
      String host,
      Terminal terminal,
      boolean json,
      boolean bar,
      int connections) {
    this.client = client;
    this.host = host;
    this.terminal = terminal;
    this.json = json;
    this.bar = new ProgressBar(terminal.err(), bar);
    this.connections = connections;
  }

  /** Sends them all. */
  ExitStatus send(List<Letter> letters) {
    waiting.addAll(letters);
    bar.expect(letters.size());
    for (int i = 0; i < Math.min(connections, letters.size()); i++) {
      sessions.add(new RelaySession(client, host, bar));
    }
    try (var registration = Interruption.onInterrupt(this::interrupt)) {
      work();
    }
    bar.clear();
    return Outcome.of(reports, interrupted);
  }

  /**
   * The calling thread does the work where there is one session: it is the fastest way to start and
   * to end.
   */
  private void work() {
    List<Thread> others = new ArrayList<>();
    for (RelaySession session : sessions.subList(1, sessions.size())) {
      others.add(Thread.ofPlatform().daemon().start(() -> work(session)));
    }
    work(sessions.get(0));
    for (Thread other : others) {
      try {
        other.join();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void work(RelaySession session) {
    try (session) {
      for (Letter letter = waiting.poll(); letter != null; letter = waiting.poll()) {
        Optional<String> reason = stopped;
        report(
            reason.isPresent()
                ? new Reports(letter, host).notAttempted(reason.get())
                : session.send(letter, this::stop));
      }
    }
  }

  private void stop(String reason) {
    if (stopped.isEmpty()) {
      stopped = Optional.of(reason);
    }
  }

  private void interrupt() {
    interrupted = true;
    stop("interrupted");
    sessions.forEach(RelaySession::interrupt);
  }

  private void report(MessageReport report) {
    reporting.lock();
    try {
      reports.add(report);
      bar.clear();
      if (json) {
        JsonLines.write(terminal.out(), report);
      } else {
        new TextReport(terminal).write(report);
      }
      bar.done();
    } finally {
      reporting.unlock();
    }
  }
}
