package dev.packetboat.smtp;

import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.mail.Recipient;

/**
 * What became of one recipient in a transaction.
 *
 * @param recipient who
 * @param answer what the server said, or why it was not asked
 */
public record RecipientResult(Recipient recipient, Answer answer) {

  /** What the server said to a recipient, or why it was not asked. */
  public sealed interface Answer {}

  /**
   * The server took the recipient. With LMTP, at the end of the content: it took the message for
   * this recipient, and the reply says so (RFC 2033 §4.2).
   */
  public record Accepted(Reply reply) implements Answer {}

  /** The server did not take the recipient, or with LMTP the message for this recipient. */
  public record Refused(Reply reply) implements Answer {}

  /**
   * The server was not asked, because it cannot take this recipient.
   *
   * @param status such as 5.6.7 for an address that needs SMTPUTF8
   * @param reason in words
   */
  public record NotAsked(EnhancedStatus status, String reason) implements Answer {}

  /**
   * The server took the recipient, all of the message was sent, and its last word did not come:
   * nobody knows whether this recipient gets the message, and sending it again may duplicate it.
   */
  public record Unanswered() implements Answer {}

  /** The result that follows from the server's reply about one recipient. */
  public static RecipientResult of(Recipient recipient, Reply reply) {
    return new RecipientResult(
        recipient, reply.isPositive() ? new Accepted(reply) : new Refused(reply));
  }

  /** Whether the server took this recipient. */
  public boolean isAccepted() {
    return answer instanceof Accepted;
  }
}
