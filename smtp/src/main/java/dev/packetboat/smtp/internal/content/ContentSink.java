package dev.packetboat.smtp.internal.content;

import java.io.IOException;

/** Takes octets as they stand on the wire. */
@FunctionalInterface
public interface ContentSink {

  void write(byte[] octets, int offset, int length) throws IOException;

  /** The last octets, from the start of an array that is the sink's own from now on. */
  default void give(byte[] octets, int length) throws IOException {
    if (length > 0) {
      write(octets, 0, length);
    }
  }
}
