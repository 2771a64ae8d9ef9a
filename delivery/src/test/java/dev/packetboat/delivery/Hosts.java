package dev.packetboat.delivery;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.DnsFailure;
import dev.packetboat.routing.HostAddresses;
import dev.packetboat.routing.MailExchanger;
import dev.packetboat.routing.Route;
import dev.packetboat.routing.Router;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.testkit.MailServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Domains, exchangers and servers of a test, without DNS: routes are data. */
final class Hosts implements Router, AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<String, Route> routes = new HashMap<>();
  private final Map<String, HostAddresses> addresses = new HashMap<>();
  private final Map<String, MailServer> servers = new HashMap<>();
  private int port;
  private int next = 1;

  /** A domain with these exchangers, the first of which is preferred. */
  Hosts domain(String domain, String... exchangers) {
    List<MailExchanger> all = new ArrayList<>();
    for (String exchanger : exchangers) {
      all.add(new MailExchanger(exchanger, 10 * all.size()));
    }
    return route(Route.Direct.to(Domain.parse(domain), Route.Direct.Kind.MX, all).build());
  }

  Hosts route(Route route) {
    routes.put(route.domain().ascii(), route);
    return this;
  }

  /** A server of this name, at an address of its own; all have the same port. */
  Hosts up(String host, UnaryOperator<MailServer.Builder> how) {
    InetAddress address = address();
    MailServer server =
        how.apply(MailServer.builder().name(host).address(address).port(port)).start();
    port = server.port();
    servers.put(host, server);
    return at(host, address);
  }

  Hosts up(String host) {
    return up(host, how -> how);
  }

  /** Nobody listens at its address. */
  Hosts down(String host) {
    return at(host, address());
  }

  Hosts at(String host, InetAddress... known) {
    addresses.put(host, HostAddresses.of(List.of(known), host, false));
    return this;
  }

  Hosts unknown(String host, DnsFailure failure) {
    addresses.put(host, HostAddresses.unknown(host, failure));
    return this;
  }

  InetAddress address() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 88, 0, (byte) next++});
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  MailServer server(String host) {
    return Optional.ofNullable(servers.get(host)).orElseThrow();
  }

  int port() {
    return port == 0 ? 2525 : port;
  }

  /** A mailer that knows these hosts, with short waits. */
  Mailer.Builder mailer() {
    return Mailer.builder()
        .localName("client.test")
        .router(this)
        .port(port())
        .timeouts(Timeouts.builder().all(PATIENCE).build());
  }

  @Override
  public Route route(Domain domain) {
    return Optional.ofNullable(routes.get(domain.ascii())).orElseThrow();
  }

  @Override
  public HostAddresses addresses(String host) {
    return Optional.ofNullable(addresses.get(host)).orElseThrow();
  }

  @Override
  public void close() {
    servers.values().forEach(MailServer::close);
  }
}
