package dev.packetboat.smtp.internal.content;

import java.io.IOException;

/** Gathers small pieces to blocks. A piece as large as a block goes straight through. */
final class WireBuffer {

  static final int BLOCK = 64 * 1024;

  private final ContentSink sink;
  private final byte[] block = new byte[BLOCK];
  private int filled;

  WireBuffer(ContentSink sink) {
    this.sink = sink;
  }

  void put(byte octet) throws IOException {
    if (filled == BLOCK) {
      flush();
    }
    block[filled++] = octet;
  }

  void put(byte[] octets, int from, int to) throws IOException {
    int length = to - from;
    if (length > BLOCK - filled) {
      flush();
      if (length >= BLOCK) {
        sink.write(octets, from, length);
        return;
      }
    }
    System.arraycopy(octets, from, block, filled, length);
    filled += length;
  }

  void flush() throws IOException {
    if (filled > 0) {
      int length = filled;
      filled = 0;
      sink.write(block, 0, length);
    }
  }
}
