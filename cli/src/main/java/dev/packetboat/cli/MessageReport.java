package dev.packetboat.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What became of one message.
 *
 * @param message the name under which it was given
 * @param sender empty for the null sender
 * @param size in octets as sent, without stuffed dots; 0 where it was not known
 * @param refusedCredentials the server did not accept who we are
 * @param unreadable the content could not be read to its end
 */
record MessageReport(
    String message,
    Optional<String> messageId,
    String sender,
    long size,
    List<RecipientReport> recipients,
    boolean refusedCredentials,
    boolean unreadable) {

  MessageReport {
    recipients = List.copyOf(recipients);
  }

  /** Delivered, failed or deferred when all recipients are, unknown when any is, else partial. */
  Status status() {
    Set<Status> found = statuses();
    if (found.contains(Status.UNKNOWN)) {
      return Status.UNKNOWN;
    }
    return found.size() == 1 ? found.iterator().next() : Status.PARTIAL;
  }

  private Set<Status> statuses() {
    return recipients.stream()
        .map(RecipientReport::status)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Status.class)));
  }

  boolean has(Status status) {
    return statuses().contains(status);
  }
}
