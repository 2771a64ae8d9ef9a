package dev.packetboat.mime.internal;

import java.io.IOException;
import java.io.InputStream;

/** What a part contains; it ends where it can be decoded no further. Not thread-safe. */
final class PartStream extends InputStream {

  private final InputStream decoded;
  private final SourceStream source;

  PartStream(InputStream decoded, SourceStream source) {
    this.decoded = decoded;
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
  }

  @Override
  public int read(byte[] octets, int offset, int length) throws IOException {
    try {
      return decoded.read(octets, offset, length);
    } catch (IOException e) {
      source.rethrowOwn();
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
