package dev.packetboat.delivery.internal;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.AuthenticationFailed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps many connections from trying the same wrong password. Before a relay knew us once they try
 * one at a time, and when it refused us nobody tries for a while: a run ends without having locked
 * the account, and a mailer that lives for months recovers when the account does. Thread-safe.
 */
final class RelayDoor {

  static final Duration REFUSED_FOR = Duration.ofMinutes(5);

  /** Connects and authenticates. */
  @FunctionalInterface
  interface Opening {
    void run() throws SmtpException;
  }

  /** A refusal, and when it was. */
  private record Refusal(AuthenticationFailed failure, long nanos) {}

  private final LongSupplier nanoTime;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile boolean known;
  private volatile @Nullable Refusal refusal;

  RelayDoor(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Opens a connection when its turn has come, or says why it was not tried. */
  void open(Opening opening) throws InterruptedException, SmtpException {
    if (known) {
      attempt(opening);
      return;
    }
    turn.lockInterruptibly();
    try {
      refuseWhatWasRefused();
      attempt(opening);
    } finally {
      turn.unlock();
    }
  }

  private void refuseWhatWasRefused() throws AuthenticationFailed {
    Refusal last = refusal;
    if (last != null && nanoTime.getAsLong() - last.nanos() < REFUSED_FOR.toNanos()) {
      throw new AuthenticationFailed(
          SmtpException.At.phase(Phase.AUTH),
          "not tried again: " + last.failure().getMessage(),
          last.failure());
    }
  }

  private void attempt(Opening opening) throws SmtpException {
    try {
      opening.run();
      refusal = null;
      known = true;
    } catch (AuthenticationFailed failure) {
      Optional<Reply> reply = failure.reply();
      if (reply.filter(Reply::isPermanent).isPresent()) {
        refusal = new Refusal(failure, nanoTime.getAsLong());
        known = false;
      }
      throw failure;
    }
  }
}
