package dev.packetboat.mime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Independent test material, which is not part of this project: read from the folder that the
 * system property {@code packetboat.corpora} names, else from {@code ../shared/corpora} beside the
 * checkout. Where it is absent the test is skipped.
 */
final class Corpora {

  private static final JsonMapper JSON = new JsonMapper();

  private Corpora() {}

  static Path path(String file) {
    String folder = System.getProperty("packetboat.corpora");
    Path root = Path.of(System.getProperty("packetboat.root", ".."));
    Path corpora =
        folder != null ? Path.of(folder) : root.resolveSibling("shared").resolve("corpora");
    assumeTrue(Files.isDirectory(corpora), "no independent test material at " + corpora);
    return corpora.resolve(file);
  }

  static List<JsonNode> records(String file) {
    return StreamSupport.stream(JSON.readTree(path(file)).spliterator(), false).toList();
  }
}
