package dev.packetboat.smtp.internal.content;

import dev.packetboat.mail.Content;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A content that was read once, so that what a server has to be told beforehand is known. A small
 * one is kept as it goes on the wire; a large one is read a second time while it is sent, and must
 * then be the same.
 */
public final class Outgoing {

  private static final int MAX_KEPT = 256 * 1024;

  private final Content content;
  private final LineEnds lineEnds;
  private final Dots dots;
  private final ContentFacts facts;
  private final @Nullable Kept kept;

  private Outgoing(
      Content content, LineEnds lineEnds, Dots dots, ContentFacts facts, @Nullable Kept kept) {
    this.content = content;
    this.lineEnds = lineEnds;
    this.dots = dots;
    this.facts = facts;
    this.kept = kept;
  }

  /**
   * Reads the content.
   *
   * @throws ContentRefusedException where it holds what no message may hold
   * @throws IOException where it cannot be read
   */
  public static Outgoing prepare(Content content, LineEnds lineEnds, Dots dots) throws IOException {
    Keeper keeper = new Keeper();
    ContentEncoder encoder = new ContentEncoder(keeper, lineEnds, dots);
    content.writeTo(encoder);
    encoder.finish();
    return new Outgoing(content, lineEnds, dots, encoder.facts(), keeper.kept);
  }

  public ContentFacts facts() {
    return facts;
  }

  /**
   * Writes it as it stands on the wire, without the final dot.
   *
   * @throws ContentRefusedException where it is no longer what it was
   */
  public void writeTo(ContentSink sink) throws IOException {
    if (kept != null) {
      kept.writeTo(sink);
      return;
    }
    ContentEncoder encoder = new ContentEncoder(sink, lineEnds, dots);
    content.writeTo(encoder);
    encoder.finish();
    if (!encoder.facts().equals(facts)) {
      throw new ContentRefusedException(
          "it changed while it was being sent: "
              + encoder.size()
              + " octets instead of "
              + facts.size());
    }
  }

  /** Octets as they go on the wire, without a copy of the array. */
  private static final class Kept extends ByteArrayOutputStream {
    void writeTo(ContentSink sink) throws IOException {
      if (count > 0) {
        sink.write(buf, 0, count);
      }
    }
  }

  /** Keeps what comes until it is too much. */
  private static final class Keeper implements ContentSink {
    private @Nullable Kept kept = new Kept();

    @Override
    public void write(byte[] octets, int offset, int length) {
      if (kept != null && kept.size() + length <= MAX_KEPT) {
        kept.write(octets, offset, length);
      } else {
        kept = null;
      }
    }
  }
}
