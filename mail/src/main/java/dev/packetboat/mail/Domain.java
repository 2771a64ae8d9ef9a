package dev.packetboat.mail;

import dev.packetboat.mail.internal.Idna;
import dev.packetboat.mail.internal.IpLiteral;
import dev.packetboat.mail.internal.Syntax;
import dev.packetboat.mail.internal.SyntaxFault;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands behind the {@code @} of an address: a domain name, in ASCII or not, or an address
 * literal.
 *
 * {@snippet class="ExamplesTest" region="domain" :
 * Domain domain = Domain.parse("bücher.example");
 * String asked = domain.ascii(); // xn--bcher-kva.example, what DNS is asked for
 * String shown = domain.unicode(); // bücher.example
 * Optional<InetAddress> ip = Domain.parse("[192.0.2.1]").literalAddress();
 * }
 *
 * Two domains are equal when their ASCII forms are, but for case. Immutable, safe for use by
 * several threads.
 */
public final class Domain {

  // RFC 1035 §2.3.4: 255 octets with the length octets of the first label and of the root.
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;
  // Letters may be written in pieces, which come together in ASCII; so many of them never do.
  private static final int LONGEST_TEXT = 4 * LONGEST_NAME;

  private final String written;
  private final String ascii;
  private final Optional<InetAddress> literalAddress;

  private Domain(String written, String ascii, Optional<InetAddress> literalAddress) {
    this.written = written;
    this.ascii = ascii;
    this.literalAddress = literalAddress;
  }

  /**
   * Reads a domain name such as {@code example.com}, without a dot at its end, or a literal such as
   * {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}.
   *
   * @throws AddressSyntaxException if the text is neither
   */
  public static Domain parse(String text) {
    try {
      return read(text);
    } catch (SyntaxFault fault) {
      throw new AddressSyntaxException(text, "a domain", fault.reason());
    }
  }

  static Domain read(String text) throws SyntaxFault {
    Syntax.refuseForbidden(text);
    if (text.startsWith("[") && text.endsWith("]") && text.length() > 1) {
      // RFC 5321 §4.1.3
      Optional<InetAddress> address = IpLiteral.parse(text.substring(1, text.length() - 1));
      if (address.isEmpty()) {
        throw new SyntaxFault("the brackets hold no IP address");
      }
      return new Domain(text, text, address);
    }
    if (text.length() > LONGEST_TEXT) {
      throw tooLong();
    }
    String ascii = Idna.toAscii(text);
    checkName(ascii);
    return new Domain(text, ascii, Optional.empty());
  }

  // RFC 5321 §4.1.2 Domain
  private static void checkName(String ascii) throws SyntaxFault {
    if (ascii.isEmpty()) {
      throw new SyntaxFault("has no domain");
    }
    if (ascii.length() > LONGEST_NAME) {
      throw tooLong();
    }
    for (String label : ascii.split("\\.", -1)) {
      checkLabel(label);
    }
  }

  private static SyntaxFault tooLong() {
    return new SyntaxFault("the domain is longer than " + LONGEST_NAME + " characters");
  }

  private static void checkLabel(String label) throws SyntaxFault {
    if (label.isEmpty()) {
      throw new SyntaxFault("the domain has a dot too many");
    }
    if (label.length() > LONGEST_LABEL) {
      throw new SyntaxFault("a part of the domain is longer than " + LONGEST_LABEL + " characters");
    }
    if (label.startsWith("-") || label.endsWith("-")) {
      throw new SyntaxFault("a part of the domain begins or ends with a hyphen");
    }
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      // The underscore is against the letter, but DNS has it, there are such hosts, and Postfix
      // takes it.
      if (!Syntax.isAsciiLetterOrDigit(c) && c != '-' && c != '_') {
        throw new SyntaxFault("the domain contains " + Syntax.shown("'" + c + "'"));
      }
    }
  }

  /**
   * The name in ASCII, labels in other scripts as A-labels ({@code xn--...}); a literal as it is
   * written.
   */
  public String ascii() {
    return ascii;
  }

  /** The name with its A-labels in their own script; a literal as it is written. */
  public String unicode() {
    return isLiteral() ? written : Idna.toUnicode(written, ascii);
  }

  /** Whether this is an address literal and not a name. */
  public boolean isLiteral() {
    return literalAddress.isPresent();
  }

  /** The IP address of a literal. */
  public Optional<InetAddress> literalAddress() {
    return literalAddress;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Domain domain && ascii.equalsIgnoreCase(domain.ascii);
  }

  @Override
  public int hashCode() {
    return ascii.toLowerCase(Locale.ROOT).hashCode();
  }

  /** The domain as it was written. */
  @Override
  public String toString() {
    return written;
  }
}
