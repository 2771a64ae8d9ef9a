package dev.packetboat.mail;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

  static Stream<JsonNode> records(String file) {
    return StreamSupport.stream(JSON.readTree(path(file)).spliterator(), false);
  }

  /** The rows of a table without its heading, cut at the tabs, escapes resolved. */
  static Stream<List<String>> rows(String file) throws IOException {
    return Files.readAllLines(path(file)).stream()
        .skip(1)
        .map(line -> Stream.of(line.split("\t", -1)).map(String::translateEscapes).toList());
  }

  /**
   * An expected address as local part, {@code @} and domain, the local part without quotes. Some of
   * them are written that way, and then what looks like a quote is none.
   */
  static String plain(String expected) {
    int close = expected.startsWith("\"") ? expected.lastIndexOf("\"@") : -1;
    if (close <= 0) {
      return expected;
    }
    String quoted = expected.substring(1, close);
    return quoted.replaceAll("\\\\(.)", "$1") + expected.substring(close + 1);
  }

  static String plain(Address address) {
    return address.localPart() + "@" + address.domain().orElseThrow();
  }

  /**
   * What does not agree with the expectation, empty if all does. An expected address without a
   * domain must be left out by name: nobody could say to which server it goes.
   */
  static String disagreement(List<String> expected, AddressList actual) {
    List<String> addresses = actual.addresses().stream().map(Corpora::plain).distinct().toList();
    List<String> routable =
        expected.stream()
            .map(Corpora::plain)
            .filter(text -> text.contains("@"))
            .distinct()
            .toList();
    boolean restIsLeftOut =
        expected.stream()
            .filter(text -> !text.contains("@"))
            .allMatch(
                text -> actual.leftOut().stream().anyMatch(left -> left.text().contains(text)));
    return addresses.equals(routable) && restIsLeftOut
        ? ""
        : "expected %s, read %s, left out %s".formatted(expected, addresses, actual.leftOut());
  }
}
