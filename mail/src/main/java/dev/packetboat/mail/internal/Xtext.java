package dev.packetboat.mail.internal;

import java.util.Locale;

/** Texts as they stand in the value of an SMTP parameter. */
public final class Xtext {

  private Xtext() {}

  /**
   * Printable ASCII as xtext (RFC 3461 §4): what the command line gives a meaning becomes {@code
   * +XX}.
   */
  public static String encode(String ascii) {
    StringBuilder xtext = new StringBuilder();
    for (int i = 0; i < ascii.length(); i++) {
      char c = ascii.charAt(i);
      if (c > '~') {
        throw new IllegalArgumentException(
            "xtext is made from printable ASCII: " + Syntax.shown(ascii));
      }
      if (c <= ' ' || c == '+' || c == '=') {
        xtext.append(String.format(Locale.ROOT, "+%02X", (int) c));
      } else {
        xtext.append(c);
      }
    }
    return xtext.toString();
  }

  /**
   * Any text as utf-8-addr-xtext (RFC 6533 §3), which is ASCII: for servers with and without
   * SMTPUTF8.
   */
  public static String encodeUtf8(String text) {
    StringBuilder xtext = new StringBuilder();
    text.codePoints().forEach(codePoint -> appendUtf8(xtext, codePoint));
    return xtext.toString();
  }

  private static void appendUtf8(StringBuilder xtext, int c) {
    if (c <= ' ' || c == '+' || c == '=' || c == '\\' || c > '~') {
      xtext.append(String.format(Locale.ROOT, "\\x{%02X}", c));
    } else {
      xtext.appendCodePoint(c);
    }
  }
}
