package dev.packetboat.mail;

import dev.packetboat.mail.internal.Cursor;
import dev.packetboat.mail.internal.SyntaxFault;

/** Reads an addr-spec (RFC 5322 §3.4.1 with the obsolete forms of §4.4) from wherever a cursor stands. */
final class AddressParser {

  private AddressParser() {}

  /** The address at the cursor, which is then behind it and behind the comments and white space that follow. */
  static Address addrSpec(Cursor cursor) throws SyntaxFault {
    String localPart = localPart(cursor);
    if (!cursor.take('@')) {
      throw new SyntaxFault(cursor.atEnd() ? "has no domain" : unexpected(cursor));
    }
    return Address.of(localPart, domain(cursor));
  }

  // RFC 5322 §4.4 obs-local-part: words, each an atom or a quoted string, with dots between them.
  static String localPart(Cursor cursor) throws SyntaxFault {
    StringBuilder localPart = new StringBuilder();
    cursor.skipCfws();
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
      throw new SyntaxFault(cursor.atEnd() ? "has no domain" : unexpected(cursor));
    }
    return atom;
  }

  private static boolean takeDot(Cursor cursor, StringBuilder text) {
    boolean dot = cursor.take('.');
    if (dot) {
      text.append('.');
    }
    return dot;
  }

  private static Domain domain(Cursor cursor) throws SyntaxFault {
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

  static String unexpected(Cursor cursor) {
    char c = cursor.peek();
    return switch (c) {
      case '.' -> "the local part has a dot too many";
      case '@' -> "has more than one @, or none behind a local part";
      default -> "'" + dev.packetboat.mail.internal.Syntax.shown(String.valueOf(c)) + "' cannot stand there";
    };
  }
}
