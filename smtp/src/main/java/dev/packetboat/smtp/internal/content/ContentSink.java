package dev.packetboat.smtp.internal.content;

import dev.packetboat.smtp.internal.net.Buffers;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Takes octets as they stand on the wire. The arrays may be written over afterwards. */
@FunctionalInterface
public interface ContentSink {

  void write(byte[] octets, int offset, int length) throws IOException;

  /** The same, of many octets behind which others are certain to come. */
  default void writePart(byte[] octets, int offset, int length) throws IOException {
    write(octets, offset, length);
  }

  /**
   * Writes a part of a file without having it in memory. Gives no where that cannot be done; then
   * nothing of it is written.
   */
  default boolean write(FileChannel file, long position, long length) throws IOException {
    return false;
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
