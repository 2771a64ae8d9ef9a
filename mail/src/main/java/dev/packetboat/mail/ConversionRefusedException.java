package dev.packetboat.mail;

import java.io.IOException;
import java.util.Objects;

/**
 * A message cannot be brought into another form, such as 7 bit, without becoming another message.
 * It is as it was: who must send it in that form cannot send it at all.
 */
public final class ConversionRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String part;
  private final String reason;
  private final transient EnhancedStatus status;

  /**
   * The conversion of a message is refused.
   *
   * @param part as in {@link #part}
   * @param reason as in {@link #reason}
   * @param status as in {@link #status}
   */
  public ConversionRefusedException(String part, String reason, EnhancedStatus status) {
    super(part + " " + reason);
    this.part = Objects.requireNonNull(part, "part");
    this.reason = Objects.requireNonNull(reason, "reason");
    this.status = Objects.requireNonNull(status, "status");
  }

  /** What cannot be converted: {@code the message}, {@code part 2.1}. */
  public String part() {
    return part;
  }

  /** Why, in a few words that go on from {@link #part}: {@code is signed (DKIM-Signature)}. */
  public String reason() {
    return reason;
  }

  /**
   * The code of a report: {@code 5.6.9} for a header that is not ASCII, else {@code 5.6.3} (RFC
   * 3463 §3.7, RFC 5248).
   */
  public EnhancedStatus status() {
    return status;
  }
}
