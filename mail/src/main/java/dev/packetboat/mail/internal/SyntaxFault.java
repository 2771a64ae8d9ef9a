package dev.packetboat.mail.internal;

/**
 * What is wrong with a text, said from inside a parser to its door. It has no stack trace: hostile
 * input makes many of them.
 */
public final class SyntaxFault extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /** A fault with its reason, in the words that follow a colon. */
  public SyntaxFault(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  /** Why the text cannot be used. */
  public String reason() {
    return reason;
  }
}
