package dev.packetboat.mime.internal;

/** Which characters may stand in a header, and which in a text. */
public final class Characters {

  private static final String HALF = "half of a surrogate pair";

  private Characters() {}

  /**
   * The text, if it can stand in one line of a header: no control character, and so no CR or LF
   * that would begin a field of its own (RFC 5322 §2.2), and no half of a surrogate pair.
   *
   * @throws IllegalArgumentException what is wrong, and in what
   */
  public static String inHeader(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw refused(what, text, String.format("the control character U+%04X", codeAt(text, i)));
      }
    }
    return whole(what, text);
  }

  /**
   * The text, if it can be the text of a message: no NUL (RFC 5322 §4 has it as obsolete, and no
   * server takes it), and no half of a surrogate pair.
   *
   * @throws IllegalArgumentException what is wrong, and in what
   */
  public static String inText(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(what + " contains the control character U+0000");
    }
    return whole(what, text);
  }

  private static String whole(String what, String text) {
    // An unpaired surrogate is the only code point that is one.
    boolean broken = text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    if (broken) {
      throw new IllegalArgumentException(what + " contains " + HALF + ", which is no character");
    }
    return text;
  }

  private static int codeAt(String text, int index) {
    return text.charAt(index);
  }

  /** The error for a text, which is shown with its control characters escaped. */
  public static IllegalArgumentException refused(String what, String text, String contains) {
    return new IllegalArgumentException(
        what + " \"" + shown(text) + "\" contains " + contains + ", which cannot stand there");
  }

  /**
   * The text as it can be shown in one line: control characters escaped, 100 characters at most.
   */
  public static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < 100; i++) {
      char c = text.charAt(i);
      shown.append(
          Character.isISOControl(c) || Character.isSurrogate(c)
              ? String.format("\\u%04x", (int) c)
              : String.valueOf(c));
    }
    return text.length() > 100 ? shown + "..." : shown.toString();
  }

  /** Whether all characters are ASCII. */
  public static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c <= 0x7F);
  }
}
