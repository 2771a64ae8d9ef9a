package dev.packetboat.mime.internal;

/** The comments of a field's value (RFC 5322 §3.2.2). */
public final class Comments {

  private Comments() {}

  /**
   * The text without its comments and without white space around it. What looks like one and has no
   * end is text, and so is what stands in quotes.
   */
  public static String without(String text) {
    StringBuilder rest = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = c == '(' ? endOfComment(text, at) : c == '"' ? endOfQuotes(text, at) : at + 1;
      if (c == '(' && end < 0) {
        return rest.append(text, at, text.length()).toString().strip();
      }
      if (c != '(') {
        rest.append(text, at, end);
      }
      at = end;
    }
    return rest.toString().strip();
  }

  /** The index behind the comment that begins here, or -1; comments can contain others. */
  private static int endOfComment(String text, int start) {
    int depth = 0;
    for (int at = start; at < text.length(); at++) {
      switch (text.charAt(at)) {
        case '\\' -> at++;
        case '(' -> depth++;
        case ')' -> depth--;
        default -> {}
      }
      if (depth == 0) {
        return at + 1;
      }
    }
    return -1;
  }

  /** The index behind the quoted string that begins here, or behind the quote if it has no end. */
  private static int endOfQuotes(String text, int start) {
    for (int at = start + 1; at < text.length(); at++) {
      if (text.charAt(at) == '"') {
        return at + 1;
      }
      at += text.charAt(at) == '\\' ? 1 : 0;
    }
    return start + 1;
  }
}
