package dev.packetboat.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Where the messages of an mbox stand: found octet by octet, kept in 20 octets a message. */
final class MboxIndex {

  private static final String FROM = "From ";

  private long[] starts = new long[16];
  private long[] ends = new long[16];
  private int[] quotedLines = new int[16];
  private int size;
  private boolean mbox = true;

  // The line that is being read: where it began, its octets so far, of them the > at its start and
  // what followed of "From ".
  private long offset;
  private long lineStart;
  private int quotes;
  private int matched;
  private boolean empty = true;

  // The line before it.
  private long emptyStart;
  private boolean afterEmpty = true;

  /**
   * The place of a message.
   *
   * @param start the offset of its first octet
   * @param end the offset after its last one
   * @param quotedLines how many of its lines have a {@code >} too many
   */
  record Place(long start, long end, int quotedLines) {}

  /** Reads a whole mbox. */
  void read(InputStream in) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    for (int count = in.read(buffer); count >= 0 && mbox; count = in.read(buffer)) {
      for (int i = 0; i < count; i++) {
        next(buffer[i]);
      }
    }
    if (offset > lineStart) {
      endLine();
    }
    if (size > 0) {
      ends[size - 1] = afterEmpty ? emptyStart : offset;
    }
  }

  private void next(byte octet) {
    offset++;
    if (octet == '\n') {
      endLine();
      return;
    }
    long column = offset - lineStart - 1;
    if (octet == '>' && quotes == column) {
      quotes++;
    } else if (matched < FROM.length()
        && column == quotes + matched
        && octet == FROM.charAt(matched)) {
      matched++;
    }
    empty = column == 0 && octet == '\r';
  }

  private void endLine() {
    boolean from = matched == FROM.length();
    if (from && quotes == 0 && afterEmpty) {
      begin();
    } else if (size == 0) {
      mbox = false;
    } else if (from && quotes > 0) {
      quotedLines[size - 1]++;
    }
    afterEmpty = empty;
    emptyStart = lineStart;
    lineStart = offset;
    quotes = 0;
    matched = 0;
    empty = true;
  }

  private void begin() {
    if (size > 0) {
      ends[size - 1] = emptyStart;
    }
    if (size == starts.length) {
      int larger = size + size / 2;
      starts = Arrays.copyOf(starts, larger);
      ends = Arrays.copyOf(ends, larger);
      quotedLines = Arrays.copyOf(quotedLines, larger);
    }
    starts[size++] = offset;
  }

  /** Whether it began as an mbox does; an empty file is one. */
  boolean isMbox() {
    return mbox;
  }

  int size() {
    return size;
  }

  Place place(int number) {
    return new Place(starts[number], ends[number], quotedLines[number]);
  }
}
