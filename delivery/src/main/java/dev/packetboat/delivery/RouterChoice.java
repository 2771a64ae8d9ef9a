package dev.packetboat.delivery;

import dev.packetboat.routing.DnsRouter;
import dev.packetboat.routing.Relay;
import dev.packetboat.routing.Router;
import dev.packetboat.routing.TlsPolicy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** A router that is given, or one that is built from what is said about name servers and rules. */
final class RouterChoice {

  private final DnsRouter.Builder dns = DnsRouter.builder();
  private Optional<Router> given = Optional.empty();
  private Optional<String> setting = Optional.empty();

  void router(Router router) {
    given = Optional.of(router);
  }

  /** A name alone is no choice: it is ours in EHLO as well. */
  void localName(String name) {
    dns.localName(name);
  }

  void relay(String pattern, Relay relay) {
    dns.relay(pattern, relay);
    setting = Optional.of("a relay for " + pattern);
  }

  void nameServers(InetSocketAddress... servers) {
    dns.nameServers(servers);
    setting = Optional.of("name servers");
  }

  void timeout(Duration timeout) {
    dns.timeout(timeout);
    setting = Optional.of("a time-out for questions to name servers");
  }

  void tlsPolicy(TlsPolicy policy) {
    dns.tlsPolicy(policy);
    setting = Optional.of("a TLS policy");
  }

  /** No choice either: they are the mailer's own as well. */
  void threadFactory(ThreadFactory threads) {
    dns.threadFactory(threads);
  }

  Router build() {
    if (given.isPresent() && setting.isPresent()) {
      throw new IllegalStateException(
          setting.get() + " was set, and a router that does not know of it");
    }
    return given.orElseGet(dns::build);
  }
}
