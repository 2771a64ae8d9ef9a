package dev.packetboat.smtp.internal.content;

import dev.packetboat.smtp.LineEnds;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Turns a message into what stands on the wire, in one pass and constant memory, however the input
 * is cut: CR, LF and CRLF each become CRLF, a missing last one is added, Bcc and Resent-Bcc leave
 * the header, and dots at the start of a line are doubled. NUL is refused (RFC 5322 §4). All of it
 * happens on the same lines, so that no input can hide a line from one of these steps.
 *
 * <p>{@link #finish} completes the last line. The final dot is not written: it belongs to whoever
 * decides that the message ends.
 */
public final class ContentEncoder extends OutputStream {

  /** Whether a dot at the start of a line is doubled. */
  public enum Dots {
    /** As DATA needs it (RFC 5321 §4.5.2). */
    STUFFED,
    /** As BDAT needs it (RFC 3030 §2). */
    PLAIN
  }

  private static final int MAX_LINE = 998; // RFC 5321 §4.5.3.1.6, without CRLF

  private final WireBuffer out;
  private final boolean strict;
  private final boolean stuffs;
  private final HeaderFilter header = new HeaderFilter(this::headerOctet);
  private final OctetScan scan = new OctetScan();
  private boolean inHeader = true;
  private boolean afterCr;
  private boolean longLine;
  private long taken;
  private long size;
  private long column;

  public ContentEncoder(ContentSink sink, LineEnds lineEnds, Dots dots) {
    this.out = new WireBuffer(sink);
    this.strict = lineEnds == LineEnds.STRICT;
    this.stuffs = dots == Dots.STUFFED;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      int before = at;
      if (afterCr) {
        at = afterCr(octets, at);
      } else if (inHeader) {
        at = inHeader(octets, at);
      } else {
        at = inBody(octets, at, end);
      }
      taken += at - before;
    }
  }

  /** The octet behind a CR decides whether it was a line end of its own. */
  private int afterCr(byte[] octets, int at) throws IOException {
    afterCr = false;
    if (octets[at] == '\n') {
      endLine();
      return at + 1;
    }
    refuseIfStrict("CR");
    endLine();
    return at;
  }

  private int inHeader(byte[] octets, int at) throws IOException {
    byte octet = octets[at];
    if (octet == '\r') {
      afterCr = true;
    } else if (octet == '\n') {
      refuseIfStrict("LF");
      endLine();
    } else {
      refuseNul(octet);
      header.octet(octet);
    }
    return at + 1;
  }

  /** What the filter lets through. */
  private void headerOctet(byte octet) throws IOException {
    if (column == 0 && octet == '.' && stuffs) {
      out.put(octet);
    }
    out.put(octet);
    size++;
    column++;
  }

  /**
   * Takes all up to an irregularity: regular lines go out as one piece, because they stand in the
   * input as on the wire.
   */
  private int inBody(byte[] octets, int from, int end) throws IOException {
    if (column == 0) {
      stuff(octets[from]);
    }
    int run = from;
    long lineStart = from - column;
    int at = from;
    while (true) {
      at = scan.next(octets, at, end);
      if (at == end) {
        copy(octets, run, end);
        column = end - lineStart;
        return end;
      }
      boolean isCr = octets[at] == '\r';
      if (!isCr || at + 1 == end || octets[at + 1] != '\n') {
        copy(octets, run, at);
        column = at - lineStart;
        return irregular(octets[at], at);
      }
      noteLine(at - lineStart);
      at += 2;
      lineStart = at;
      if (at < end && octets[at] == '.' && stuffs) {
        copy(octets, run, at);
        out.put((byte) '.');
        run = at;
      }
    }
  }

  /** A NUL, a bare LF, or a CR of which it is not yet known whether it is bare. */
  private int irregular(byte octet, int at) throws IOException {
    refuseNul(octet);
    if (octet == '\r') {
      afterCr = true;
    } else {
      refuseIfStrict("LF");
      endLine();
    }
    return at + 1;
  }

  private void stuff(byte first) throws IOException {
    if (first == '.' && stuffs) {
      out.put(first);
    }
  }

  private void copy(byte[] octets, int from, int to) throws IOException {
    size += to - from;
    out.put(octets, from, to);
  }

  private void endLine() throws IOException {
    if (inHeader && !header.endLine()) {
      return; // the line was no part of what is sent
    }
    if (inHeader && header.isOver()) {
      inHeader = false;
    }
    noteLine(column);
    out.put((byte) '\r');
    out.put((byte) '\n');
    size += 2;
    column = 0;
  }

  private void noteLine(long length) {
    longLine |= length > MAX_LINE;
  }

  private void refuseNul(byte octet) throws ContentRefusedException {
    if (octet == 0) {
      throw new ContentRefusedException("it holds a NUL octet, at offset " + taken + " or after");
    }
  }

  private void refuseIfStrict(String what) throws ContentRefusedException {
    if (strict) {
      throw new ContentRefusedException(
          "it holds a " + what + " that is not part of a CRLF, at offset " + taken + " or after");
    }
  }

  /** Completes the last line and hands everything to the sink. */
  public void finish() throws IOException {
    if (afterCr) {
      afterCr = false;
      refuseIfStrict("CR");
      endLine();
    }
    if (inHeader) {
      header.endOfInput();
    }
    if (column > 0) {
      if (strict) {
        throw new ContentRefusedException("its last line does not end with CRLF");
      }
      inHeader = false;
      endLine();
    }
    out.flush();
  }

  /** Octets so far as sent, without stuffed dots (RFC 1870 §3). */
  public long size() {
    return size;
  }

  /** What is known of the content after {@link #finish}. */
  public ContentFacts facts() {
    return new ContentFacts(
        size, scan.hasEightBit() || header.hasEightBit(), header.hasUtf8(), longLine);
  }
}
