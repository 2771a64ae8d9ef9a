package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/** Contents one after the other, of which one at a time is open. */
record ChainedContent(List<Content> contents) implements Content {

  @Override
  public InputStream open() {
    return new Chain(contents.iterator());
  }

  @Override
  public OptionalLong size() {
    long sum = 0;
    for (Content content : contents) {
      OptionalLong size = content.size();
      if (size.isEmpty()) {
        return size;
      }
      sum += size.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    for (Content content : contents) {
      content.writeTo(out);
    }
  }

  @Override
  public String toString() {
    return "a composed message";
  }

  private static final class Chain extends InputStream {

    private Iterator<Content> rest;
    private InputStream current = InputStream.nullInputStream();

    Chain(Iterator<Content> rest) {
      this.rest = rest;
    }

    @Override
    public int read() throws IOException {
      byte[] octet = new byte[1];
      return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      int count = current.read(octets, offset, length);
      while (count < 0 && rest.hasNext()) {
        current.close();
        current = rest.next().open();
        count = current.read(octets, offset, length);
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      rest = Collections.emptyIterator();
      current.close();
    }
  }
}
