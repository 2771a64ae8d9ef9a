package dev.packetboat.mail.internal;

import java.net.IDN;
import java.text.Normalizer;

/**
 * Domain names in other scripts as DNS knows them.
 *
 * <p>The JDK knows IDNA2003 only, which maps four letters of today's IDNA2008 to others or to
 * nothing: {@code faß} to {@code fass}, another domain, whose owner would get the mail. Labels with
 * one of them are encoded here, as they are. Beyond that the limits are those of {@link IDN}:
 * letters newer than Unicode 3.2 are taken as they stand.
 */
public final class Idna {

  // RFC 5894 §7.2; the capital sharp s is the small one's.
  private static final String CHANGED_SINCE_2003 = "\u00DF\u1E9E\u03C2\u200C\u200D";
  // RFC 3490 §3.1
  private static final String DOTS = "[.\u3002\uFF0E\uFF61]";

  private Idna() {}

  /** The name with each label in ASCII. */
  public static String toAscii(String name) throws SyntaxFault {
    if (Syntax.isAscii(name)) {
      return name;
    }
    StringBuilder ascii = new StringBuilder();
    for (String label : name.split(DOTS, -1)) {
      ascii.append(ascii.isEmpty() ? "" : ".").append(labelToAscii(label));
    }
    return ascii.toString();
  }

  private static String labelToAscii(String label) throws SyntaxFault {
    if (hasChanged(label)) {
      return "xn--" + Punycode.encode(lowerCase(label));
    }
    try {
      String ascii = label.isEmpty() ? "" : IDN.toASCII(label, IDN.ALLOW_UNASSIGNED);
      if (ascii.indexOf('.') >= 0) {
        throw new SyntaxFault("a character of the domain only looks like a dot");
      }
      return ascii;
    } catch (IllegalArgumentException e) {
      throw new SyntaxFault("the domain cannot be written in ASCII");
    }
  }

  /** The name, given as it was written and in ASCII, with each label in its own script. */
  public static String toUnicode(String written, String ascii) {
    return hasChanged(written) ? lowerCase(written) : IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED);
  }

  private static boolean hasChanged(String text) {
    return text.chars().anyMatch(c -> CHANGED_SINCE_2003.indexOf(c) >= 0);
  }

  // Letter by letter: String.toLowerCase would make a sigma at the end of a word another letter.
  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder();
    text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
    return Normalizer.normalize(lower, Normalizer.Form.NFKC);
  }
}
