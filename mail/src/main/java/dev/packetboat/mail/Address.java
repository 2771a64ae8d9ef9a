package dev.packetboat.mail;

import dev.packetboat.mail.internal.Cursor;
import dev.packetboat.mail.internal.Syntax;
import dev.packetboat.mail.internal.SyntaxFault;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mail address: a local part and a domain, and nothing else: no display name, no angle brackets.
 *
 * {@snippet class="ExamplesTest" region="address" :
 * Address ann = Address.parse("\"ann o'hara\"@Example.com");
 * String localPart = ann.localPart(); // ann o'hara
 * Domain domain = ann.domain().orElseThrow(); // Example.com
 * String written = ann.toString(); // "ann o'hara"@Example.com
 * }
 *
 * Local parts are equal when every character is, domains but for case. Immutable, safe for use by
 * several threads.
 */
public final class Address {

  static final String TAB = "contains a tab, which cannot be said to a server";

  private static final String POSTMASTER = "postmaster";
  // RFC 5321 §4.5.3.1.1 names 64, and asks not to hold anyone to it; a whole command line has 512
  // (§4.5.3.1.4).
  private static final int LONGEST_LOCAL_PART = 512;

  private final String localPart;
  private final Optional<Domain> domain;
  private @Nullable String written; // once it was asked for; the same whichever thread does

  private Address(String localPart, Optional<Domain> domain) {
    this.localPart = localPart;
    this.domain = domain;
  }

  /**
   * Reads one address for an envelope: {@code local@domain} as in RFC 5321 §4.1.2, local part and
   * domain in UTF-8 if need be (RFC 6531 §3.3), with the comments and white space of RFC 5322
   * §3.4.1, which are dropped. Only {@code postmaster} may stand without a domain (RFC 5321
   * §4.1.1.3).
   *
   * @throws AddressSyntaxException if the text is anything else, or contains a control character
   *     anywhere
   */
  public static Address parse(String text) {
    try {
      return read(text);
    } catch (SyntaxFault fault) {
      throw new AddressSyntaxException(text, fault.reason());
    }
  }

  private static Address read(String text) throws SyntaxFault {
    Syntax.refuseForbidden(text);
    // RFC 5321 §4.1.1.3
    if (text.equalsIgnoreCase(POSTMASTER)) {
      return new Address(text, Optional.empty());
    }
    return AddressParser.wholeAddress(new Cursor(text));
  }

  static Address of(String localPart, Domain domain) throws SyntaxFault {
    // RFC 5322 §3.2.4 lets white space stand in quotes, and so a tab; the other control characters
    // are nobody's.
    Syntax.refuseForbidden(localPart.replace('\t', ' '));
    if (localPart.getBytes(StandardCharsets.UTF_8).length > LONGEST_LOCAL_PART) {
      throw new SyntaxFault("the local part is longer than " + LONGEST_LOCAL_PART + " octets");
    }
    return new Address(localPart, Optional.of(domain));
  }

  /** Whether it can stand in a command: a tab between quotes cannot (RFC 5321 §4.1.2 qtextSMTP). */
  boolean fitsEnvelope() {
    return localPart.indexOf('\t') < 0;
  }

  /** This address, if it can stand in a command. */
  Address forEnvelope() {
    if (!fitsEnvelope()) {
      throw new AddressSyntaxException(toString(), TAB);
    }
    return this;
  }

  /** The local part as it is meant: without quotes and backslashes. */
  public String localPart() {
    return localPart;
  }

  /** The domain, which only {@code postmaster} can lack. */
  public Optional<Domain> domain() {
    return domain;
  }

  /**
   * Whether it can be written in ASCII just as it is; otherwise a server must offer SMTPUTF8 (RFC
   * 6531).
   */
  public boolean isAscii() {
    return Syntax.isAscii(toString());
  }

  /**
   * The same address with its domain in ASCII. The local part stays: nothing but UTF-8 can say it
   * otherwise.
   */
  public Address toAscii() {
    return new Address(localPart, domain.map(name -> Domain.parse(name.ascii())));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address
        && localPart.equals(address.localPart)
        && domain.equals(address.domain);
  }

  @Override
  public int hashCode() {
    return 31 * localPart.hashCode() + domain.hashCode();
  }

  /**
   * The address as it is written in a command: the local part quoted when it must be, the domain as
   * it was given.
   */
  @Override
  public String toString() {
    String known = written;
    if (known == null) {
      known = writtenLocalPart() + domain.map(name -> "@" + name).orElse("");
      written = known;
    }
    return known;
  }

  // RFC 5321 §4.1.2: the form that uses as little quoting as possible.
  private String writtenLocalPart() {
    if (Syntax.isDotAtom(localPart)) {
      return localPart;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < localPart.length(); i++) {
      char c = localPart.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }
}
