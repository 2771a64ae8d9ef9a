package dev.packetboat.delivery.internal;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.AuthenticationFailed;
import dev.packetboat.smtp.SmtpException.ConnectFailed;
import dev.packetboat.smtp.SmtpException.ConnectionLost;
import dev.packetboat.smtp.SmtpException.TimedOut;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps many connections from trying what was in vain a moment ago. A relay that has a password to
 * check is tried by one at a time until it knew us once, and when it refused us nobody tries for a
 * while: a run ends without having locked the account, and a mailer that lives for months recovers
 * when the account does. A host that could not be reached several times is taken for dead: for a
 * while nobody waits for it, and then one goes first. Thread-safe.
 */
final class Door {

  static final Duration REFUSED_FOR = Duration.ofMinutes(5);
  static final Duration DEAD_FOR = Duration.ofMinutes(1);
  static final int DEAD_AFTER = 3;

  /** What is behind it. */
  enum Kind {
    /** Knows us by a password, perhaps. */
    RELAY,
    EXCHANGER
  }

  /** Connects and authenticates. */
  @FunctionalInterface
  interface Opening {
    void run() throws SmtpException;
  }

  /** What was in vain, and when. */
  private record Setback(SmtpException failure, long nanos) {}

  private final Kind kind;
  private final LongSupplier nanoTime;
  private final ReentrantLock turn = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  // All guarded by the lock.
  private boolean known;
  private int unreached; // since it was reached last
  private @Nullable Setback last;

  Door(Kind kind, LongSupplier nanoTime) {
    this.kind = kind;
    this.nanoTime = nanoTime;
  }

  /** Opens a connection when its turn has come, or says why it was not tried. */
  void open(Opening opening) throws InterruptedException, SmtpException {
    if (letsAllIn()) {
      attempt(opening);
      return;
    }
    turn.lockInterruptibly();
    try {
      if (!letsAllIn()) {
        refuseWhatWasInVain();
      }
      attempt(opening);
    } finally {
      turn.unlock();
    }
  }

  private boolean letsAllIn() {
    lock.lock();
    try {
      return known || (kind == Kind.EXCHANGER && unreached < DEAD_AFTER);
    } finally {
      lock.unlock();
    }
  }

  private void refuseWhatWasInVain() throws SmtpException {
    lock.lock();
    try {
      Setback before = last;
      if (before == null) {
        return;
      }
      boolean refused = before.failure() instanceof AuthenticationFailed;
      Duration rest = refused ? REFUSED_FOR : DEAD_FOR;
      if ((refused || unreached >= DEAD_AFTER)
          && nanoTime.getAsLong() - before.nanos() < rest.toNanos()) {
        throw notTriedAgain(before.failure());
      }
    } finally {
      lock.unlock();
    }
  }

  private static SmtpException notTriedAgain(SmtpException failure) {
    String text = "not tried again: " + failure.getMessage();
    return switch (failure) {
      case AuthenticationFailed refused ->
          new AuthenticationFailed(SmtpException.At.phase(Phase.AUTH), text, refused);
      case ConnectFailed unreachable -> new ConnectFailed(text, unreachable.attempts());
      case TimedOut late -> new TimedOut(SmtpException.At.phase(late.phase()), text, late);
      default -> new ConnectionLost(SmtpException.At.phase(failure.phase()), text, failure);
    };
  }

  private void attempt(Opening opening) throws SmtpException {
    try {
      opening.run();
    } catch (SmtpException failure) {
      failed(failure);
      throw failure;
    }
    lock.lock();
    try {
      known = true;
      unreached = 0;
      last = null;
    } finally {
      lock.unlock();
    }
  }

  private void failed(SmtpException failure) {
    boolean refused =
        failure instanceof AuthenticationFailed
            && failure.reply().filter(reply -> reply.isPermanent()).isPresent();
    boolean unreachable =
        failure instanceof ConnectFailed
            || failure instanceof TimedOut
            || failure instanceof ConnectionLost;
    lock.lock();
    try {
      if (refused) {
        known = false;
        last = new Setback(failure, nanoTime.getAsLong());
      } else if (unreachable) {
        unreached++;
        last = new Setback(failure, nanoTime.getAsLong());
        known &= unreached < DEAD_AFTER;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is known of it that others would not know. */
  boolean isForgettable() {
    lock.lock();
    try {
      return kind == Kind.EXCHANGER && unreached == 0 && last == null;
    } finally {
      lock.unlock();
    }
  }
}
