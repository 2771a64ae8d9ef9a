package dev.packetboat.bench.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Finds CRLF.CRLF however the input is cut. Where nothing has begun to match, only every fifth
 * octet is looked at: a match that covers it must show there.
 */
final class ContentEnd {

  private static final byte[] END = "\r\n.\r\n".getBytes(US_ASCII);

  private int matched;

  /** A content begins; the line of the command before it has just ended. */
  void begin() {
    matched = 2;
  }

  /** The offset after the end of the content, or -1 where it has not come. */
  int find(byte[] octets, int from, int to) {
    int at = from;
    while (at < to) {
      if (matched == 0 && to - at >= END.length && !isOfEnd(octets[at + END.length - 1])) {
        at += END.length;
      } else {
        step(octets[at++]);
        if (matched == END.length) {
          return at;
        }
      }
    }
    return -1;
  }

  private void step(byte octet) {
    matched = octet == END[matched] ? matched + 1 : octet == '\r' ? 1 : 0;
  }

  private static boolean isOfEnd(byte octet) {
    return octet == '\r' || octet == '\n' || octet == '.';
  }
}
