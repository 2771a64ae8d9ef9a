package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;

/** A content in base64 (RFC 2045 §6.8), encoded while it is read: lines of 76, each with CRLF. */
record Base64Content(Content plain) implements Content {

  private static final int LINE = 57;
  private static final int BLOCK = 256 * LINE;

  @Override
  public InputStream open() throws IOException {
    return new Encoded(plain.open());
  }

  @Override
  public OptionalLong size() {
    OptionalLong size = plain.size();
    return size.isPresent() ? OptionalLong.of(encoded(size.getAsLong())) : size;
  }

  private static long encoded(long size) {
    return (size + 2) / 3 * 4 + (size + LINE - 1) / LINE * 2;
  }

  @Override
  public String toString() {
    return plain + " in base64";
  }

  /** Reads a block of whole lines at a time. */
  private static final class Encoded extends InputStream {

    private static final byte[] CRLF = {'\r', '\n'};

    private final InputStream in;
    private byte[] block = {};
    private int position;

    Encoded(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return fill() ? block[position++] : -1;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, block.length - position);
      System.arraycopy(block, position, octets, offset, count);
      position += count;
      return count;
    }

    private boolean fill() throws IOException {
      if (position == block.length) {
        byte[] plain = in.readNBytes(BLOCK);
        byte[] lines = Base64.getMimeEncoder(76, CRLF).encode(plain);
        block = plain.length == 0 ? lines : Arrays.copyOf(lines, lines.length + 2);
        System.arraycopy(CRLF, 0, block, lines.length, block.length - lines.length);
        position = 0;
      }
      return position < block.length;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
