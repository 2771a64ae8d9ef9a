package dev.packetboat.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.Route.Direct;
import dev.packetboat.routing.Route.Obstacle;
import dev.packetboat.routing.TestNameServer.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Independent test material, which is not part of this project: read from the folder that the
 * system property {@code packetboat.corpora} names, else from {@code ../shared/corpora} beside the
 * checkout. Where it is absent the test is skipped.
 *
 * <p>Its source learns that a domain does not exist when it asks for addresses. Here the question
 * for MX settles that, and there is no host to try: the same failure, sooner.
 */
class CorpusTest {

  private static final String ABSENT = "absent.example";

  /** What the material says in words. */
  private static final Map<String, Obstacle> OBSTACLES =
      Map.of(
          "permanent: CNAME chain too long (16)", Obstacle.ALIAS_LOOP,
          "permanent: CNAME loop", Obstacle.ALIAS_LOOP,
          "permanent: null MX (RFC 7505; 5.1.10 / 556)", Obstacle.NULL_MX,
          "temporary: DNS", Obstacle.NO_ANSWER);

  private final TestNameServer server = TestNameServer.start();

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> routes() {
    List<JsonNode> records = records();
    serve(records.getFirst().get("dns"));
    List<JsonNode> cases = records.subList(1, records.size());
    assertThat(cases).hasSize(15);
    DnsRouter router = DnsRouter.builder().nameServers(server.address()).build();
    return cases.stream()
        .map(expected -> DynamicTest.dynamicTest(domain(expected), () -> check(router, expected)));
  }

  private static List<JsonNode> records() {
    String folder = System.getProperty("packetboat.corpora");
    Path root = Path.of(System.getProperty("packetboat.root", ".."));
    Path corpora =
        folder != null ? Path.of(folder) : root.resolveSibling("shared").resolve("corpora");
    assumeTrue(Files.isDirectory(corpora), "no independent test material at " + corpora);
    JsonNode records = new JsonMapper().readTree(corpora.resolve("policy/mx-routing.json"));
    return records.valueStream().toList();
  }

  private static String domain(JsonNode expected) {
    return expected.get("domain").asString().replaceFirst("(.*) \\(address literal\\)", "[$1]");
  }

  private void serve(JsonNode dns) {
    for (var mx : dns.get("mx").properties()) {
      for (JsonNode record : mx.getValue()) {
        add(mx.getKey(), "MX", record.get(0).asInt() + " " + absolute(record.get(1)));
      }
    }
    for (String type : List.of("a", "aaaa")) {
      for (var host : dns.get(type).properties()) {
        host.getValue().forEach(address -> add(host.getKey(), type, address.asString()));
      }
    }
    for (var alias : dns.get("cname").properties()) {
      add(alias.getKey(), "CNAME", absolute(alias.getValue()));
    }
    server
        .fault("temperror-mx.example.", Fault.SERVFAIL)
        .fault("temperror-cname.example.", Fault.SERVFAIL)
        .authenticBut(
            dns.get("insecure")
                .valueStream()
                .map(text -> text.asString().replaceFirst("cname (.*)", "$1."))
                .toArray(String[]::new));
  }

  private void add(String name, String type, String data) {
    if (!data.equals("SERVFAIL.")) {
      server.with(name + ". 300 " + type.toUpperCase(Locale.ROOT) + " " + data);
    }
  }

  private static String absolute(JsonNode name) {
    return name.asString().equals(".") ? "." : name.asString() + ".";
  }

  private static void check(DnsRouter router, JsonNode expected) throws InterruptedException {
    switch (router.route(Domain.parse(domain(expected)))) {
      case Direct direct -> checkDirect(direct, expected);
      case Route.None none -> assertThat(obstacle(expected)).contains(none.obstacle());
      case Route.Relayed relayed -> throw new AssertionError("no rule asked for " + relayed);
    }
  }

  private static Optional<Obstacle> obstacle(JsonNode expected) {
    return expected.path("expanded_next_hop").asString("").equals(ABSENT)
        ? Optional.of(Obstacle.NO_SUCH_DOMAIN)
        : Optional.ofNullable(OBSTACLES.get(expected.get("expect_error").asString()));
  }

  private static void checkDirect(Direct direct, JsonNode expected) {
    assertThat(direct.exchangers().stream().map(MailExchanger::host))
        .containsExactlyInAnyOrderElementsOf(
            expected.get("expect_hosts").valueStream().map(JsonNode::asString).toList());
    if (direct.kind() != Direct.Kind.LITERAL) {
      assertThat(direct.expandedName()).isEqualTo(expected.get("expanded_next_hop").asString());
    }
    if (expected.has("expanded_secure")) {
      assertThat(direct.isAuthenticated()).isEqualTo(expected.get("expanded_secure").asBoolean());
    }
  }
}
