package dev.packetboat.smtp.internal.content;

import dev.packetboat.mail.Content;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Body;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import dev.packetboat.smtp.internal.net.Buffers;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A content that was read once, so that what a server has to be told beforehand is known. A small
 * one is kept as it goes on the wire; a large one is read a second time while it is sent, and must
 * then be the same.
 */
public final class Outgoing {

  private static final int MAX_KEPT = 256 * 1024;
  private static final byte[] NOTHING = {};

  private final Content content;
  private final LineEnds lineEnds;
  private final Dots dots;
  private final Body body;
  private final ContentFacts facts;
  private final long wireSize;
  private final byte first;
  private @Nullable Kept kept;
  private boolean written;

  private Outgoing(
      Content content,
      LineEnds lineEnds,
      Dots dots,
      Body body,
      ContentEncoder encoder,
      FirstReading read) {
    this.content = content;
    this.lineEnds = lineEnds;
    this.dots = dots;
    this.body = body;
    this.facts = encoder.facts();
    this.wireSize = read.wireSize;
    this.first = read.first;
    this.kept = read.kept;
  }

  /**
   * Reads the content.
   *
   * @throws ContentRefusedException where it holds what no message may hold
   * @throws IOException where it cannot be read
   */
  public static Outgoing prepare(Content content, LineEnds lineEnds, Dots dots) throws IOException {
    return prepare(content, lineEnds, dots, Body.TEXT);
  }

  /** The same for a body that may be no text. */
  public static Outgoing prepare(Content content, LineEnds lineEnds, Dots dots, Body body)
      throws IOException {
    FirstReading read = new FirstReading();
    ContentEncoder encoder = new ContentEncoder(read, lineEnds, dots, body, content.size());
    encoder.write(content);
    encoder.finish();
    return new Outgoing(content, lineEnds, dots, body, encoder, read);
  }

  public ContentFacts facts() {
    return facts;
  }

  /** Whether all of it is in memory, so that it can be written at any time and cannot fail. */
  public boolean isKept() {
    return kept != null;
  }

  /** Its first octet; 0 where it is empty. */
  public byte first() {
    return first;
  }

  /**
   * Writes it as it stands on the wire, without the final dot, and never more than was read when it
   * was prepared. That can be done once.
   *
   * @throws ContentRefusedException where it is no longer what it was
   * @throws IOException where it cannot be read, or the sink fails
   */
  public void writeTo(ContentSink sink) throws IOException {
    if (written) {
      throw new IllegalStateException("it has been written");
    }
    written = true;
    Kept all = kept;
    if (all != null) {
      kept = null;
      all.writeTo(sink);
      return;
    }
    SecondReading bounded = new SecondReading(sink);
    ContentEncoder encoder = new ContentEncoder(bounded, lineEnds, dots, body, content.size());
    encoder.write(content);
    encoder.finish();
    if (bounded.left != 0 || !encoder.facts().equals(facts)) {
      throw changed(encoder.size() + " octets instead of " + facts.size());
    }
  }

  private static ContentRefusedException changed(String how) {
    return new ContentRefusedException("it changed while it was being sent: " + how);
  }

  /** Keeps what comes until it is too much. */
  private static final class FirstReading implements ContentSink {
    private @Nullable Kept kept;
    private long wireSize;
    private byte first;

    @Override
    public void write(byte[] octets, int offset, int length) {
      note(octets, offset, length);
      if (wireSize > MAX_KEPT) {
        kept = null;
        return;
      }
      if (kept == null) {
        kept = new Kept(NOTHING, 0);
      }
      kept.add(octets, offset, length);
    }

    @Override
    public void give(byte[] octets, int length) {
      if (wireSize == 0) {
        note(octets, 0, length);
        kept = new Kept(octets, length);
      } else {
        write(octets, 0, length);
        Buffers.giveBack(octets);
      }
    }

    private void note(byte[] octets, int offset, int length) {
      if (wireSize == 0 && length > 0) {
        first = octets[offset];
      }
      wireSize += length;
    }
  }

  /** Octets as they go on the wire. */
  private static final class Kept {
    private byte[] octets;
    private int length;

    Kept(byte[] octets, int length) {
      this.octets = octets;
      this.length = length;
    }

    void add(byte[] more, int offset, int count) {
      if (count > octets.length - length) {
        octets = Arrays.copyOf(octets, Math.max(length + count, Math.min(4 * length, MAX_KEPT)));
      }
      System.arraycopy(more, offset, octets, length, count);
      length += count;
    }

    void writeTo(ContentSink sink) throws IOException {
      sink.give(octets, length);
    }
  }

  /** Stops before more comes than the server was told of. */
  private final class SecondReading implements ContentSink {
    private final ContentSink sink;
    private long left = wireSize;

    SecondReading(ContentSink sink) {
      this.sink = sink;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw changed("more than " + facts.size() + " octets");
      }
      sink.write(octets, offset, length);
    }
  }
}
