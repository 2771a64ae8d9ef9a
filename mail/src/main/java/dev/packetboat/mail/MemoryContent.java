package dev.packetboat.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;

/** Octets in memory. */
final class MemoryContent implements Content {

  private final byte[] octets;

  MemoryContent(byte[] octets) {
    this.octets = octets;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(octets);
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(octets.length);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(octets);
  }

  @Override
  public String toString() {
    return octets.length + " octets in memory";
  }
}
