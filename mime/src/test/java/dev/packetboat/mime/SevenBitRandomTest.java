package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.packetboat.mail.ConversionRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages at random are converted to the same ones, or refused, and never to others. */
class SevenBitRandomTest {

  private static final int MESSAGES = Integer.getInteger("packetboat.messages", 300);

  @TempDir private Path folder;
  private final List<byte[]> before = new ArrayList<>();
  private final List<byte[]> after = new ArrayList<>();

  @Test
  void wellFormed() throws Exception {
    convert(5, WildMessage::random);

    assertThat(before.size()).isEqualTo(MESSAGES);
    assertSame(true);
  }

  // What is compared is how mime4j and Python understand it, which are of two minds often enough.
  @Test
  void damaged() throws Exception {
    convert(6, WildMessage::damaged);

    assertThat(before.size()).isBetween(MESSAGES / 3, MESSAGES - 1);
    assertSame(false);
  }

  // Composed messages are 7 bit.
  @Test
  void composed() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      byte[] composed = Sample.random(random).composed();
      assertThat(Converted.convert(composed)).isEqualTo(composed);
    }
  }

  private void convert(long seed, Function<Random, byte[]> maker) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < MESSAGES; i++) {
      byte[] message = maker.apply(random);
      try {
        after.add(Converted.convert(message));
        before.add(message);
      } catch (ConversionRefusedException refused) {
        assertThat(refused.reason()).isNotEmpty();
      }
    }
  }

  private void assertSame(boolean exact) throws Exception {
    long changed = 0;
    for (int i = 0; i < before.size(); i++) {
      changed += Arrays.equals(before.get(i), after.get(i)) ? 0 : 1;
      assertThat(MimeTree.of(after.get(i)))
          .as("%s", new String(before.get(i), StandardCharsets.ISO_8859_1))
          .isEqualTo(MimeTree.of(before.get(i)));
    }
    assertThat(changed).isGreaterThan(before.size() / 4);
    assumeTrue(new Python(folder).isHere(), "no python3 here");
    List<String> compared = Converted.compare(folder, before, after, exact);
    for (int i = 0; i < before.size(); i++) {
      assertThat(compared.get(i))
          .as("%s", new String(before.get(i), StandardCharsets.ISO_8859_1))
          .isEqualTo("same");
    }
  }
}
