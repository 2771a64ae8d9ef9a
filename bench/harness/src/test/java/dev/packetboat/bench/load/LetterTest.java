package dev.packetboat.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterTest {

  @TempDir private Path folder;

  @Test
  void isAsLongAsItWasAskedToBeAndEndsItsLines() throws IOException {
    Path file = folder.resolve("letter.eml");
    for (int size = 400; size < 4500; size++) {
      byte[] octets = Letter.of(size).octets();
      assertThat(octets).hasSize(size);
      String text = new String(octets, US_ASCII);
      assertThat(text).endsWith("\r\n");
      assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
    }
    Letter.of(4096).writeTo(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(Letter.of(4096).octets());
  }
}
