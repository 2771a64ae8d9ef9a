package dev.packetboat.mime;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.mail.LeftOut;
import dev.packetboat.mime.internal.Comments;
import dev.packetboat.mime.internal.ReportDate;
import dev.packetboat.mime.internal.StatusGroup;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a report says of one recipient (RFC 3464 §2.3). Each value is empty where the report has
 * none, or one that cannot be understood: then {@link #field} has its text. Immutable, safe for use
 * by several threads.
 */
public final class ReportedRecipient {

  private final StatusGroup group;

  ReportedRecipient(StatusGroup group) {
    this.group = group;
  }

  /** Whom the message was first meant for: what its sender knows (Original-Recipient). */
  public Optional<ReportedAddress> originalRecipient() {
    return group.first("Original-Recipient").map(ReportedAddress::original);
  }

  /** Where it went in the end, which may be an address that its sender never saw. */
  public Optional<ReportedAddress> finalRecipient() {
    return group.first("Final-Recipient").map(ReportedAddress::last);
  }

  /** The mail address that the sender is most likely to know: the original one, else the final. */
  public Optional<Address> address() {
    return Stream.of(originalRecipient(), finalRecipient())
        .flatMap(Optional::stream)
        .flatMap(reported -> reported.address().stream())
        .findFirst();
  }

  /** What became of the message. */
  public Optional<Action> action() {
    return group.first("Action").map(Comments::without).flatMap(Action::of);
  }

  /** Why, as a code: {@code 5.1.1}. */
  public Optional<EnhancedStatus> status() {
    return group.first("Status").map(Comments::without).flatMap(EnhancedStatus::atStartOf);
  }

  /** The host that it was to go to. */
  public Optional<MtaName> remoteMta() {
    return group.first("Remote-MTA").map(MtaName::read);
  }

  /** Why, in the words of that host (Diagnostic-Code). */
  public Optional<Diagnostic> diagnostic() {
    return group.first("Diagnostic-Code").map(Diagnostic::read);
  }

  /** When it was last tried. */
  public Optional<OffsetDateTime> lastAttempt() {
    return group.first("Last-Attempt-Date").flatMap(ReportDate::read);
  }

  /** Under which name the host that reports has written it in its log. */
  public Optional<String> finalLogId() {
    return group.first("Final-Log-ID");
  }

  /** Until when it is tried again, where it is delayed. */
  public Optional<OffsetDateTime> willRetryUntil() {
    return group.first("Will-Retry-Until").flatMap(ReportDate::read);
  }

  /**
   * The values of all fields of this name, in any case of letters, for those that have no method
   * here and those that it cannot read: unfolded, otherwise as they are written.
   */
  public List<String> field(String name) {
    return group.all(name);
  }

  Stream<LeftOut> leftOut() {
    return Stream.of(
            group.leftOut("Action", action(), "is no action"),
            group.leftOut("Status", status(), "is no status code"),
            group.leftOut("Last-Attempt-Date", lastAttempt(), ReportDate.NONE),
            group.leftOut("Will-Retry-Until", willRetryUntil(), ReportDate.NONE))
        .flatMap(Optional::stream);
  }

  /** For people: {@code rfc822;ann@example.com FAILED 5.1.1}. */
  @Override
  public String toString() {
    Optional<ReportedAddress> named = finalRecipient().or(this::originalRecipient);
    return named.map(ReportedAddress::toString).orElse("somebody")
        + action().map(action -> " " + action).orElse("")
        + status().map(status -> " " + status).orElse("");
  }
}
