package dev.packetboat.delivery.internal;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How far one message came over a connection. It outlives the exception that ends the message, so
 * that a recipient who was refused before the line broke counts as refused. It is told by whichever
 * thread has its turn on the connection.
 */
final class Progress implements SmtpListener {

  private enum End {
    OPEN,
    CLAIMED,
    GIVEN_UP
  }

  private final SmtpListener audience;
  private final Map<Address, RecipientResult.Answer> answers = new ConcurrentHashMap<>();
  private volatile Set<Recipient> committed = Set.of();
  private volatile boolean senderAnswered;
  private volatile boolean senderAccepted;
  private volatile boolean ending;
  private final AtomicReference<End> end = new AtomicReference<>(End.OPEN);
  private volatile boolean left;
  private volatile boolean behindOthers;
  private volatile long octets;

  Progress(SmtpListener audience) {
    this.audience = audience;
  }

  // A switch over patterns is linked when it is first run, which a short run can feel.
  @Override
  public void onEvent(SmtpEvent event) {
    if (event instanceof SmtpEvent.ContentEnding) {
      ending = true;
    } else if (event instanceof SmtpEvent.SenderAnswered answered) {
      senderAnswered = true;
      senderAccepted = answered.reply().isPositive();
    } else if (event instanceof SmtpEvent.RecipientAnswered answered) {
      answers.put(answered.result().recipient().address(), answered.result().answer());
    } else if (event instanceof SmtpEvent.ContentProgress progress) {
      octets = progress.sent();
    }
    if (!left) {
      audience.onEvent(event);
    }
  }

  /** It has its turn. */
  void begins(boolean othersAhead) {
    behindOthers = othersAhead;
  }

  /** Whether messages of others are on the line, whose end the server has not answered. */
  boolean isBehindOthers() {
    return behindOthers && !senderAnswered;
  }

  /** It is to stop before its end. Gives no where the end is no longer to be held back. */
  boolean giveUp() {
    return end.compareAndSet(End.OPEN, End.GIVEN_UP) || isGivenUp();
  }

  /** Whether it is certain that its end is never written. */
  boolean isGivenUp() {
    return end.get() == End.GIVEN_UP;
  }

  /**
   * Its end is about to be written. Gives no where it was given up.
   *
   * @param accepted whom it is for, at most
   */
  boolean claimEnd(List<Recipient> accepted) {
    committed = Set.copyOf(accepted); // seen by whoever finds that the end was claimed
    return end.compareAndSet(End.OPEN, End.CLAIMED) || end.get() == End.CLAIMED;
  }

  /** Nobody listens any longer, whatever becomes of it. */
  void leave() {
    left = true;
  }

  /** Whether its end was begun to be written: the server may have it. */
  boolean isEnding() {
    return ending;
  }

  /** Whom its end was written for, at most; nobody as long as it was not claimed. */
  Set<Recipient> committed() {
    return end.get() == End.CLAIMED ? committed : Set.of();
  }

  /** Whether the server took the sender. */
  boolean isSenderAccepted() {
    return senderAccepted;
  }

  /**
   * What the server said about a recipient. What it said without having taken the sender is about
   * nobody.
   */
  Optional<RecipientResult.Answer> answer(Recipient recipient) {
    return senderAccepted
        ? Optional.ofNullable(answers.get(recipient.address()))
        : Optional.empty();
  }

  /** So much of the content was handed to the network, without stuffed dots. */
  long octets() {
    return octets;
  }
}
