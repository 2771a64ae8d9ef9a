package dev.packetboat.mime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A message is converted while it is read, as often as somebody wants it. */
class SevenBitStreamingTest {

  private static final String HEADER =
      "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
  private static final String PARTS =
      "--b\r\n\r\nGrüße aus Köln, und bis bald\r\n"
          + "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n";

  /** A message with as much as one likes in its second part. */
  private record Large(int blocks, AtomicInteger streams) implements Content {

    private static final byte[] BLOCK = new byte[1 << 20];

    @Override
    public InputStream open() {
      streams.incrementAndGet();
      InputStream blocks =
          new SequenceInputStream(
              Collections.enumeration(
                  IntStream.range(0, blocks())
                      .mapToObj(i -> (InputStream) new ByteArrayInputStream(BLOCK))
                      .toList()));
      List<InputStream> all = List.of(text(HEADER + PARTS), blocks, text("\r\n--b--\r\n"));
      return new SequenceInputStream(Collections.enumeration(all)) {
        @Override
        public void close() throws IOException {
          super.close();
          streams.decrementAndGet();
        }
      };
    }

    private static InputStream text(String text) {
      return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.empty();
    }
  }

  // What is measured is what is left after a collection, while the message is read.
  @Test
  void aLargeMessage() throws IOException {
    Large large = new Large(256, new AtomicInteger());
    long before = used();
    Content converted = SevenBit.convert(large);
    long[] count = new long[1];
    long[] most = new long[1];
    converted.writeTo(
        new OutputStream() {
          @Override
          public void write(int octet) {
            count[0]++;
          }

          @Override
          public void write(byte[] octets, int offset, int length) {
            if (count[0] % (64 << 20) < length) {
              most[0] = Math.max(most[0], used());
            }
            count[0] += length;
          }
        });

    assertThat(converted.size()).hasValue(count[0]);
    assertThat(count[0]).isGreaterThan((256L << 20) / 3 * 4);
    assertThat(most[0] - before).isLessThan(32 << 20);
    assertThat(large.streams()).hasValue(0);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void aLineOfAnyLength() throws IOException {
    byte[] message = ("MIME-Version: 1.0\n\n" + "aü".repeat(1 << 20)).getBytes(UTF_8);

    byte[] converted = Converted.convert(message);

    assertThat(MimeTree.of(converted)).isEqualTo(MimeTree.of(message));
  }

  @Test
  void readByOctetsAndByBlocksItIsTheSame() throws IOException {
    Content converted = SevenBit.convert(new Large(1, new AtomicInteger()));
    byte[] expected = Converted.octets(converted);

    try (InputStream in = converted.open()) {
      for (byte octet : expected) {
        assertThat((byte) in.read()).isEqualTo(octet);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void severalThreadsReadAtOnce() throws Exception {
    Content converted = SevenBit.convert(new Large(2, new AtomicInteger()));
    byte[] expected = Converted.octets(converted);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> copies =
          IntStream.range(0, 8)
              .mapToObj(i -> threads.submit(() -> converted.open().readAllBytes()))
              .toList();
      for (Future<byte[]> copy : copies) {
        assertThat(copy.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void aMessageThatChangedIsNotReadToItsEnd() throws IOException {
    for (String other : List.of("über allem ist ruh", "über allem ist", "über allem ist ruhe")) {
      byte[][] octets = {"MIME-Version: 1.0\n\nüber allem ist Ruh".getBytes(UTF_8)};
      Content converted = SevenBit.convert(Content.writing(out -> out.write(octets[0])));
      octets[0] = ("MIME-Version: 1.0\n\n" + other).getBytes(UTF_8);

      assertThatThrownBy(() -> Converted.octets(converted))
          .isInstanceOf(IOException.class)
          .hasMessage("the message changed since it was first read");
    }
  }

  @Test
  void whatCannotBeReadIsNoRefusal() {
    Content broken =
        Content.writing(
            out -> {
              throw new IOException("disk on fire");
            });

    assertThatThrownBy(() -> SevenBit.convert(broken)).hasMessage("disk on fire");
  }
}
