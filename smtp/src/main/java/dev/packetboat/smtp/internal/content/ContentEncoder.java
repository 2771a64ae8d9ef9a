package dev.packetboat.smtp.internal.content;

import dev.packetboat.mail.Content;
import dev.packetboat.smtp.LineEnds;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns a message into what stands on the wire, in one pass and constant memory, however the input
 * is cut: CR, LF and CRLF each become CRLF, a missing last one is added, Bcc and Resent-Bcc leave
 * the header, and dots at the start of a line are doubled. NUL is refused (RFC 5322 §4). All of it
 * happens on the same lines, so that no input can hide a line from one of these steps.
 *
 * <p>{@link #finish} completes the last line. The final dot is not written: it belongs to whoever
 * decides that the message ends. After a failure nothing more is taken, and {@link #finish} fails
 * too: a writer that goes on regardless cannot have half a message sent.
 *
 * <p>What each octet means is said once, octet by octet; the body and long header lines go faster
 * as far as they are plain text.
 */
public final class ContentEncoder extends OutputStream {

  /** Whether a dot at the start of a line is doubled. */
  public enum Dots {
    /** As DATA needs it (RFC 5321 §4.5.2). */
    STUFFED,
    /** As BDAT needs it (RFC 3030 §2). */
    PLAIN
  }

  /** What the body is made of. */
  public enum Body {
    /** Lines of text. */
    TEXT,
    /** Octets that are sent as they are, as BINARYMIME has it (RFC 3030 §3). */
    OCTETS
  }

  private final WireLines lines;
  private final boolean strict;
  private final boolean raw;
  private final HeaderFilter header = new HeaderFilter(this::keep);
  private final Utf8Check headerText = new Utf8Check();
  private boolean inHeader = true;
  private boolean afterCr;
  private boolean finished;
  private @Nullable IOException failure;
  private long taken;
  private long bodyAt = -1; // how much was taken before it, -1 as long as it has not begun
  private long bodySentAt;

  public ContentEncoder(ContentSink sink, LineEnds lineEnds, Dots dots) {
    this(sink, lineEnds, dots, Body.TEXT, OptionalLong.empty());
  }

  /**
   * For a body that may be no text.
   *
   * @param size of what comes in octets, as far as it is known
   */
  public ContentEncoder(
      ContentSink sink, LineEnds lineEnds, Dots dots, Body body, OptionalLong size) {
    this.lines = new WireLines(sink, dots, size);
    this.strict = lineEnds == LineEnds.STRICT;
    this.raw = body == Body.OCTETS;
  }

  /**
   * Takes all of a content. Where that does not come to its end, nothing more is taken.
   *
   * @throws IOException what failed first, here or in the sink, whatever the content made of it;
   *     otherwise what failed in the content
   */
  public void write(Content content) throws IOException {
    boolean complete = false;
    try {
      content.writeTo(this);
      complete = true;
    } catch (UncheckedIOException unreadable) {
      throw failure != null ? failure : unreadable.getCause();
    } catch (IOException unreadable) {
      throw failure != null ? failure : unreadable;
    } finally {
      if (!complete && failure == null) {
        failure = new IOException("it was not written to its end");
      }
    }
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, octets.length);
    if (finished || failure != null) {
      throw new IOException("no more content is taken", failure);
    }
    try {
      take(octets, offset, offset + length);
    } catch (IOException broken) {
      failure = broken;
      throw broken;
    }
  }

  private void take(byte[] octets, int from, int end) throws IOException {
    int at = from;
    while (at < end) {
      if (bodyAt < 0 && !inHeader) {
        bodyAt = taken;
        bodySentAt = lines.size();
      }
      if (raw && !inHeader && !afterCr) {
        lines.raw(octets, at, end);
        taken += end - at;
        return;
      }
      int next = afterCr ? at : takeText(octets, at, end);
      taken += next - at;
      at = next;
      if (at < end - 1 && !afterCr && octets[at] == '\r' && octets[at + 1] == '\n') {
        endLine();
        at += 2;
        taken += 2;
      } else if (at < end) {
        take(octets[at++]);
        taken++;
      }
    }
  }

  /** Takes text as far as nothing in it wants a closer look. */
  private int takeText(byte[] octets, int from, int end) throws IOException {
    if (!inHeader) {
      int copied = lines.copy(octets, from, end, !strict);
      return copied > from ? copied : takeRun(octets, from, end);
    }
    if (!header.isDecided() && !header.keepsAll(octets, from, end)) {
      return from;
    }
    int to = Words.nextSpecial(octets, from, end);
    if (header.isKept()) {
      keep(octets, from, to - from);
    }
    return to;
  }

  /** Takes text of the body up to the next octet that is more than that. */
  private int takeRun(byte[] octets, int from, int end) throws IOException {
    int to = Words.nextSpecial(octets, from, end);
    if (to > from) {
      lines.putBody(octets, from, to);
    }
    return to;
  }

  private void take(byte octet) throws IOException {
    if (afterCr) {
      afterCr = false;
      if (octet == '\n') {
        endLine();
        return;
      }
      refuseBareCr();
      endLine();
    }
    switch (octet) {
      case '\r' -> afterCr = true;
      case '\n' -> {
        refuseBare("LF", taken);
        endLine();
      }
      case 0 -> throw new ContentRefusedException("it holds a NUL octet, at offset " + taken);
      default -> takeText(octet);
    }
  }

  private void takeText(byte octet) throws IOException {
    if (inHeader) {
      header.octet(octet);
    } else {
      lines.put(octet);
    }
  }

  /** What is sent of a header line. */
  private void keep(byte[] octets, int offset, int length) throws IOException {
    if (length > 0) {
      headerText.octets(octets, offset, offset + length);
      lines.put(octets, offset, offset + length);
    }
  }

  private void endLine() throws IOException {
    if (inHeader) {
      boolean sent = header.endLine();
      inHeader = !header.isOver();
      if (!sent) {
        return;
      }
      headerText.endLine();
    }
    lines.endLine();
  }

  private void refuseBareCr() throws ContentRefusedException {
    refuseBare("CR", taken - 1);
  }

  private void refuseBare(String what, long offset) throws ContentRefusedException {
    if (strict) {
      throw new ContentRefusedException(
          "it holds a " + what + " that is not part of a CRLF, at offset " + offset);
    }
  }

  /**
   * Completes the last line and hands everything to the sink. An empty content stays empty.
   *
   * @throws IOException what failed before, too
   */
  public void finish() throws IOException {
    if (failure != null) {
      throw failure;
    }
    finished = true;
    try {
      endLastLine();
      lines.finish();
    } catch (IOException broken) {
      failure = broken;
      throw broken;
    }
  }

  private void endLastLine() throws IOException {
    if (afterCr) {
      refuseBareCr();
      endLine();
    } else if (inHeader ? header.isAmidLine() : lines.isAmidLine()) {
      if (strict) {
        throw new ContentRefusedException("its last line does not end with CRLF");
      }
      endLine();
    }
  }

  /** Octets so far as sent, without stuffed dots (RFC 1870 §3). */
  public long size() {
    return lines.size();
  }

  /**
   * Whether the body has begun and all of it so far is on the wire as it came: nothing leaves a
   * body, so that any change would have made it longer. But for stuffed dots, which do not count.
   */
  boolean isBodyUnchanged() {
    long put = lines.size() - bodySentAt + (afterCr ? 1 : 0);
    return bodyAt >= 0 && put == taken - bodyAt;
  }

  /** Hands to the sink what has been put so far. */
  void handOver() throws IOException {
    lines.flush();
  }

  /** Octets of the input so far. */
  long taken() {
    return taken;
  }

  /** What is known of the content after {@link #finish}. */
  public ContentFacts facts() {
    boolean eightBitHeader = headerText.hasEightBit();
    return new ContentFacts(
        lines.size(),
        eightBitHeader || lines.hasEightBit(),
        eightBitHeader && headerText.isValid(),
        lines.hasLongLine());
  }
}
