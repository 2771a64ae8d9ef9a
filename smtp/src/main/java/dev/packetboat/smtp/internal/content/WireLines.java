package dev.packetboat.smtp.internal.content;

import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import dev.packetboat.smtp.internal.net.Buffers;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Lines as they stand on the wire, dots stuffed, gathered to blocks for the sink. The block is
 * small at first, unless it is known how much will come: most messages are. After {@link #finish}
 * there is none.
 */
final class WireLines {

  private static final byte[] NO_BLOCK = {};
  private static final int MAX_LINE = 998; // RFC 5321 §4.5.3.1.6, without CRLF

  private static final byte[] CRLF = {'\r', '\n'};

  private final ContentSink sink;
  private final boolean stuffs;
  private byte[] block;
  private int filled;
  private long size;
  private long lineStart; // as a size
  private boolean eightBit;
  private boolean longLine;

  /**
   * For a content of which nothing is known but its size, if that.
   *
   * @param size in octets, as far as it is known
   */
  WireLines(ContentSink sink, Dots dots, OptionalLong size) {
    this.sink = sink;
    this.stuffs = dots == Dots.STUFFED;
    // Line ends and dots may make it a little more.
    long expected = size.orElse(0);
    boolean small = expected + expected / 32 + 128 <= Buffers.SMALL.size();
    this.block = (small ? Buffers.SMALL : Buffers.LARGE).borrow();
  }

  /** Puts one octet of text. */
  void put(byte octet) throws IOException {
    stuffBefore(octet);
    makeRoom(1);
    block[filled++] = octet;
    eightBit |= octet < 0;
    size++;
  }

  /** Puts text, at least one octet of it and no line end. */
  void put(byte[] text, int from, int to) throws IOException {
    stuffBefore(text[from]);
    append(text, from, to);
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
    if (octet == '.' && stuffs && !isAmidLine()) {
      putDot();
    }
  }

  private void putDot() throws IOException {
    makeRoom(1);
    block[filled++] = '.';
  }

  void endLine() throws IOException {
    longLine |= size - lineStart > MAX_LINE;
    append(CRLF, 0, CRLF.length);
    lineStart = size;
  }

  /**
   * Puts text with its line ends, as far as that can be done fast: what is on the wire as it is
   * here is not looked at again, but copied in one go. Returns the index of the first octet that
   * was left: one of the last few, a NUL, or a line end that is no CRLF if such are not taken.
   */
  int copy(byte[] octets, int from, int end, boolean takesBareEnds) throws IOException {
    int last = end - Words.BLOCK - 2; // behind a block there is room for a line end and a dot
    if (from > last) {
      return from;
    }
    stuffBefore(octets[from]);
    int at = from;
    while (true) {
      int start = at;
      at = skipText(octets, start, last);
      boolean isEnd = at <= last && octets[at] != 0;
      boolean isCrlf = isEnd && octets[at] == '\r' && octets[at + 1] == '\n';
      if (!isCrlf && !(isEnd && takesBareEnds)) {
        append(octets, start, at);
        return at;
      }
      putLine(octets, start, at);
      at += isCrlf ? 2 : 1;
      if (at > last) {
        return at;
      }
      stuffBefore(octets[at]);
    }
  }

  /** Puts what ends with the end of a line, and that end. */
  private void putLine(byte[] octets, int from, int to) throws IOException {
    int length = to - from;
    if (length + CRLF.length > block.length - filled) {
      append(octets, from, to);
      endLine();
      return;
    }
    byte[] into = block;
    System.arraycopy(octets, from, into, filled, length);
    int end = filled + length;
    into[end] = '\r';
    into[end + 1] = '\n';
    filled = end + CRLF.length;
    longLine |= size + length - lineStart > MAX_LINE;
    size += length + CRLF.length;
    lineStart = size;
  }

  /**
   * Skips text and the CRLF of its lines that are on the wire as they are here: up to a NUL, a bare
   * CR or LF, a CRLF with a dot behind it, or the last octets. They are noted as if they were put.
   */
  private int skipText(byte[] octets, int from, int last) {
    long base = from - size;
    long line = base + lineStart; // the index of its first octet
    boolean someLong = false;
    long seen = 0;
    int at = from;
    while (at <= last) {
      long first = Words.at(octets, at);
      long second = Words.at(octets, at + Long.BYTES);
      long third = Words.at(octets, at + 2 * Long.BYTES);
      long fourth = Words.at(octets, at + 3 * Long.BYTES);
      if (Words.arePlain(first, second, third, fourth)) {
        at += Words.BLOCK;
        continue;
      }
      seen |= first | second | third | fourth;
      int length = Words.textLength(first, second, third, fourth);
      at += length;
      if (length == Words.BLOCK) {
        continue;
      }
      if (octets[at] == '\r' && octets[at + 1] == '\n' && (octets[at + 2] != '.' || !stuffs)) {
        someLong |= at - line > MAX_LINE;
        at += 2;
        line = at;
      } else if (Words.isSpecial(octets[at])) {
        break;
      } else {
        at++; // a tab, for one
      }
    }
    lineStart = line - base;
    longLine |= someLong;
    eightBit |= Words.hasEightBit(seen);
    return at;
  }

  /** Whatever it is, as it is. */
  private void append(byte[] octets, int from, int to) throws IOException {
    int at = from;
    while (at < to) {
      if (to - at >= Buffers.LARGE.size()) {
        flush();
        sink.write(octets, at, Buffers.LARGE.size());
        at += Buffers.LARGE.size();
        continue;
      }
      makeRoom(to - at);
      int length = Math.min(to - at, block.length - filled);
      System.arraycopy(octets, at, block, filled, length);
      filled += length;
      at += length;
    }
    size += to - from;
  }

  private void makeRoom(int length) throws IOException {
    if (length <= block.length - filled) {
      return;
    }
    if (block.length < Buffers.LARGE.size()) {
      byte[] larger = Buffers.LARGE.borrow();
      System.arraycopy(block, 0, larger, 0, filled);
      Buffers.giveBack(block);
      block = larger;
    }
    if (length > block.length - filled) {
      flush();
    }
  }

  /** Puts octets as they are, at the start of a line: they are no text. */
  void raw(byte[] octets, int from, int to) throws IOException {
    append(octets, from, to);
    lineStart = size;
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
    byte[] last = block;
    int length = filled;
    block = NO_BLOCK;
    filled = 0;
    sink.give(last, length);
  }

  /** Octets of text and line ends so far, without stuffed dots. */
  long size() {
    return size;
  }

  /** Whether something of the line has been put. */
  boolean isAmidLine() {
    return size > lineStart;
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
