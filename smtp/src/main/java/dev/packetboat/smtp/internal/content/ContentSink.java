package dev.packetboat.smtp.internal.content;

import dev.packetboat.smtp.internal.net.Buffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Takes octets as they stand on the wire. The arrays may be written over afterwards. */
@FunctionalInterface
public interface ContentSink {

  void write(byte[] octets, int offset, int length) throws IOException;

  /**
   * The same out of a file.
   *
   * @throws IOException where it no longer has so many, too
   */
  default void write(FileChannel file, long position, long length) throws IOException {
    byte[] buffer = Buffers.LARGE.borrow();
    long at = position;
    long end = position + length;
    while (at < end) {
      int room = (int) Math.min(buffer.length, end - at);
      int read = file.read(ByteBuffer.wrap(buffer, 0, room), at);
      if (read < 0) {
        throw new ContentRefusedException("it is shorter than it was: " + at + " octets");
      }
      write(buffer, 0, read);
      at += read;
    }
    Buffers.giveBack(buffer);
  }

  /**
   * Waits until the peer has said that it took what was written before, where it says so.
   *
   * @throws IOException where it said no, too
   */
  default void settle() throws IOException {}

  /**
   * The last octets, from the start of an array that is lent: the sink gives it back to {@link
   * Buffers} when it no longer uses it.
   */
  default void give(byte[] octets, int length) throws IOException {
    if (length > 0) {
      write(octets, 0, length);
    }
    Buffers.giveBack(octets);
  }
}
