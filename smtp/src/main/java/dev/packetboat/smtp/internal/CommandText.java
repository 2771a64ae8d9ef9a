package dev.packetboat.smtp.internal;

/**
 * Guards what becomes part of a command: whatever a caller passes, it stays one word or one line.
 */
public final class CommandText {

  private CommandText() {}

  /** Without control characters, not empty. */
  public static String checked(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the " + what + " is empty");
    }
    text.chars()
        .filter(Character::isISOControl)
        .findFirst()
        .ifPresent(
            control -> {
              throw new IllegalArgumentException(
                  "the "
                      + what
                      + " holds the control character "
                      + String.format("U+%04X", control));
            });
    return text;
  }

  /** One line of ASCII, without control characters, not empty. */
  public static String line(String what, String text) {
    checked(what, text);
    if (!text.chars().allMatch(c -> c < 0x7F)) {
      throw new IllegalArgumentException(
          "the " + what + " holds a character that is not ASCII: " + text);
    }
    return text;
  }

  /** Without control characters and blanks, ASCII only, not empty. */
  public static String word(String what, String text) {
    checked(what, text);
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "the " + what + " holds a blank or a character that is not ASCII: " + text);
    }
    return text;
  }
}
