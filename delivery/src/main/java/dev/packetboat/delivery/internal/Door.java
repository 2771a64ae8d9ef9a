package dev.packetboat.delivery.internal;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.AuthenticationFailed;
import dev.packetboat.smtp.SmtpException.ConnectFailed;
import dev.packetboat.smtp.SmtpException.ConnectionLost;
import dev.packetboat.smtp.SmtpException.TimedOut;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
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
  static final Duration RELAY_DEAD_FOR = Duration.ofSeconds(10); // there is no other
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
  private final BooleanSupplier isServed;
  private final LongSupplier nanoTime;
  private final ReentrantLock turn = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  // All guarded by the lock.
  private boolean known;
  private int underway;
  private int opened;
  private int unreached; // since it was reached last
  private @Nullable Setback refusal;
  private @Nullable Setback lastUnreached;

  /**
   * A door at which nobody has been.
   *
   * @param isServed whether the host serves us over other connections: then it lives, whatever it
   *     does to one more
   */
  Door(Kind kind, BooleanSupplier isServed, LongSupplier nanoTime) {
    this.kind = kind;
    this.isServed = isServed;
    this.nanoTime = nanoTime;
  }

  /** Opens a connection when its turn has come, or says why it was not tried. */
  void open(Opening opening) throws InterruptedException, SmtpException {
    if (!letsAllIn()) {
      turn.lockInterruptibly();
      try {
        if (!letsAllIn()) {
          refuseWhatWasInVain();
          attempt(opening);
          return;
        }
      } finally {
        turn.unlock();
      }
    }
    attempt(opening);
  }

  private boolean letsAllIn() {
    lock.lock();
    try {
      return !isDead() && (known || kind == Kind.EXCHANGER);
    } finally {
      lock.unlock();
    }
  }

  private boolean isDead() {
    return unreached >= DEAD_AFTER;
  }

  private void refuseWhatWasInVain() throws SmtpException {
    boolean served = isServed.getAsBoolean();
    lock.lock();
    try {
      refuse(refusal, REFUSED_FOR);
      if (isDead() && !served && underway == 0) { // who is at it may have more luck
        refuse(lastUnreached, deadFor());
      }
    } finally {
      lock.unlock();
    }
  }

  private Duration deadFor() {
    return kind == Kind.RELAY ? RELAY_DEAD_FOR : DEAD_FOR;
  }

  private void refuse(@Nullable Setback before, Duration rest) throws SmtpException {
    if (before != null && nanoTime.getAsLong() - before.nanos() < rest.toNanos()) {
      throw notTriedAgain(before.failure());
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
    int before = begin();
    try {
      opening.run();
    } catch (SmtpException failure) {
      failed(failure, before);
      throw failure;
    } finally {
      end();
    }
    lock.lock();
    try {
      opened++;
      known = true;
      refusal = null;
      answered();
    } finally {
      lock.unlock();
    }
  }

  /** How often the door has opened so far. */
  private int begin() {
    lock.lock();
    try {
      underway++;
      return opened;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      underway--;
    } finally {
      lock.unlock();
    }
  }

  /**
   * An attempt failed.
   *
   * @param before how often the door had opened when it began: where it did so for another since,
   *     the host lives
   */
  private void failed(SmtpException failure, int before) {
    if (failure instanceof SmtpException.Cancelled) {
      return; // it was we who did it
    }
    boolean refused =
        failure instanceof AuthenticationFailed
            && failure.reply().filter(Reply::isPermanent).isPresent();
    boolean silent =
        failure instanceof ConnectFailed
            || failure instanceof TimedOut
            || failure instanceof ConnectionLost;
    boolean served = isServed.getAsBoolean();
    Setback setback = new Setback(failure, nanoTime.getAsLong());
    lock.lock();
    try {
      if (refused) {
        known = false;
        refusal = setback;
      }
      if (silent && !served && opened == before) {
        unreached++;
        lastUnreached = setback;
      } else {
        answered();
      }
    } finally {
      lock.unlock();
    }
  }

  private void answered() {
    unreached = 0;
    lastUnreached = null;
  }

  /** Whether nothing is known of it that others would not know. */
  boolean isForgettable() {
    lock.lock();
    try {
      Setback last = lastUnreached;
      return kind == Kind.EXCHANGER
          && (last == null || nanoTime.getAsLong() - last.nanos() > DEAD_FOR.toNanos());
    } finally {
      lock.unlock();
    }
  }
}
