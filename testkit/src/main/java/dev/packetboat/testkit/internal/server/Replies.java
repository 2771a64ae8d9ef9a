package dev.packetboat.testkit.internal.server;

/** Makes replies, with enhanced status codes where the server announces them. */
record Replies(boolean enhanced) {

  // RFC 2034 §4: the code is the beginning of the text
  Reply of(int code, String status, String text) {
    return Reply.of(code, enhanced ? status + " " + text : text);
  }
}
