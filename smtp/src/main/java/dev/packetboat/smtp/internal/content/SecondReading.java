package dev.packetboat.smtp.internal.content;

import dev.packetboat.mail.Content;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Body;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.IOException;

/**
 * A content that was read and is not kept: it is read again, and must be the same.
 *
 * @param wireSize how many octets it had on the wire
 */
record SecondReading(
    Content content, LineEnds lineEnds, Dots dots, Body body, ContentFacts facts, long wireSize)
    implements Outgoing.Source {

  @Override
  public void writeTo(ContentSink sink) throws IOException {
    Bounded bounded = new Bounded(sink);
    ContentEncoder encoder = new ContentEncoder(bounded, lineEnds, dots, body, content.size());
    encoder.write(content);
    encoder.finish();
    if (bounded.left != 0 || !encoder.facts().equals(facts)) {
      throw Outgoing.changed(encoder.size() + " octets instead of " + facts.size());
    }
  }

  /** Stops before more comes than the server was told of. */
  private final class Bounded implements ContentSink {
    private final ContentSink sink;
    private long left = wireSize;

    Bounded(ContentSink sink) {
      this.sink = sink;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw Outgoing.changed("more than " + facts.size() + " octets");
      }
      sink.write(octets, offset, length);
    }
  }
}
