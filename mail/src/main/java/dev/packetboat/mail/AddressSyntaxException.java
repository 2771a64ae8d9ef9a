package dev.packetboat.mail;

import dev.packetboat.mail.internal.Syntax;

/**
 * A text that was given as an address or a domain is none, or none that can be written in an SMTP
 * command.
 */
public final class AddressSyntaxException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String text;
  private final String reason;

  AddressSyntaxException(String text, String reason) {
    this(text, "an address", reason);
  }

  AddressSyntaxException(String text, String what, String reason) {
    super("\"" + Syntax.shown(text) + "\" is not " + what + ": " + reason);
    this.text = text;
    this.reason = reason;
  }

  /** The text as it was given, control characters and all. */
  public String text() {
    return text;
  }

  /** What is wrong with it, in a few words: {@code has no domain}. */
  public String reason() {
    return reason;
  }
}
