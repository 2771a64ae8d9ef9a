package dev.packetboat.cli;

import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session that is opened when it is needed and replaced when it broke. One thread sends; any
 * thread may interrupt.
 */
final class RelaySession implements AutoCloseable {

  private final SmtpClient client;
  private final ProgressBar bar;
  private final Heard heard = new Heard();

  private volatile @Nullable SmtpSession session;
  private volatile @Nullable Thread connecting;
  private volatile boolean interrupted;
  private boolean hasServed;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private State state = State.IDLE; // guarded by the lock

  private enum State {
    /** No message is under way. */
    IDLE,
    SENDING,
    /** The content is complete, the answer is not there. */
    ENDING
  }

  RelaySession(SmtpClient.Builder client, ProgressBar bar) {
    this.client = client.listener(this::onEvent).build();
    this.bar = bar;
  }

  private void onEvent(SmtpEvent event) {
    heard.hear(event);
    if (event instanceof SmtpEvent.ContentProgress progress) {
      bar.progress(progress);
    }
    if (event instanceof SmtpEvent.ContentEnding) {
      enter(State.ENDING);
    }
  }

  /** What was seen of it so far. */
  Heard heard() {
    return heard;
  }

  /** Connects, where that is not done or the connection broke. */
  void open() throws SmtpException {
    if (session != null) {
      return;
    }
    heard.connecting();
    connecting = Thread.currentThread();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      session = client.connect();
      hasServed = false;
    } finally {
      connecting = null;
      if (interrupted) {
        Thread.interrupted(); // that was us, and it has done its work
      }
    }
  }

  /**
   * Sends one message over the open session.
   *
   * @throws SmtpException where a new session was needed and not to be had: the message was not
   *     tried
   */
  MessageReport send(Letter letter, Reports reports) throws SmtpException {
    SmtpSession open = Objects.requireNonNull(session);
    heard.sending();
    enter(State.SENDING);
    if (interrupted) {
      open.cancel();
    }
    try {
      MessageReport report =
          reports.accepted(heard, open.send(letter.envelope(), letter.content()));
      hasServed = true;
      return report;
    } catch (SmtpException failure) {
      if (!open.isUsable()) {
        close();
      }
      // The server closed a session that had served before: that says nothing about this message.
      if (hasServed && isStale(failure)) {
        open();
        return send(letter, reports);
      }
      return reports.failed(heard, failure);
    } finally {
      enter(State.IDLE);
    }
  }

  private boolean isStale(SmtpException failure) {
    // RFC 5321 §3.8: 421 may be the answer to any command
    boolean gone =
        failure instanceof SmtpException.ConnectionLost
            || failure.reply().map(Reply::code).filter(code -> code == 421).isPresent();
    return gone && failure.acceptance() == Acceptance.NO && !heard.isSenderAccepted();
  }

  /** Ends whatever waits, but for a server's answer to content that is complete. */
  void interruptUnlessEnding() {
    interrupted = true;
    State now = state();
    if (now == State.SENDING || now == State.IDLE && session == null) {
      cancel();
    }
  }

  /** Waits for such an answer until then, as {@link System#nanoTime()} counts, and no longer. */
  void interruptAt(long deadline) {
    if (!endsBy(deadline)) {
      cancel();
    }
  }

  private void cancel() {
    SmtpSession open = session;
    Thread busy = connecting;
    if (open != null) {
      open.cancel();
    } else if (busy != null) {
      busy.interrupt();
    }
  }

  private boolean endsBy(long deadline) {
    lock.lock();
    try {
      long patience = deadline - System.nanoTime();
      while (state == State.ENDING && patience > 0) {
        patience = ended.awaitNanos(patience);
      }
      return state != State.ENDING;
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  private void enter(State now) {
    lock.lock();
    try {
      state = now;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    SmtpSession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }
}
