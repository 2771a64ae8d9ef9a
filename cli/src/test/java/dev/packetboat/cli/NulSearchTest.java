package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where the first NUL is, whatever stands around it and however the content is cut. */
class NulSearchTest {

  private static byte[] text(int size) {
    byte[] octets = new byte[size];
    Arrays.fill(octets, (byte) 0x81); // near zero but for the highest bit
    Arrays.fill(octets, 0, size / 2, (byte) 1);
    return octets;
  }

  @Test
  void isFoundAtEachPlace() throws IOException {
    for (int at = 0; at < 40; at++) {
      byte[] octets = text(40);
      octets[at] = 0;
      octets[39] = 0;

      assertThat(NulSearch.in(Content.of(octets))).hasValue(at);
    }
  }

  @Test
  void isNotFoundWhereThereIsNone() throws IOException {
    for (int size = 0; size < 40; size++) {
      assertThat(NulSearch.in(Content.of(text(size)))).isEmpty();
    }
  }

  @Test
  void isFoundInPieces() throws IOException {
    byte[] octets = text(10_000);
    octets[7_777] = 0;
    Random sizes = new Random(1);
    Content pieces =
        Content.writing(
            out -> {
              for (int at = 0; at < octets.length; ) {
                int length = Math.min(octets.length - at, sizes.nextInt(50));
                out.write(octets, at, length);
                at += length;
              }
            });

    assertThat(NulSearch.in(pieces)).hasValue(7_777);
  }
}
