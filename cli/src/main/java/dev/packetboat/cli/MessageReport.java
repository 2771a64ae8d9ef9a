package dev.packetboat.cli;

import java.util.List;
import java.util.Optional;

/**
 * What became of one message.
 *
 * @param message the name under which it was given
 * @param sender empty for the null sender
 * @param size in octets as sent, without stuffed dots; 0 where none was sent
 * @param recipients none where the message could not be read a second time, and so none are known
 * @param trouble what the outcomes of the recipients do not say
 */
record MessageReport(
    String message,
    Optional<String> messageId,
    String sender,
    long size,
    List<RecipientReport> recipients,
    Trouble trouble) {

  /** What stood in the way of a message as a whole. */
  enum Trouble {
    NONE,
    /** The server did not accept who we are. */
    CREDENTIALS,
    /** The content could not be read to its end. */
    CONTENT,
    /** The sending had ended before its turn came. */
    NOT_ATTEMPTED
  }

  MessageReport {
    recipients = List.copyOf(recipients);
  }

  /**
   * Delivered, failed or deferred when all recipients are, unknown when any is, else partial. One
   * whose recipients could not be read is deferred.
   */
  Status status() {
    if (recipients.isEmpty()) {
      return Status.DEFERRED;
    }
    Status status = recipients.get(0).status();
    for (RecipientReport recipient : recipients) {
      if (recipient.status() == Status.UNKNOWN) {
        return Status.UNKNOWN;
      }
      if (recipient.status() != status) {
        status = Status.PARTIAL;
      }
    }
    return status;
  }

  boolean has(Status status) {
    for (RecipientReport recipient : recipients) {
      if (recipient.status() == status) {
        return true;
      }
    }
    return recipients.isEmpty() && status == Status.DEFERRED;
  }
}
