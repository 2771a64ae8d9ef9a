package dev.packetboat.mime.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Addresses and names that a report may have in the form in which a command carried them. */
public final class ReportedText {

  // RFC 6533 §3
  private static final String EMBEDDED = "\\x{";
  private static final int MOST_DIGITS = 6;

  private ReportedText() {}

  /** Whether an address of this type is a mail address; some write {@code rfc/822}. */
  public static boolean isMailType(String type) {
    String letters = type.replace("-", "").replace("/", "");
    return letters.isEmpty()
        || letters.equalsIgnoreCase("rfc822")
        || letters.equalsIgnoreCase("utf8");
  }

  /** An address, without what may stand around it. */
  public static String address(TypedText typed) {
    if (!isMailType(typed.type())) {
      return typed.text();
    }
    String bare = Comments.without(typed.text());
    boolean inBrackets = bare.length() > 1 && bare.startsWith("<") && bare.endsWith(">");
    String text = inBrackets ? bare.substring(1, bare.length() - 1).strip() : bare;
    return typed.type().equals("utf-8") ? embedded(text) : text;
  }

  /** An address from ORCPT, which some put in a report as it was there (RFC 3461 §4.2). */
  public static String originalAddress(TypedText typed) {
    String text = address(typed);
    if (!isMailType(typed.type()) || typed.type().equals("utf-8")) {
      return text;
    }
    String decoded = xtext(text);
    // joe+20@example.com is somebody; a space stands in quotes.
    return decoded.indexOf(' ') < 0 || decoded.indexOf('"') >= 0 ? decoded : text;
  }

  /**
   * Decodes xtext (RFC 3461 §4), if it is that: {@code +XX} stands for what could not be written
   * otherwise, so that {@code joe+42@example.com} remains as it is.
   */
  public static String xtext(String text) {
    if (text.indexOf('+') < 0) {
      return text;
    }
    byte[] written = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(written.length);
    for (int at = 0; at < written.length; at++) {
      int octet = written[at];
      if (octet == '+') {
        octet = at + 2 < written.length ? hex(written[at + 1], written[at + 2]) : -1;
        if (octet < 0 || !needsEncoding(octet)) {
          return text;
        }
        at += 2;
      }
      decoded.put((byte) octet);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  /** The octet that two capital hexadecimal digits stand for, or -1. */
  private static int hex(byte high, byte low) {
    String digits = "0123456789ABCDEF";
    int first = digits.indexOf(high);
    int second = digits.indexOf(low);
    return first < 0 || second < 0 ? -1 : first * 16 + second;
  }

  // No control character: nobody sends one, and nobody expects it in a name.
  private static boolean needsEncoding(int octet) {
    return octet == ' ' || octet == '+' || octet == '=' || octet > '~' + 1;
  }

  /**
   * Decodes utf-8-addr-xtext and utf-8-addr-unitext (RFC 6533 §3). What is no such code remains.
   */
  private static String embedded(String text) {
    StringBuilder decoded = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int codePoint = codePoint(text, at);
      if (codePoint < 0) {
        decoded.append(text.charAt(at++));
      } else {
        decoded.appendCodePoint(codePoint);
        at = text.indexOf('}', at) + 1;
      }
    }
    return decoded.toString();
  }

  /** What the code that begins here stands for, or -1 if none does. */
  private static int codePoint(String text, int at) {
    if (!text.startsWith(EMBEDDED, at)) {
      return -1;
    }
    int start = at + EMBEDDED.length();
    int end = start;
    while (end < text.length() && HexFormat.isHexDigit(text.charAt(end))) {
      end++;
    }
    if (end == start || end > start + MOST_DIGITS || !text.startsWith("}", end)) {
      return -1;
    }
    int codePoint = HexFormat.fromHexDigits(text, start, end);
    boolean character =
        Character.isValidCodePoint(codePoint)
            && !Character.isISOControl(codePoint)
            && Character.getType(codePoint) != Character.SURROGATE;
    return character ? codePoint : -1;
  }
}
