package dev.packetboat.cli;

import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sends messages through one server, over one session or several, and reports each as soon as its
 * outcome is known. When no session is to be had, or the run is interrupted, the rest is not
 * attempted.
 *
 * <p>The calling thread does the work of the first session: that is the fastest way to start and to
 * end. The others begin once the first is open, so that a password that is refused is tried once.
 */
final class RelayRun implements RelaySession.Results {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Letters letters;
  private final String host;
  private final Logbook logbook;
  private final List<RelaySession> sessions = new ArrayList<>();
  private final List<Thread> helpers = new ArrayList<>();
  private volatile Optional<String> stopped = Optional.empty();
  private volatile boolean interrupted;
  private volatile boolean inStep = true;

  RelayRun(
      Letters letters, SmtpClient.Builder client, String host, int connections, Logbook logbook) {
    this.letters = letters;
    this.host = host;
    this.logbook = logbook;
    for (int i = 0; i < connections; i++) {
      sessions.add(new RelaySession(client, host, logbook.bar(), this));
    }
  }

  /** Sends them all. */
  ExitStatus send() {
    logbook.expect(letters.size());
    try (var registration = Interruption.onInterrupt(this::interrupt);
        RelaySession first = sessions.get(0)) {
      // Once more where a letter was given back when this one had nothing left to do.
      while (letters.left() > 0) {
        work(first);
        helpers.forEach(RelayRun::join);
      }
    }
    return logbook.close(interrupted);
  }

  private void help(RelaySession session) {
    try (session) {
      work(session);
    }
  }

  private void work(RelaySession session) {
    boolean goesOn = true;
    while (goesOn) {
      Optional<Letter> letter = letters.next();
      if (letter.isPresent()) {
        goesOn = work(session, letter.get());
      } else {
        session.finish();
        goesOn = letters.left() > 0; // where some have to be sent again
      }
    }
  }

  /** Gives no when this session is not to be had and the letter is left to the others. */
  private boolean work(RelaySession session, Letter letter) {
    Reports of = new Reports(letter, host);
    Optional<String> reason = stopped;
    if (letter.isForNobody()) {
      logbook.add(of.forNobody());
      return true;
    }
    if (reason.isPresent()) {
      session.finish();
      logbook.add(of.notAttempted(reason.get()));
      return true;
    }
    if (letter.lost().isPresent()) {
      letter.lost().ifPresent(logbook::warn);
      logbook.add(of.lost(letter.lost().get()));
      return true;
    }
    try {
      session.open();
    } catch (SmtpException noSession) {
      return !leavesToOthers(session, letter, noSession) && stop(session, of, noSession);
    }
    if (session == sessions.get(0)) {
      startHelpers();
    }
    session.send(letter);
    return true;
  }

  @Override
  public void told(MessageReport report) {
    logbook.add(report);
  }

  @Override
  public void again(Letter letter) {
    letters.giveBack(letter);
  }

  @Override
  public void outOfStep() {
    inStep = false;
  }

  @Override
  public boolean isInStep() {
    return inStep;
  }

  /**
   * A server that takes so many connections and no more ends none but those beyond. What a helper
   * leaves the first session finds when all helpers have ended.
   */
  private boolean leavesToOthers(RelaySession session, Letter letter, SmtpException noSession) {
    boolean others = session != sessions.get(0) || helpers.stream().anyMatch(Thread::isAlive);
    if (noSession instanceof SmtpException.AuthenticationFailed || stopped.isPresent() || !others) {
      return false;
    }
    letters.giveBack(letter);
    return true;
  }

  private boolean stop(RelaySession session, Reports of, SmtpException noSession) {
    stop("not attempted: " + noSession.getMessage());
    Reports.blockedPort(noSession).ifPresent(logbook::warn);
    logbook.add(of.failed(new Heard(session.peer()), noSession));
    return true;
  }

  private void stop(String reason) {
    if (stopped.isEmpty()) {
      stopped = Optional.of(reason);
    }
  }

  /** The other sessions, as many as have something to do. */
  private void startHelpers() {
    if (!helpers.isEmpty()) {
      return;
    }
    sessions.stream()
        .skip(1)
        .limit(letters.left())
        .map(session -> Main.THREADS.newThread(() -> help(session)))
        .forEach(helpers::add);
    helpers.forEach(Thread::start);
  }

  private static void join(Thread helper) {
    try {
      helper.join();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void interrupt() {
    interrupted = true;
    stop("not attempted");
    sessions.forEach(RelaySession::interrupt);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    sessions.forEach(session -> session.interruptAt(deadline));
  }
}
