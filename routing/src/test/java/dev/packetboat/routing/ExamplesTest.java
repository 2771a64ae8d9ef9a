package dev.packetboat.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Domain;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The examples of the documentation, which compares them with these regions. */
class ExamplesTest {

  private static DnsRouter router(InetSocketAddress resolver) {
    // @start region="router" :
    DnsRouter router =
        DnsRouter.builder()
            .nameServers(resolver) // those of the system, where none are named
            .timeout(Duration.ofSeconds(10))
            .localName("mail.example.com")
            .relay("*.corp.example", new Relay("gateway.corp.example", 25))
            .build();
    // @end
    return router;
  }

  @Test
  void route() throws Exception {
    try (TestNameServer server =
        TestNameServer.start(
            "bigcorp.example. 300 MX 10 mx.bigcorp.example.",
            "mx.bigcorp.example. 300 A 192.0.2.1")) {
      Router router = router(server.address());
      // @start region="route" :
      String way =
          switch (router.route(Domain.parse("bigcorp.example"))) {
            case Route.Direct direct -> {
              MailExchanger first = direct.exchangers().getFirst();
              yield first.host() + " at " + router.addresses(first.host());
            }
            case Route.Relayed relayed -> relayed.relay().toString();
            case Route.None none -> none.obstacle().status() + " " + none.obstacle().text();
          };
      // @end
      assertThat(way).isEqualTo("mx.bigcorp.example at [mx.bigcorp.example/192.0.2.1]");
    }
  }
}
