package dev.packetboat.mail;

import dev.packetboat.mail.internal.Cursor;
import dev.packetboat.mail.internal.Syntax;
import dev.packetboat.mail.internal.SyntaxFault;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an address list in one pass: cuts it at the commas that stand in no quotes, comment or
 * angle brackets, and reads each piece by itself, so that one malformed piece costs only itself.
 * Time and memory are proportional to the input.
 */
final class AddressListParser {

  private static final Pattern FOLD = Pattern.compile("(?:\r\n|\r|\n)(?=[ \t])");
  // Longer than [IPv6:...] can be.
  private static final int LONGEST_LITERAL = 64;

  private final String text;
  // Behind a line end that folds nothing this field is over, whatever stands there.
  private final int end;
  private final Cursor cursor;
  private final List<Address> addresses = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  // The piece that is being cut: where it begins, what stands in it outside of quotes, and what is
  // wrong with it.
  private int start;
  private int open;
  private int close;
  private boolean hasAt;
  private @Nullable String trouble;

  AddressListParser(String value) {
    // RFC 5322 §2.2.3
    this.text = FOLD.matcher(withoutLastLineEnd(value)).replaceAll("");
    this.end = indexOfLineEnd(text);
    this.cursor = new Cursor(text, 0, end);
  }

  private static int indexOfLineEnd(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\r' && text.charAt(end) != '\n') {
      end++;
    }
    return end;
  }

  private static String withoutLastLineEnd(String value) {
    int end = value.length();
    while (end > 0 && (value.charAt(end - 1) == '\n' || value.charAt(end - 1) == '\r')) {
      end--;
    }
    return value.substring(0, end);
  }

  AddressList parse() {
    begin();
    while (!cursor.atEnd()) {
      try {
        step();
      } catch (SyntaxFault unclosed) {
        // A quote or a comment that never ends: nothing behind it is certain.
        cursor.moveTo(end);
        trouble = unclosed.reason();
      }
    }
    if (end < text.length()) {
      cursor.moveTo(text.length());
      trouble = "has a line end in it";
    }
    finish();
    return new AddressList(addresses, leftOut);
  }

  private void begin() {
    start = cursor.position();
    open = -1;
    close = -1;
    hasAt = false;
    trouble = null;
  }

  private void step() throws SyntaxFault {
    switch (cursor.peek()) {
      case '"' -> cursor.skipQuotedString();
      case '(' -> cursor.skipComment();
      case '<' -> angleBrackets();
      case '[' -> literal();
      case ':' -> groupName();
      // Within a list a semicolon ends a group; some write it for a comma.
      case ',', ';' -> next();
      default -> plain();
    }
  }

  private void plain() {
    if (cursor.at('>')) {
      trouble = "has a > without a <";
    } else if (cursor.at('@')) {
      hasAt = true;
      trouble = close < 0 ? trouble : "has a second address without a comma before it";
    }
    cursor.advance();
  }

  private void next() {
    finish();
    cursor.advance();
    begin();
  }

  // RFC 5322 §3.4 angle-addr; within it a comma belongs to a route (§4.4).
  private void angleBrackets() throws SyntaxFault {
    if (open >= 0) {
      trouble = "has a second address without a comma before it";
    }
    open = cursor.position();
    cursor.advance();
    int firstComma = -1;
    while (!cursor.atEnd() && !cursor.at('>') && !cursor.at('<')) {
      if (cursor.at(',') && firstComma < 0) {
        firstComma = cursor.position();
      }
      passOver();
    }
    if (cursor.at('>')) {
      close = cursor.position();
      cursor.advance();
      return;
    }
    trouble = "has a < without a >";
    if (firstComma >= 0) {
      cursor.moveTo(firstComma);
    }
  }

  private void passOver() throws SyntaxFault {
    switch (cursor.peek()) {
      case '"' -> cursor.skipQuotedString();
      case '(' -> cursor.skipComment();
      default -> cursor.advance();
    }
  }

  // The colons of [IPv6:...] begin no group. A bracket that is not closed soon is just a character.
  private void literal() {
    int limit = Math.min(end, cursor.position() + LONGEST_LITERAL);
    int bracket = cursor.position() + 1;
    while (bracket < limit && isInLiteral(text.charAt(bracket))) {
      bracket++;
    }
    boolean closed = bracket < limit && text.charAt(bracket) == ']';
    cursor.moveTo(closed ? bracket + 1 : cursor.position() + 1);
  }

  private static boolean isInLiteral(char c) {
    return Syntax.isAsciiLetterOrDigit(c) || c == ':' || c == '.' || c == '-';
  }

  // RFC 5322 §3.4 group: its name says nothing about who is in it.
  private void groupName() {
    if (open >= 0 || hasAt) {
      trouble = "stands where a group should have its name";
      finish();
    }
    cursor.advance();
    begin();
  }

  /** Reads the piece that ends here. */
  private void finish() {
    int last = cursor.position();
    try {
      if (trouble != null) {
        throw new SyntaxFault(trouble);
      }
      if (open >= 0) {
        addresses.add(inAngleBrackets());
      } else if (!isEmpty(last)) {
        addresses.add(AddressParser.wholeAddress(new Cursor(text, start, last)));
      }
    } catch (SyntaxFault fault) {
      leftOut.add(new LeftOut(Syntax.strip(text.substring(start, last)), fault.reason()));
    }
  }

  private boolean isEmpty(int last) throws SyntaxFault {
    Cursor piece = new Cursor(text, start, last);
    piece.skipCfws();
    return piece.atEnd();
  }

  private Address inAngleBrackets() throws SyntaxFault {
    Cursor inside = new Cursor(text, open + 1, close);
    inside.skipCfws();
    skipRoute(inside);
    return AddressParser.wholeAddress(inside);
  }

  // RFC 5322 §4.4 obs-route: to be accepted and ignored.
  private static void skipRoute(Cursor cursor) throws SyntaxFault {
    if (!cursor.at('@') && !cursor.at(',')) {
      return;
    }
    while (!cursor.take(':')) {
      if (cursor.take('@')) {
        AddressParser.domain(cursor);
      } else if (!cursor.take(',')) {
        throw new SyntaxFault("has a route that is not understood");
      }
      cursor.skipCfws();
    }
  }
}
