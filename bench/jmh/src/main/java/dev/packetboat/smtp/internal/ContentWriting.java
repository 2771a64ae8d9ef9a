package dev.packetboat.smtp.internal;

import dev.packetboat.mail.Content;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder;
import dev.packetboat.smtp.internal.content.ContentEncoder.Body;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.IOException;

/** A message becomes what stands on the wire. */
final class ContentWriting {

  private ContentWriting() {}

  /** Copies that into an array, as a socket would copy it. Returns how many octets it sent. */
  static long to(byte[] copy, Content content) throws IOException {
    int[] at = new int[1];
    ContentEncoder encoder =
        new ContentEncoder(
            (from, offset, length) -> {
              System.arraycopy(from, offset, copy, at[0], length);
              at[0] += length;
            },
            LineEnds.NORMALIZED,
            Dots.STUFFED,
            Body.TEXT,
            content.size());
    encoder.write(content);
    encoder.finish();
    return encoder.size();
  }
}
