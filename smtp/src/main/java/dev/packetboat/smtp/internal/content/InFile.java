package dev.packetboat.smtp.internal.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A content whose body stands in a file as it goes on the wire.
 *
 * @param head what goes before the body
 * @param body octets of it, the last ones of the file
 */
record InFile(FileState file, byte[] head, long body) {

  /** What is sent only when the file is seen not to have changed while the rest was sent. */
  private static final int HELD_BACK = 16 * 1024;

  /** That of a content that was read, if it is one. */
  static @Nullable InFile of(Optional<FileState> file, ContentEncoder encoder, FirstReading read) {
    OptionalLong body = encoder.unchangedBody();
    if (file.isEmpty() || body.isEmpty() || body.getAsLong() <= HELD_BACK) {
      return null;
    }
    long head = read.size() - body.getAsLong();
    return head <= read.start().length() && file.get().size() == encoder.taken()
        ? new InFile(file.get(), read.start().start((int) head), body.getAsLong())
        : null;
  }

  /**
   * Writes it.
   *
   * @throws ContentRefusedException where the file has changed since it was read
   */
  void writeTo(ContentSink sink) throws IOException {
    try (FileChannel in = FileChannel.open(file.file(), StandardOpenOption.READ)) {
      long end = file.size();
      file.requireSame();
      if (head.length > 0) {
        sink.write(head, 0, head.length);
      }
      sink.write(in, end - body, body - HELD_BACK);
      byte[] last = new byte[HELD_BACK];
      ByteBuffer room = ByteBuffer.wrap(last);
      while (room.hasRemaining() && in.read(room, end - room.remaining()) > 0) {
        // as much as there is
      }
      file.requireSame();
      sink.write(last, 0, last.length);
    }
  }
}
