package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.packetboat.mail.ConversionRefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages that others wrote to test their parsers. They are read from the folder that the system
 * property {@code packetboat.corpora} names, else from {@code ../shared/corpora} beside the
 * checkout, and the test is skipped where it is absent.
 */
class SevenBitCorpusTest {

  @TempDir private Path folder;

  @Test
  void whatIsConvertedIsTheSame() throws Exception {
    assumeTrue(new Python(folder).isHere(), "no python3 here");
    List<byte[]> before = new ArrayList<>();
    List<byte[]> after = new ArrayList<>();
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(messages())) {
      for (Path file : files.sorted().toList()) {
        byte[] octets = Files.readAllBytes(file);
        try {
          byte[] c = Converted.convert(octets);
          after.add(c);
          before.add(octets);
          names.add(file.getFileName().toString());
          if (!java.util.Arrays.equals(c, octets)) System.err.println("CONV " + names.getLast());
        } catch (ConversionRefusedException refused) {
          System.err.println("REFUSED " + file.getFileName() + " " + refused.getMessage());
        }
      }
    }
    List<String> compared = Converted.compare(folder, before, after);
    for (int i = 0; i < before.size(); i++) {
      if (!compared.get(i).equals("same")) System.err.println(names.get(i) + " " + compared.get(i));
    }
    assertThat(compared).containsOnly("same");
  }

  private static Path messages() {
    String property = System.getProperty("packetboat.corpora");
    Path root = Path.of(System.getProperty("packetboat.root", ".."));
    Path corpora =
        property != null ? Path.of(property) : root.resolveSibling("shared").resolve("corpora");
    assumeTrue(Files.isDirectory(corpora), "no independent test material at " + corpora);
    return corpora.resolve("messages").resolve("raw");
  }
}
