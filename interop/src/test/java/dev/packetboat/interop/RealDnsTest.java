package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code packetboat mx}, asking a real Unbound that checks signatures and one that does not, before
 * a real Knot DNS.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealDnsTest {

  @TempDir private Path folder;
  private final Loopback network = Loopback.random();
  private final List<AutoCloseable> servers = new ArrayList<>();
  private String validating = "";
  private String plain = "";

  @BeforeAll
  void start() {
    KnotServer knot = KnotServer.start(network.address(Zones.NAMES), Zones.in(network));
    servers.addFirst(knot);
    UnboundServer checks = UnboundServer.validating(network.address(Zones.VALIDATING), knot);
    servers.addFirst(checks);
    UnboundServer believes = UnboundServer.plain(network.address(Zones.PLAIN), knot);
    servers.addFirst(believes);
    validating = checks.hostAndPort();
    plain = believes.hostAndPort();
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable server : servers) {
      server.close();
    }
  }

  private Ran mx(String resolver, String... more) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("mx", "--dns", resolver));
    words.addAll(List.of(more));
    return Command.run(folder, words.toArray(String[]::new));
  }

  private String ip(int host) {
    return network.ip(host);
  }

  @Test
  void forPeople() throws IOException, InterruptedException {
    Ran ran =
        mx(
            validating,
            "backup.test",
            "implicit.test",
            "aliasmx.test",
            "cname.test",
            "nullmx.test",
            "nohost.test",
            "[" + ip(Zones.GOOD) + "]",
            "bogus.test",
            "broken.test",
            "nowhere.test");

    assertThat(ran.output().lines())
        .containsExactly(
            "backup.test: MX",
            "     10  busy.hosts.test  " + ip(Zones.BUSY),
            "     15  closed.hosts.test  " + ip(Zones.CLOSED),
            "     20  good.hosts.test  " + ip(Zones.GOOD),
            "implicit.test: no MX, so the domain itself",
            "      0  implicit.test  " + ip(Zones.GOOD),
            "aliasmx.test: MX",
            "     10  alias.hosts.test  " + ip(Zones.GOOD),
            "cname.test: MX",
            "     10  good.hosts.test  " + ip(Zones.GOOD),
            "nullmx.test: takes no mail (null MX)",
            "nohost.test: MX",
            "     10  nowhere.hosts.test  (no address: NXDOMAIN)",
            "[" + ip(Zones.GOOD) + "]: an address literal",
            "      0  " + ip(Zones.GOOD) + "  " + ip(Zones.GOOD),
            "bogus.test: SERVFAIL",
            "broken.test: SERVFAIL",
            "nowhere.test: NXDOMAIN");
    assertThat(ran.status()).isEqualTo(69);
  }

  @Test
  void forPrograms() throws IOException, InterruptedException {
    Ran ran = mx(validating, "--json", "failover.test", "nullmx.test", "bogus.test");

    assertThat(ran.output().lines())
        .containsExactly(
            "{\"domain\":\"failover.test\",\"kind\":\"mx\",\"exchanges\":["
                + "{\"host\":\"down.hosts.test\",\"preference\":5,\"addresses\":[\""
                + ip(Zones.DOWN)
                + "\"]},{\"host\":\"good.hosts.test\",\"preference\":10,\"addresses\":[\""
                + ip(Zones.GOOD)
                + "\"]}],\"error\":null}",
            "{\"domain\":\"nullmx.test\",\"kind\":\"null\",\"exchanges\":[],\"error\":null}",
            "{\"domain\":\"bogus.test\",\"kind\":null,\"exchanges\":[],\"error\":\"SERVFAIL\"}");
    assertThat(ran.status()).isEqualTo(75);
  }

  @Test
  void aForgedZoneIsBelievedByThePlainResolverAlone() throws IOException, InterruptedException {
    assertThat(mx(validating, "bogus.test")).isEqualTo(new Ran(75, "bogus.test: SERVFAIL\n"));
    assertThat(mx(plain, "bogus.test"))
        .isEqualTo(
            new Ran(0, "bogus.test: MX\n     10  good.hosts.test  " + ip(Zones.GOOD) + "\n"));
  }

  @Test
  void anAnswerTooLongForOneDatagramIsWhole() throws IOException, InterruptedException {
    Ran ran = mx(plain, "--json", "many.test");
    JsonNode found = new JsonMapper().readTree(ran.output());

    assertThat(ran.status()).isZero();
    assertThat(
            found.get("exchanges").valueStream().map(one -> one.get("preference").asInt()).toList())
        .isEqualTo(IntStream.range(0, 60).boxed().toList());
  }
}
