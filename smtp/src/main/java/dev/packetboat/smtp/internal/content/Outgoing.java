package dev.packetboat.smtp.internal.content;

import dev.packetboat.mail.Content;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Body;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A content that was read once, so that what a server has to be told beforehand is known. A small
 * one is kept as it goes on the wire; a large one is read a second time while it is sent, and must
 * then be the same: where it goes octet for octet out of a file, by what the file system says of
 * that.
 */
public final class Outgoing {

  private final Content content;
  private final LineEnds lineEnds;
  private final Dots dots;
  private final Body body;
  private final ContentFacts facts;
  private final long wireSize;
  private final byte first;
  private final @Nullable InFile inFile;
  private @Nullable Kept kept;
  private boolean written;

  private Outgoing(
      Content content,
      LineEnds lineEnds,
      Dots dots,
      Body body,
      ContentEncoder encoder,
      FirstReading read,
      Optional<FileState> file) {
    this.content = content;
    this.lineEnds = lineEnds;
    this.dots = dots;
    this.body = body;
    this.facts = encoder.facts();
    this.wireSize = read.size();
    this.first = read.first();
    this.kept = read.all();
    this.inFile = kept == null && dots == Dots.PLAIN ? InFile.of(file, encoder, read) : null;
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
    Optional<FileState> file = FileState.of(content);
    FirstReading read = new FirstReading();
    ContentEncoder encoder = new ContentEncoder(read, lineEnds, dots, body, content.size());
    encoder.write(content);
    encoder.finish();
    return new Outgoing(content, lineEnds, dots, body, encoder, read, file);
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
    if (inFile != null) {
      inFile.writeTo(sink);
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

  static ContentRefusedException changed(String how) {
    return new ContentRefusedException("it changed while it was being sent: " + how);
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
