package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.packetboat.mail.ConversionRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that others wrote to test their parsers. */
class SevenBitCorpusTest {

  @TempDir private Path folder;

  @Test
  void whatIsConvertedIsTheSame() throws Exception {
    assumeTrue(new Python(folder).isHere(), "no python3 here");
    List<byte[]> before = new ArrayList<>();
    List<byte[]> after = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (Path file : messages()) {
      byte[] octets = Files.readAllBytes(file);
      try {
        after.add(Converted.convert(octets));
        before.add(octets);
      } catch (ConversionRefusedException refused) {
        refusals.add(refused.reason());
      }
    }

    assertThat(before.size()).isGreaterThan(350);
    for (int i = 0; i < before.size(); i++) {
      assertThat(MimeTree.of(after.get(i))).isEqualTo(MimeTree.of(before.get(i)));
    }
    assertThat(Converted.compare(folder, before, after, false)).containsOnly("same");
    assertThat(refusals)
        .filteredOn(reason -> !reason.startsWith("has a header that is not ASCII"))
        .containsExactlyInAnyOrder(
            "has two fields content-type, and is not 7 bit",
            "is signed (DKIM-Signature), and is not 7 bit",
            "is in an encoding that is not known, and is not 7 bit",
            "is in an encoding that is not known, and is not 7 bit",
            "has a header that some end where others do not, and is not 7 bit",
            "has a header that some end where others do not, and is not 7 bit",
            "is multipart/signed, and is not 7 bit");
  }

  private static List<Path> messages() throws IOException {
    try (Stream<Path> files = Files.list(Corpora.path("messages/raw"))) {
      return files.sorted().toList();
    }
  }
}
