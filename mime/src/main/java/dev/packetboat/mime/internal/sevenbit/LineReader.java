package dev.packetboat.mime.internal.sevenbit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Reads a stream line by line, however long the lines are: of each it keeps the beginning, and what
 * there is to know. CR, LF and CRLF each end a line. The accessors tell of the line that was read
 * last. Not thread-safe.
 */
final class LineReader {

  /** RFC 5322 §2.1.1, without the line end. */
  static final int LONGEST_LINE = 998;

  private static final int BLOCK = 64 * 1024;

  /** How a line ends. */
  enum End {
    CRLF,
    CR,
    LF,
    /** With the stream. */
    NONE
  }

  private final InputStream in;
  private final CRC32 check = new CRC32();
  private final byte[] block = new byte[BLOCK];
  private int at;
  private int filled;
  private long blockStart;

  private final byte[] beginning = new byte[LONGEST_LINE + 2];
  private long start;
  private long length;
  private int kinds;
  private long escaped;
  private End end = End.NONE;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Reads a line, if there is one. */
  boolean next() throws IOException {
    start = offset();
    length = 0;
    kinds = 0;
    escaped = 0;
    if (!hasMore()) {
      return false;
    }
    do {
      readText();
    } while (at == filled && hasMore());
    end = readEnd();
    return true;
  }

  private boolean hasMore() throws IOException {
    if (at < filled) {
      return true;
    }
    blockStart += filled;
    at = 0;
    filled = Math.max(0, in.read(block, 0, block.length));
    check.update(block, 0, filled);
    return filled > 0;
  }

  private void readText() {
    int from = at;
    int seen = 0;
    int many = 0;
    int to = from;
    while (to < filled && block[to] != '\n' && block[to] != '\r') {
      int kind = Octets.kinds(block[to++]);
      seen |= kind;
      many += kind & Octets.ESCAPED;
    }
    keep(from, to - from);
    kinds |= seen;
    escaped += many / Octets.ESCAPED;
    length += to - from;
    at = to;
  }

  private void keep(int from, int count) {
    if (length < beginning.length) {
      int kept = (int) length;
      System.arraycopy(block, from, beginning, kept, Math.min(count, beginning.length - kept));
    }
  }

  private End readEnd() throws IOException {
    if (!hasMore()) {
      return End.NONE;
    }
    if (block[at++] == '\n') {
      return End.LF;
    }
    if (hasMore() && block[at] == '\n') {
      at++;
      return End.CRLF;
    }
    return End.CR;
  }

  /** Where the next line begins, in octets from the beginning of the stream. */
  long offset() {
    return blockStart + at;
  }

  /** A check sum of what was read, and of some octets that are still to come. */
  long checkSum() {
    return check.getValue();
  }

  /** Where the line begins. */
  long start() {
    return start;
  }

  /** How many octets it has, without its end. */
  long length() {
    return length;
  }

  End end() {
    return end;
  }

  boolean isEmpty() {
    return length == 0;
  }

  boolean isLong() {
    return length > LONGEST_LINE;
  }

  /** All that its octets are. */
  int kinds() {
    return kinds;
  }

  boolean has(int kind) {
    return (kinds & kind) != 0;
  }

  /** How many octets quoted-printable would escape. */
  long escaped() {
    return escaped;
  }

  /** Whether the line can be sent as it is. */
  boolean isSevenBit() {
    return !isLong() && !has(Octets.EIGHT_BIT | Octets.NUL);
  }

  /** Whether it begins with this, of which only what may stand in one line can be found. */
  boolean startsWith(byte[] text) {
    int kept = (int) Math.min(length, beginning.length);
    return text.length <= kept && Arrays.equals(beginning, 0, text.length, text, 0, text.length);
  }

  /** The line, or as much of it as is kept. */
  String text() {
    int kept = (int) Math.min(length, beginning.length);
    return new String(beginning, 0, kept, StandardCharsets.ISO_8859_1);
  }
}
