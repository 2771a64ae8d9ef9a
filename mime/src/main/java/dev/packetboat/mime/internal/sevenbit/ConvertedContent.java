package dev.packetboat.mime.internal.sevenbit;

import dev.packetboat.mail.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** A message in 7 bit, made while it is read. */
record ConvertedContent(Content message, Plan plan, OptionalLong size) implements Content {

  @Override
  public InputStream open() throws IOException {
    return new Converted(message.open(), plan);
  }

  @Override
  public String toString() {
    return message + " in 7 bit";
  }

  /** Reads a block of the message at a time. */
  private static final class Converted extends InputStream {

    private final InputStream in;
    private final Rewriting rewriting;
    private final Block written = new Block();
    private final byte[] block = new byte[16 * 1024];
    private int position;
    private boolean complete;

    Converted(InputStream in, Plan plan) {
      this.in = in;
      this.rewriting = new Rewriting(plan, written);
    }

    @Override
    public int read() throws IOException {
      return fill() ? written.at(position++) & 0xFF : -1;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, written.size() - position);
      written.copy(position, octets, offset, count);
      position += count;
      return count;
    }

    private boolean fill() throws IOException {
      while (position == written.size() && !complete) {
        written.clear();
        position = 0;
        int count = in.read(block, 0, block.length);
        if (count < 0) {
          rewriting.finish();
          written.endLine();
          complete = true;
        } else {
          rewriting.take(block, count);
        }
      }
      return position < written.size();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** What was written and not yet read. */
  private static final class Block extends ByteArrayOutputStream {

    private byte last = '\n';

    byte at(int index) {
      return buf[index];
    }

    void copy(int from, byte[] octets, int offset, int length) {
      System.arraycopy(buf, from, octets, offset, length);
    }

    /** What was written is no longer wanted. */
    void clear() {
      last = count > 0 ? buf[count - 1] : last;
      reset();
    }

    /** Ends the last line, if that was not done. */
    void endLine() {
      byte end = count > 0 ? buf[count - 1] : last;
      if (end != '\n') {
        writeBytes(new byte[] {'\r', '\n'});
      }
    }
  }
}
