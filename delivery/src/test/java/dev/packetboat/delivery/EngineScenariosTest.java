package dev.packetboat.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Independent test material, which is not part of this project: what a delivery engine has to make
 * of fifty situations, told in words. Each is set up here by hand in a world of name server and
 * mail hosts. It is read from the folder that the system property {@code packetboat.corpora} names,
 * else from {@code ../shared/corpora} beside the checkout. Where it is absent the test is skipped.
 */
@Timeout(60)
class EngineScenariosTest {

  private final Map<String, Executable> scenarios = new TreeMap<>();
  private final Map<String, String> later = new TreeMap<>();

  EngineScenariosTest() {
    scenarios.putAll(DirectScenarios.all());
    scenarios.putAll(TlsScenarios.all());
    needs("MTA-STS (RFC 8461)", 25, 30);
    needs("REQUIRETLS with MTA-STS (RFC 8689, RFC 8461)", 33, 35);
    needs("DANE (RFC 7672)", 39, 50);
  }

  private void needs(String what, int first, int last) {
    IntStream.rangeClosed(first, last).forEach(number -> later.put("maddy-" + number, what));
  }

  @TestFactory
  Stream<DynamicTest> scenarios() {
    List<JsonNode> records = records();
    List<String> known = new ArrayList<>(scenarios.keySet());
    known.addAll(later.keySet());
    assertThat(records.stream().map(EngineScenariosTest::id))
        .as("every record is a test, and every test a record")
        .containsExactlyInAnyOrderElementsOf(known);
    return records.stream()
        .map(
            record ->
                DynamicTest.dynamicTest(
                    id(record) + ": " + record.get("setup").asString(), () -> play(id(record))));
  }

  private static String id(JsonNode record) {
    return record.get("id").asString();
  }

  private void play(String id) throws Throwable {
    Optional.ofNullable(later.get(id)).ifPresent(what -> abort("needs " + what));
    Optional.ofNullable(scenarios.get(id)).orElseThrow().execute();
  }

  private static List<JsonNode> records() {
    String folder = System.getProperty("packetboat.corpora");
    Path root = Path.of(System.getProperty("packetboat.root", ".."));
    Path corpora =
        folder != null ? Path.of(folder) : root.resolveSibling("shared").resolve("corpora");
    assumeTrue(Files.isDirectory(corpora), "no independent test material at " + corpora);
    JsonNode records = new JsonMapper().readTree(corpora.resolve("policy/engine-scenarios.json"));
    return records.valueStream().toList();
  }
}
