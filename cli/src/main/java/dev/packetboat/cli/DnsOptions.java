package dev.packetboat.cli;

import dev.packetboat.routing.DnsRouter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;

/** Which name servers are asked: the option that several commands have. */
final class DnsOptions {

  private static final int DNS_PORT = 53;

  private final Supplier<Optional<String>> server;

  DnsOptions(Options options) {
    server =
        options.text("--dns", "HOST[:PORT]", "Ask this name server. Without: those of the system.");
  }

  boolean isGiven() {
    return server.get().isPresent();
  }

  /** The name server that was named. */
  Optional<InetSocketAddress> server() throws Refusal {
    if (server.get().isEmpty()) {
      return Optional.empty();
    }
    HostPort named = HostPort.parse(server.get().get());
    try {
      return Optional.of(
          new InetSocketAddress(
              InetAddress.getByName(named.host()), named.port().orElse(DNS_PORT)));
    } catch (UnknownHostException unknown) {
      throw new Refusal(ExitStatus.CONFIGURATION, "--dns: no such host: " + named.host());
    }
  }

  /** A router that asks them. */
  DnsRouter.Builder router() throws Refusal {
    DnsRouter.Builder router = DnsRouter.builder().threadFactory(Main.THREADS);
    server().ifPresent(router::nameServers);
    return router;
  }
}
