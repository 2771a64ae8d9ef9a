package dev.packetboat.smtp.internal.content;

import dev.packetboat.smtp.internal.net.Buffers;
import java.io.IOException;

/** Takes octets as they stand on the wire. The arrays may be written over afterwards. */
@FunctionalInterface
public interface ContentSink {

  void write(byte[] octets, int offset, int length) throws IOException;

  /**
   * The last octets, from the start of an array that is lent: the sink gives it back to {@link
   * Buffers} when it no longer uses it.
   */
  default void give(byte[] octets, int length) throws IOException {
    if (length > 0) {
      write(octets, 0, length);
    }
    Buffers.giveBack(octets);
  }
}
