package dev.packetboat.cli;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.SmtpEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of one message on a connection. It outlives the exception that ends the message, so
 * that a recipient who was refused before the line broke counts as refused. One thread at a time.
 */
final class Heard {

  private final Peer peer;
  private final Map<Address, RecipientResult.Answer> answers = new HashMap<>();
  private boolean senderAnswered;
  private boolean senderAccepted;
  private long octets;

  /** Nothing yet of a message that goes there. */
  Heard(Peer peer) {
    this.peer = peer;
  }

  // A switch over patterns is linked when it is first run, which a short run can feel.
  void hear(SmtpEvent event) {
    if (event instanceof SmtpEvent.SenderAnswered answered) {
      senderAnswered = true;
      senderAccepted = answered.reply().isPositive();
    } else if (event instanceof SmtpEvent.RecipientAnswered answered) {
      answers.put(answered.result().recipient().address(), answered.result().answer());
    } else if (event instanceof SmtpEvent.ContentProgress progress) {
      octets = progress.sent();
    }
  }

  /** Where it went. */
  Peer peer() {
    return peer;
  }

  /** Whether the server said anything to this message. */
  boolean isSenderAnswered() {
    return senderAnswered;
  }

  boolean isSenderAccepted() {
    return senderAccepted;
  }

  /**
   * Whether the server took the recipient. What it said without having taken the sender is about
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
