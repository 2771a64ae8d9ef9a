package dev.packetboat.smtp.internal.content;

import static dev.packetboat.smtp.internal.content.Escapes.octets;
import static dev.packetboat.smtp.internal.content.Escapes.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the encoder against {@link LineByLine}, on inputs made by chance of what could be mistaken,
 * cut by chance. A failure names the seed; put it among those of the test to see it again.
 */
class ContentEncoderPropertyTest {

  private static final List<String> PIECES =
      List.of(
          "\r",
          "\n",
          "\r\n",
          "\r\n",
          "\r\n\r\n",
          ".",
          ".",
          "..",
          "\r\n.\r\n",
          ":",
          " ",
          "\t",
          "B",
          "c",
          "Bcc",
          "Bcc:",
          "bcc :",
          "\nBCC:",
          "\r\nResent-Bcc:",
          "\rresent-bcc",
          "\n To: a",
          "To: a\r\n",
          "Subject: hello",
          "x",
          "eight by",
          "a line of text as it is found in letters",
          "\u00c3\u00bc",
          "\u00fc",
          "\u00e2\u0082",
          "\u007f",
          "\u000b",
          "\u0001");

  @ParameterizedTest
  @ValueSource(longs = {20261124, 5321, 0})
  void shortInputs(long given) throws IOException {
    long seed = seed(given);
    Random random = new Random(seed);
    for (int number = 0; number < 20_000; number++) {
      byte[] input = pieces(random, random.nextInt(24));
      assertSame(input, cuts(random, input.length), random, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {20261124, 5321, 0})
  void inputsOfManyBlocks(long given) throws IOException {
    long seed = seed(given);
    Random random = new Random(seed);
    for (int number = 0; number < 60; number++) {
      byte[] input = pieces(random, 5_000 + random.nextInt(20_000));
      assertSame(input, cuts(random, input.length), random, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4 * 1024, 16 * 1024, 64 * 1024, 128 * 1024})
  void dotsAndLineEndsWhereABlockEnds(int block) throws IOException {
    for (int length = block - 40; length < block + 8; length++) {
      for (String end : List.of("\r\n.\r\n.x\r\n", "\n.\n.x\n", "\r.\r.x\r", "\r\n\r\n\r\n..")) {
        byte[] input = octets("\r\n" + "x".repeat(length) + end + "a line of text\r\n".repeat(4));
        for (Dots dots : Dots.values()) {
          assertSame(input, new int[0], LineEnds.NORMALIZED, dots, "a line of " + length);
        }
      }
    }
  }

  /** 0 stands for a seed that is different each time. */
  private static long seed(long given) {
    return given == 0 ? System.nanoTime() : given;
  }

  /** Sometimes with a NUL, of which most inputs must be free to show anything. */
  private static byte[] pieces(Random random, int count) {
    StringBuilder input = new StringBuilder();
    boolean endsLinesProperly = random.nextInt(3) == 0;
    for (int i = 0; i < count; i++) {
      input.append(
          switch (random.nextInt(60)) {
            case 0 -> "x".repeat(random.nextInt(1_200));
            case 1 -> ".".repeat(random.nextInt(20));
            case 2 -> " ".repeat(random.nextInt(40));
            default -> PIECES.get(random.nextInt(PIECES.size()));
          });
    }
    if (random.nextInt(20) == 0) {
      input.insert(random.nextInt(input.length() + 1), '\0');
    }
    String text = input.toString();
    return octets(endsLinesProperly ? text.replaceAll("\r\n|\r|\n", "\r\n") + "\r\n" : text);
  }

  private static int[] cuts(Random random, int length) {
    return switch (random.nextInt(4)) {
      case 0 -> new int[0];
      case 1 -> IntStream.range(0, Math.min(length, 5_000)).toArray();
      default -> random.ints(random.nextInt(1 + length), 0, length + 1).sorted().toArray();
    };
  }

  private static void assertSame(byte[] input, int[] cuts, Random random, long seed)
      throws IOException {
    LineEnds lineEnds = random.nextInt(3) == 0 ? LineEnds.STRICT : LineEnds.NORMALIZED;
    Dots dots = random.nextBoolean() ? Dots.STUFFED : Dots.PLAIN;
    assertSame(input, cuts, lineEnds, dots, "seed " + seed);
  }

  private static void assertSame(
      byte[] input, int[] cuts, LineEnds lineEnds, Dots dots, String where) throws IOException {
    Encoding expected = LineByLine.encoded(input, lineEnds, dots);
    Encoding actual = Encoding.encoded(input, lineEnds, dots, cuts);
    if (!actual.equals(expected)) {
      assertThat(actual)
          .as(
              "%s, %s, %s, cut at %s: %s",
              where,
              lineEnds,
              dots,
              Arrays.toString(Arrays.copyOf(cuts, Math.min(cuts.length, 50))),
              shown(input))
          .isEqualTo(expected);
    }
  }

  @Test
  void theInputsAreOfAllKinds() throws IOException {
    Random random = new Random(20261124);
    int refused = 0;
    int hidden = 0;
    for (int number = 0; number < 2_000; number++) {
      byte[] input = pieces(random, random.nextInt(24));
      Encoding strict = Encoding.encoded(input, LineEnds.STRICT, Dots.PLAIN);
      refused += strict.wire().isEmpty() ? 1 : 0;
      hidden += strict.facts().filter(facts -> facts.size() < input.length).isPresent() ? 1 : 0;
    }

    assertThat(refused).as("by the strict setting").isBetween(500, 1_600);
    assertThat(hidden).as("with a field removed").isGreaterThan(100);
  }
}
