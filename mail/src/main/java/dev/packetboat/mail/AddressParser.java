package dev.packetboat.mail;

import dev.packetboat.mail.internal.Cursor;
import dev.packetboat.mail.internal.Syntax;
import dev.packetboat.mail.internal.SyntaxFault;

/**
 * Reads an addr-spec (RFC 5322 §3.4.1 with the obsolete forms of §4.4) from wherever a cursor
 * stands.
 */
final class AddressParser {

  private AddressParser() {}

  /** The one address that stands between the cursor and its end. */
  static Address wholeAddress(Cursor cursor) throws SyntaxFault {
    Address address = addrSpec(cursor);
    if (!cursor.atEnd()) {
      throw cursor.at('@') ? new SyntaxFault("has more than one @") : notUnderstood(cursor);
    }
    return address;
  }

  private static Address addrSpec(Cursor cursor) throws SyntaxFault {
    cursor.skipCfws();
    if (cursor.atEnd()) {
      throw new SyntaxFault("is empty");
    }
    if (cursor.at('@')) {
      throw new SyntaxFault("has nothing before the @");
    }
    String localPart = localPart(cursor);
    if (cursor.atEnd()) {
      throw new SyntaxFault("has no domain");
    }
    if (!cursor.take('@')) {
      throw notUnderstood(cursor);
    }
    return Address.of(localPart, domain(cursor));
  }

  // RFC 5322 §4.4 obs-local-part: words, each an atom or a quoted string, with dots between them.
  private static String localPart(Cursor cursor) throws SyntaxFault {
    StringBuilder localPart = new StringBuilder();
    do {
      cursor.skipCfws();
      localPart.append(word(cursor));
      cursor.skipCfws();
    } while (takeDot(cursor, localPart));
    return localPart.toString();
  }

  private static String word(Cursor cursor) throws SyntaxFault {
    if (cursor.at('"')) {
      return cursor.quotedString();
    }
    String atom = cursor.atom();
    if (atom.isEmpty()) {
      boolean dot = cursor.atEnd() || cursor.at('.') || cursor.at('@');
      throw dot ? new SyntaxFault("the local part has a dot too many") : notUnderstood(cursor);
    }
    return atom;
  }

  /**
   * The domain at the cursor, which is then behind it and behind the comments and white space that
   * follow.
   */
  static Domain domain(Cursor cursor) throws SyntaxFault {
    cursor.skipCfws();
    if (cursor.at('[')) {
      Domain literal = Domain.read(cursor.domainLiteral());
      cursor.skipCfws();
      return literal;
    }
    // RFC 5322 §4.4 obs-domain: atoms with dots between them.
    StringBuilder name = new StringBuilder();
    do {
      cursor.skipCfws();
      name.append(cursor.atom());
      cursor.skipCfws();
    } while (takeDot(cursor, name));
    return Domain.read(name.toString());
  }

  private static boolean takeDot(Cursor cursor, StringBuilder text) {
    boolean dot = cursor.take('.');
    if (dot) {
      text.append('.');
    }
    return dot;
  }

  private static SyntaxFault notUnderstood(Cursor cursor) {
    String rest = cursor.rest();
    String from = rest.length() > 20 ? rest.substring(0, 20) + "..." : rest;
    return new SyntaxFault("is not understood from " + Syntax.shown(from) + " on");
  }
}
