package dev.packetboat.smtp.internal.content;

import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Lines as they stand on the wire, dots stuffed, gathered to blocks for the sink. The block is
 * small at first, unless it is known how much will come: most messages are.
 */
final class WireLines {

  private static final int BLOCK = 64 * 1024;
  private static final int FIRST_BLOCK = 4 * 1024;
  private static final int MAX_LINE = 998; // RFC 5321 §4.5.3.1.6, without CRLF

  /** More than one step of {@link #copyWords} reads or writes. */
  private static final int STEP = 2 * Long.BYTES;

  private final ContentSink sink;
  private final boolean stuffs;
  private byte[] block;
  private int filled;
  private long column;
  private long completed;
  private boolean eightBit;
  private boolean longLine;

  /**
   * For a content of which nothing is known but its size, if that.
   *
   * @param size in octets, as far as it is known
   */
  WireLines(ContentSink sink, Dots dots, OptionalLong size) {
    this.sink = sink;
    // Line ends and dots may make it a little more.
    long expected = size.orElse(0);
    this.block = new byte[Math.clamp(expected + expected / 32 + 128, FIRST_BLOCK, BLOCK)];
    this.stuffs = dots == Dots.STUFFED;
  }

  /** Puts one octet of text. */
  void put(byte octet) throws IOException {
    stuffBefore(octet);
    makeRoom(1);
    block[filled++] = octet;
    eightBit |= octet < 0;
    column++;
  }

  /** Puts text, at least one octet of it and no line end. */
  void put(byte[] text, int from, int to) throws IOException {
    stuffBefore(text[from]);
    int at = from;
    while (at < to) {
      makeRoom(1);
      int length = Math.min(to - at, block.length - filled);
      System.arraycopy(text, at, block, filled, length);
      filled += length;
      at += length;
    }
    column += to - from;
  }

  /** The same of the body, where it is of interest whether all of it is ASCII. */
  void putBody(byte[] text, int from, int to) throws IOException {
    for (int at = from; at < to; at++) {
      eightBit |= text[at] < 0;
    }
    put(text, from, to);
  }

  // RFC 5321 §4.5.2
  private void stuffBefore(byte octet) throws IOException {
    if (stuffs && column == 0 && octet == '.') {
      makeRoom(1);
      block[filled++] = '.';
    }
  }

  void endLine() throws IOException {
    makeRoom(2);
    block[filled++] = '\r';
    block[filled++] = '\n';
    longLine |= column > MAX_LINE;
    completed += column + 2;
    column = 0;
  }

  /**
   * Puts text with its line ends, as far as that can be done fast. Returns the index of the first
   * octet that was left: one of the last few, a dot at the start of a line, a NUL, or a line end
   * that is no CRLF if such are not taken.
   */
  int copy(byte[] octets, int from, int end, boolean takesBareEnds) throws IOException {
    int at = from;
    while (end - at >= STEP && (column > 0 || octets[at] != '.')) {
      makeRoom(STEP);
      at = copyWords(octets, at, end - STEP, takesBareEnds);
      if (filled <= block.length - STEP) {
        return at; // not for want of room
      }
    }
    return at;
  }

  /** Copies word by word and looks at each word once, for octets that are more than text. */
  private int copyWords(byte[] octets, int from, int last, boolean takesBareEnds) {
    byte[] to = block;
    int room = to.length - STEP;
    int at = from;
    int put = filled;
    long lineStart = put - column;
    long seen = 0;
    while (at <= last && put <= room) {
      long word = (long) Words.VIEW.get(octets, at);
      long further = (long) Words.VIEW.get(octets, at + Long.BYTES);
      Words.VIEW.set(to, put, word); // what is too much will be written over
      Words.VIEW.set(to, put + Long.BYTES, further);
      if (Words.areText(word, further)) {
        seen |= word | further;
        at += STEP;
        put += STEP;
        continue;
      }
      seen |= word;
      int length = Words.textLength(word);
      if (length == Long.BYTES) {
        at += Long.BYTES;
        put += Long.BYTES;
        continue;
      }
      at += length;
      put += length;
      int next = behindLineEnd(octets, at, takesBareEnds);
      if (next == at) {
        break;
      }
      longLine |= put - lineStart > MAX_LINE;
      to[put++] = '\r';
      to[put++] = '\n';
      completed += put - lineStart;
      lineStart = put;
      at = next;
      if (octets[at] == '.') {
        break;
      }
    }
    filled = put;
    column = put - lineStart;
    eightBit |= Words.hasEightBit(seen);
    return at;
  }

  private static int behindLineEnd(byte[] octets, int at, boolean takesBareEnds) {
    if (octets[at] == '\r' && octets[at + 1] == '\n') {
      return at + 2;
    }
    return takesBareEnds && octets[at] != 0 ? at + 1 : at;
  }

  private void makeRoom(int length) throws IOException {
    if (length <= block.length - filled) {
      return;
    }
    if (block.length < BLOCK) {
      block = Arrays.copyOf(block, Math.min(4 * block.length, BLOCK));
    }
    if (length > block.length - filled) {
      flush();
    }
  }

  /** Puts octets as they are, at the start of a line: they are no text. */
  void raw(byte[] octets, int from, int to) throws IOException {
    int at = from;
    while (at < to) {
      makeRoom(1);
      int length = Math.min(to - at, block.length - filled);
      System.arraycopy(octets, at, block, filled, length);
      filled += length;
      at += length;
    }
    completed += to - from;
  }

  /** Hands the sink what was gathered. */
  void flush() throws IOException {
    if (filled > 0) {
      int length = filled;
      filled = 0;
      sink.write(block, 0, length);
    }
  }

  /** The same once nothing more comes. */
  void finish() throws IOException {
    int length = filled;
    filled = 0;
    sink.give(block, length);
  }

  /** Octets of text and line ends so far, without stuffed dots. */
  long size() {
    return completed + column;
  }

  /** Whether something of the line has been put. */
  boolean isAmidLine() {
    return column > 0;
  }

  /** Whether a completed line was longer than lines may be. */
  boolean hasLongLine() {
    return longLine;
  }

  /** Whether an octet was not ASCII that came alone or with its line ends. */
  boolean hasEightBit() {
    return eightBit;
  }
}
