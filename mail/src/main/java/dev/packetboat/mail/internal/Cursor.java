package dev.packetboat.mail.internal;

/**
 * A place in the value of a header field, and the tokens of RFC 5322 §3.2 that can be read from
 * there. Nothing here recurses: comments nest as deep as the input likes. Not for use by several
 * threads.
 */
public final class Cursor {

  private final String text;
  private final int end;
  private int position;

  /** A cursor at {@code start} that sees nothing from {@code end} on. */
  public Cursor(String text, int start, int end) {
    this.text = text;
    this.position = start;
    this.end = end;
  }

  /** A cursor at the beginning of a text. */
  public Cursor(String text) {
    this(text, 0, text.length());
  }

  /** Where the next character stands in the text. */
  public int position() {
    return position;
  }

  /** Whether nothing is left. */
  public boolean atEnd() {
    return position == end;
  }

  /** Whether the next character is this one. */
  public boolean at(char c) {
    return position < end && text.charAt(position) == c;
  }

  /** The next character; there must be one. */
  public char peek() {
    return text.charAt(position);
  }

  /** Takes the next character if it is this one. */
  public boolean take(char c) {
    boolean there = at(c);
    if (there) {
      position++;
    }
    return there;
  }

  /** Passes over whatever comes next; there must be something. */
  public void advance() {
    position++;
  }

  /** Goes to a place. */
  public void moveTo(int place) {
    position = place;
  }

  /** Passes over comments and white space. */
  public void skipCfws() throws SyntaxFault {
    while (position < end) {
      if (text.charAt(position) == '(') {
        skipComment();
      } else if (Syntax.isWhiteSpace(text.charAt(position))) {
        position++;
      } else {
        return;
      }
    }
  }

  /** Passes over the comment that begins here, with those inside it (RFC 5322 §3.2.2). */
  public void skipComment() throws SyntaxFault {
    int depth = 0;
    do {
      if (position >= end) {
        throw new SyntaxFault("a comment is not closed");
      }
      char c = text.charAt(position++);
      if (c == '\\' && position < end) {
        position++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
    } while (depth > 0);
  }

  /** The atom that stands here, empty if there is none. */
  public String atom() {
    int start = position;
    while (position < end && Syntax.isAtext(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  /**
   * What the quoted string that begins here says: without its quotes, quoted pairs resolved (RFC
   * 5322 §3.2.4).
   */
  public String quotedString() throws SyntaxFault {
    StringBuilder content = new StringBuilder();
    position++;
    while (position < end) {
      char c = text.charAt(position++);
      if (c == '"') {
        return content.toString();
      }
      if (c == '\\' && position < end) {
        c = quotedPair();
      }
      content.append(c);
    }
    throw new SyntaxFault("a quoted string is not closed");
  }

  /** Passes over the quoted string that begins here, whatever it says. */
  public void skipQuotedString() throws SyntaxFault {
    position++;
    while (position < end) {
      char c = text.charAt(position++);
      if (c == '"') {
        return;
      }
      if (c == '\\' && position < end) {
        position++;
      }
    }
    throw new SyntaxFault("a quoted string is not closed");
  }

  private char quotedPair() throws SyntaxFault {
    char c = text.charAt(position++);
    // RFC 5322 §3.2.1: a backslash stands before a visible ASCII character or white space.
    if (c > 0x7E) {
      throw new SyntaxFault("a backslash stands before a character that it cannot quote");
    }
    return c;
  }

  /** What is left, without moving. */
  public String rest() {
    return text.substring(position, end);
  }

  /**
   * The domain literal that begins here, with its brackets and as it is written (RFC 5322 §3.4.1).
   */
  public String domainLiteral() throws SyntaxFault {
    int close = text.indexOf(']', position);
    if (close < 0 || close >= end) {
      throw new SyntaxFault("a domain literal is not closed");
    }
    String literal = text.substring(position, close + 1);
    position = close + 1;
    return literal;
  }
}
