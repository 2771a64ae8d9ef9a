package dev.packetboat.smtp.internal.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The streams of a Unix domain socket's channel, which has no socket to make them. Closing the
 * channel, or an interrupt, ends what waits. One thread reads and writes.
 */
final class LocalStreams {

  private final SocketChannel channel;
  private final ByteBuffer ahead = ByteBuffer.allocate(8 * 1024).limit(0);

  LocalStreams(SocketChannel channel) {
    this.channel = channel;
  }

  InputStream in() {
    return new In();
  }

  OutputStream out() {
    return new Out();
  }

  /** What has come is read without waiting, and kept. */
  private void look() throws IOException {
    if (ahead.hasRemaining()) {
      return;
    }
    channel.configureBlocking(false);
    ahead.clear();
    try {
      channel.read(ahead); // nothing at the end, too
    } finally {
      ahead.flip();
      if (channel.isOpen()) {
        channel.configureBlocking(true);
      }
    }
  }

  private final class In extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] octet = new byte[1];
      return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (!ahead.hasRemaining()) {
        return channel.read(ByteBuffer.wrap(buffer, offset, length));
      }
      int count = Math.min(length, ahead.remaining());
      ahead.get(buffer, offset, count);
      return count;
    }

    @Override
    public int available() throws IOException {
      look();
      return ahead.remaining();
    }
  }

  private final class Out extends OutputStream {

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(octets, offset, length);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    }
  }
}
