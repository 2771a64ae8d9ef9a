package dev.packetboat.mail;

import java.util.Optional;

/**
 * An enhanced mail system status code such as {@code 5.1.1} (RFC 3463).
 *
 * @param statusClass 2, 4 or 5
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int statusClass, int subject, int detail) {

  public EnhancedStatus {
    if (statusClass != 2 && statusClass != 4 && statusClass != 5) {
      throw new IllegalArgumentException("status class is " + statusClass + ", not 2, 4 or 5");
    }
    if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
      throw new IllegalArgumentException("subject and detail have one to three digits");
    }
  }

  /**
   * Reads the code at the start of a reply's text, where it ends at a space or at the end. Empty
   * when there is none.
   */
  // RFC 2034 §4
  public static Optional<EnhancedStatus> atStartOf(String text) {
    int end = endOfCode(text);
    if (end < 0) {
      return Optional.empty();
    }
    int firstDot = text.indexOf('.');
    int secondDot = text.indexOf('.', firstDot + 1);
    return Optional.of(
        new EnhancedStatus(
            text.charAt(0) - '0',
            Integer.parseInt(text, firstDot + 1, secondDot, 10),
            Integer.parseInt(text, secondDot + 1, end, 10)));
  }

  /**
   * The text behind the code that stands at its start, without the blank between; all of it when
   * there is none.
   */
  public static String withoutCode(String text) {
    int end = endOfCode(text);
    return end < 0 ? text : text.substring(Math.min(end + 1, text.length()));
  }

  /** The index behind the code at the start of the text, or -1. */
  private static int endOfCode(String text) {
    if (text.length() < 5 || "245".indexOf(text.charAt(0)) < 0 || text.charAt(1) != '.') {
      return -1;
    }
    int subjectEnd = endOfNumber(text, 2);
    if (subjectEnd < 0 || subjectEnd >= text.length() || text.charAt(subjectEnd) != '.') {
      return -1;
    }
    int detailEnd = endOfNumber(text, subjectEnd + 1);
    if (detailEnd < 0 || (detailEnd < text.length() && text.charAt(detailEnd) != ' ')) {
      return -1;
    }
    return detailEnd;
  }

  /** RFC 3463 §2: one to three digits, no leading zero. */
  private static int endOfNumber(String text, int start) {
    int at = start;
    while (at < text.length()
        && at < start + 4
        && text.charAt(at) >= '0'
        && text.charAt(at) <= '9') {
      at++;
    }
    int digits = at - start;
    boolean leadingZero = digits > 1 && text.charAt(start) == '0';
    return digits == 0 || digits > 3 || leadingZero ? -1 : at;
  }

  @Override
  public String toString() {
    return statusClass + "." + subject + "." + detail;
  }
}
