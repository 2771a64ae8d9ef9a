package dev.packetboat.cli;

import dev.packetboat.mail.Content;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;

/** A part of an mbox: read anew, and unquoted, each time it is opened. */
final class MboxMessage implements Content {

  private final Content box;
  private final MboxIndex.Place place;

  MboxMessage(Content box, MboxIndex.Place place) {
    this.box = box;
    this.place = place;
  }

  @Override
  public InputStream open() throws IOException {
    InputStream in = box.open();
    try {
      // Of a file this reads nothing.
      in.skipNBytes(place.start());
    } catch (IOException failed) {
      in.close();
      throw failed;
    }
    InputStream part = new Part(in, place.end() - place.start());
    return place.quotedLines() == 0 ? part : new Unquoting(part);
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(place.end() - place.start() - place.quotedLines());
  }

  @Override
  public String toString() {
    return "octets " + place.start() + " to " + place.end() + " of " + box;
  }

  /** So much of a stream and no more; and no less. */
  private static final class Part extends FilterInputStream {

    private long left;

    Part(InputStream in, long length) {
      super(in);
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(octets, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("it has become shorter");
      }
      left -= count;
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = in.skip(Math.min(count, left));
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  /** Takes the {@code >} away from before {@code From } at the start of a line, the last one. */
  private static final class Unquoting extends InputStream {

    private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};

    private final BufferedInputStream in;
    private boolean mayBeQuote = true;

    Unquoting(InputStream in) {
      this.in = new BufferedInputStream(in);
    }

    @Override
    public int read() throws IOException {
      int octet = in.read();
      if (octet == '>' && mayBeQuote && isFromNext()) {
        octet = in.read();
      }
      mayBeQuote = octet == '\n' || octet == '>' && mayBeQuote;
      return octet;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      int count = 0;
      int octet = 0;
      while (count < length && (octet = read()) >= 0) {
        octets[offset + count++] = (byte) octet;
      }
      return octet < 0 && count == 0 ? -1 : count;
    }

    private boolean isFromNext() throws IOException {
      in.mark(FROM.length);
      byte[] next = in.readNBytes(FROM.length);
      in.reset();
      return Arrays.equals(next, FROM);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
