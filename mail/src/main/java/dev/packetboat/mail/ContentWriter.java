package dev.packetboat.mail;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Something that can write a message. It may be called more than once, and writes the same octets
 * each time.
 */
@FunctionalInterface
public interface ContentWriter {

  /** Writes the message; the stream is not closed. */
  void writeTo(OutputStream out) throws IOException;
}
