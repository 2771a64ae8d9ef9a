package dev.packetboat.smtp.internal.content;

import java.io.IOException;

/** Takes octets as they stand on the wire. */
@FunctionalInterface
public interface ContentSink {

  void write(byte[] octets, int offset, int length) throws IOException;
}
