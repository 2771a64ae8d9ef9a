package dev.packetboat.delivery;

import dev.packetboat.routing.Relay;
import dev.packetboat.routing.Router;
import dev.packetboat.routing.TlsPolicy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** A router that is given, or one that is built from what is said about name servers and rules. */
final class RouterChoice {

  private Optional<Router> given = Optional.empty();

  void router(Router router) {
    given = Optional.of(router);
  }

  void localName(String name) {}

  void relay(String pattern, Relay relay) {}

  void nameServers(InetSocketAddress... servers) {}

  void timeout(Duration timeout) {}

  void tlsPolicy(TlsPolicy policy) {}

  Router build() {
    return given.orElseThrow();
  }
}
