package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what a message is made of: octets that are written here, and contents that are put in
 * their place to be read when the message is.
 */
final class Segments extends OutputStream {

  private final List<Content> contents = new ArrayList<>();
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

  @Override
  public void write(int octet) {
    octets.write(octet);
  }

  @Override
  public void write(byte[] more, int offset, int length) {
    octets.write(more, offset, length);
  }

  /** Puts a content after what was written so far. */
  void place(Content content) {
    endOctets();
    contents.add(content);
  }

  private void endOctets() {
    contents.add(Content.of(octets.toByteArray()));
    octets.reset();
  }

  /** All of it, one after the other. */
  Content content() {
    endOctets();
    return new ChainedContent(List.copyOf(contents));
  }
}
