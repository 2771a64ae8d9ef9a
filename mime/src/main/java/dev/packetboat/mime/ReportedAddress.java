package dev.packetboat.mime;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.AddressSyntaxException;
import dev.packetboat.mime.internal.ReportedText;
import dev.packetboat.mime.internal.TypedText;
import java.util.Objects;
import java.util.Optional;

/**
 * A recipient, as a report names it (RFC 3464 §2.1.2): {@code rfc822; ann@example.com}.
 *
 * @param type what kind of address it is, in small letters: {@code rfc822}, {@code utf-8}, {@code
 *     x400}; empty where the report has none
 * @param text the address, decoded, without comments and angle brackets; of another kind than
 *     {@code rfc822} and {@code utf-8} as it is written
 */
public record ReportedAddress(String type, String text) {

  /** An address that nobody has checked. */
  public ReportedAddress {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(text, "text");
  }

  /** The address that the message had first, which came as the parameter of a command. */
  static ReportedAddress original(String value) {
    TypedText typed = TypedText.of(value);
    return new ReportedAddress(typed.type(), ReportedText.originalAddress(typed));
  }

  static ReportedAddress last(String value) {
    TypedText typed = TypedText.of(value);
    return new ReportedAddress(typed.type(), ReportedText.address(typed));
  }

  /** The mail address that this is; empty if it is of another kind, or none. */
  public Optional<Address> address() {
    if (!ReportedText.isMailType(type)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Address.parse(text));
    } catch (AddressSyntaxException e) {
      return Optional.empty();
    }
  }

  /** As a report has it, but decoded: {@code rfc822;ann@example.com}. */
  @Override
  public String toString() {
    return new TypedText(type, text).toString();
  }
}
