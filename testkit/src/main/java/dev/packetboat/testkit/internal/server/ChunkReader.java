package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.internal.wire.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;

/**
 * Reads content that comes in chunks (RFC 3030 §2), octet for octet. For one content and one
 * thread.
 */
final class ChunkReader {

  private final ContentBuffer buffer;
  private final Judgement mishap;
  private long read;

  /**
   * @param mishap what is to happen amid the content; its octets count over all chunks
   */
  ChunkReader(ContentBuffer buffer, Judgement mishap) {
    this.buffer = buffer;
    this.mishap = mishap;
  }

  /** For what is read and thrown away. */
  static ChunkReader discarding() {
    return new ChunkReader(
        ContentBuffer.ofOctets(0), new Judgement(Duration.ZERO, new Action.Proceed(), 0));
  }

  /** Reads a chunk, and does on the way what is to happen there. */
  void read(long count, Wire wire, Conduct conduct) throws IOException, InterruptedException {
    for (long left = count; left > 0; left--) {
      if (read++ == mishap.octets()) {
        conduct.carryOut(mishap);
      }
      int octet = wire.read();
      if (octet < 0) {
        throw new EOFException("the client left in the middle of a chunk");
      }
      buffer.add(octet);
    }
  }

  ContentBuffer buffer() {
    return buffer;
  }
}
