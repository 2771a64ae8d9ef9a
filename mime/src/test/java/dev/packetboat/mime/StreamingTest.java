package dev.packetboat.mime;

import static dev.packetboat.mime.Composed.letter;
import static dev.packetboat.mime.Composed.octets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message is read from what it is made of, as often as somebody wants it. */
class StreamingTest {

  private static final int SIZE = 64 << 20;

  /** Octets that are nowhere, and a count of those that were read. */
  private static final class Counted implements Content {
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();

    @Override
    public InputStream open() {
      return new InputStream() {
        private int left = SIZE;

        @Override
        public int read() {
          return read(new byte[1], 0, 1) < 0 ? -1 : 0;
        }

        @Override
        public int read(byte[] octets, int offset, int length) {
          int count = Math.min(length, left);
          left -= count;
          read.addAndGet(count);
          return count == 0 ? -1 : count;
        }

        @Override
        public void close() {
          closed.incrementAndGet();
        }
      };
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(SIZE);
    }
  }

  @Test
  void nothingIsReadBeforeItIsWanted() throws IOException {
    Counted large = new Counted();
    Message message = letter().attach("large", "a/b", large).build();

    assertThat(message.content().size().orElseThrow()).isGreaterThan(SIZE / 3 * 4);
    assertThat(large.read).hasValue(0);

    try (InputStream in = message.content().open()) {
      in.readNBytes(100_000);
    }
    assertThat(large.read.get()).isBetween(70_000L, 100_000L);
    assertThat(large.closed).hasValue(1);
  }

  @Test
  void aLargeFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("large.bin");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(SIZE);
      sparse.seek(SIZE - 3);
      sparse.write(new byte[] {1, 2, 3});
    }
    Message message = letter().text("See the file.").attach(file).build();
    Digest digest = new Digest();
    message.content().writeTo(digest);

    assertThat(message.content().size()).hasValue(digest.count);
    // 0 1 2, and 3 alone.
    assertThat(digest.tail()).contains("AAAAAECAw==\r\n");
  }

  /** Counts what is written, and keeps the end. */
  private static final class Digest extends OutputStream {
    private final byte[] last = new byte[200];
    private long count;

    @Override
    public void write(int octet) {
      last[(int) (count++ % last.length)] = (byte) octet;
    }

    String tail() {
      int start = (int) (count % last.length);
      String ring = new String(last, StandardCharsets.US_ASCII);
      return ring.substring(start) + ring.substring(0, start);
    }
  }

  @Test
  void theSizeIsKnown() throws IOException {
    for (int size : new int[] {0, 1, 2, 3, 56, 57, 58, 57 * 256 - 1, 57 * 256, 57 * 256 + 1}) {
      Message message = letter().attach("a", "a/b", Content.of(new byte[size])).build();
      assertThat(message.content().size()).hasValue(octets(message).length);
    }
    Message lines =
        letter().attach("a", "message/rfc822", Content.of("a: b\n\nc\r")).text("ü").build();
    assertThat(lines.content().size()).hasValue(octets(lines).length);

    Content unknown = Content.writing(out -> out.write('x'));
    assertThat(letter().attach("a", "a/b", unknown).build().content().size()).isEmpty();
  }

  @Test
  void readByOctetsAndByBlocksItIsTheSame() throws IOException {
    Message message = letter().text("ü").attach("a", "a/b", Content.of(new byte[20_000])).build();
    byte[] expected = octets(message);

    try (InputStream in = message.content().open()) {
      for (byte octet : expected) {
        assertThat(in.read()).isEqualTo(octet);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
    try (InputStream in = message.content().open()) {
      assertThat(in.readAllBytes()).isEqualTo(expected);
    }
  }

  @Test
  void severalThreadsReadAtOnce() throws Exception {
    Message message = letter().text("ü").attach("a", "a/b", Content.of(new byte[1 << 20])).build();
    byte[] expected = octets(message);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> copies =
          IntStream.range(0, 8)
              .mapToObj(i -> threads.submit(() -> message.content().open().readAllBytes()))
              .toList();
      for (Future<byte[]> copy : copies) {
        assertThat(copy.get()).isEqualTo(expected);
      }
    }
  }
}
