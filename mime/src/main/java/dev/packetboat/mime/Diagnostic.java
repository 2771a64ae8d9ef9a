package dev.packetboat.mime;

import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.mime.internal.TypedText;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a message was not delivered, in the words of who refused it (RFC 3464 §2.3.6): {@code smtp;
 * 550 5.1.1 no such user}.
 *
 * @param type whose words they are, in small letters: {@code smtp} for the reply of a mail server,
 *     {@code x-…} for others; empty where the report has none
 * @param text the words, unfolded
 */
public record Diagnostic(String type, String text) {

  // RFC 5321 §4.2: three digits, and then a space, a hyphen or nothing.
  private static final int CODE_LENGTH = 3;

  /** Words that nobody has checked. */
  public Diagnostic {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(text, "text");
  }

  static Diagnostic read(String value) {
    TypedText typed = TypedText.of(value);
    return new Diagnostic(typed.type(), typed.text());
  }

  /**
   * The reply code that a mail server's words begin with, such as 550. Only there: numbers further
   * on can be anything. Empty if there is none, and for words of another type.
   */
  public OptionalInt replyCode() {
    boolean fromServer = type.isEmpty() || type.equalsIgnoreCase("smtp");
    return fromServer && beginsWithCode()
        ? OptionalInt.of(Integer.parseInt(text, 0, CODE_LENGTH, 10))
        : OptionalInt.empty();
  }

  /**
   * The enhanced status code directly behind the reply code, where both are of one class (RFC 2034
   * §4). It is what the server said; {@link ReportedRecipient#status} is what the report makes of
   * it.
   */
  public Optional<EnhancedStatus> enhanced() {
    OptionalInt code = replyCode();
    if (code.isEmpty() || text.length() == CODE_LENGTH) {
      return Optional.empty();
    }
    return EnhancedStatus.atStartOf(text.substring(CODE_LENGTH + 1))
        .filter(status -> status.statusClass() == code.getAsInt() / 100);
  }

  private boolean beginsWithCode() {
    return text.length() >= CODE_LENGTH
        && isBetween(text.charAt(0), '2', '5')
        && isBetween(text.charAt(1), '0', '5')
        && isBetween(text.charAt(2), '0', '9')
        && (text.length() == CODE_LENGTH || " -".indexOf(text.charAt(CODE_LENGTH)) >= 0);
  }

  private static boolean isBetween(char c, char first, char last) {
    return c >= first && c <= last;
  }

  /** As a report has it: {@code smtp;550 5.1.1 no such user}. */
  @Override
  public String toString() {
    return new TypedText(type, text).toString();
  }
}
