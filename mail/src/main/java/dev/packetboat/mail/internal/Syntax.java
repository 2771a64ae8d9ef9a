package dev.packetboat.mail.internal;

/** The character classes of RFC 5322, with the characters beyond ASCII that RFC 6532 adds. */
public final class Syntax {

  private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

  private Syntax() {}

  /** Whether an atom may contain this character (RFC 5322 §3.2.3, RFC 6532 §3.2). */
  public static boolean isAtext(char c) {
    return isAsciiLetterOrDigit(c) || ATEXT_SPECIALS.indexOf(c) >= 0 || c >= 0xA0;
  }

  /** Whether the character is an ASCII letter or digit. */
  public static boolean isAsciiLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  /** Whether this is the white space of RFC 5322 §2.2.2: a space or a tab. */
  public static boolean isWhiteSpace(int c) {
    return c == ' ' || c == '\t';
  }

  /** The text without the white space around it. */
  public static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isWhiteSpace(text.charAt(start))) {
      start++;
    }
    while (start < end && isWhiteSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Whether all characters are ASCII. */
  public static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text is atoms with single dots between them (RFC 5322 §3.2.3 dot-atom-text). */
  public static boolean isDotAtom(String text) {
    boolean wantsAtom = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' ? wantsAtom : !isAtext(c)) {
        return false;
      }
      wantsAtom = c == '.';
    }
    return !wantsAtom;
  }

  /**
   * Where the first character stands that no command may contain, or -1: a control character, half
   * of a surrogate pair, or the replacement character that stands for octets that were no UTF-8.
   */
  public static int indexOfForbidden(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isForbidden(text, i)) {
        return i;
      }
    }
    return -1;
  }

  /** Refuses a text that contains such a character. */
  public static void refuseForbidden(String text) throws SyntaxFault {
    int index = indexOfForbidden(text);
    if (index >= 0) {
      throw new SyntaxFault("contains " + shown(text.substring(index, index + 1)));
    }
  }

  private static boolean isForbidden(String text, int index) {
    char c = text.charAt(index);
    return Character.isISOControl(c) || c == '\uFFFD' || isLoneSurrogate(text, index);
  }

  private static boolean isLoneSurrogate(String text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }

  /**
   * The text as it can be shown in one line of a log: control characters escaped, cut after 200
   * characters.
   */
  public static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < 200; i++) {
      char c = text.charAt(i);
      if (isForbidden(text, i)) {
        shown.append(String.format("\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return text.length() > 200 ? shown + "..." : shown.toString();
  }
}
