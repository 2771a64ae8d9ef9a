package dev.packetboat.delivery;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.DnsFailure;
import dev.packetboat.routing.HostAddresses;
import dev.packetboat.routing.Relay;
import dev.packetboat.routing.Route;
import dev.packetboat.routing.Router;

/**
 * Everything goes through one relay: name servers are not asked.
 *
 * @param relay where to
 */
record EverythingTo(Relay relay) implements Router {

  @Override
  public Route route(Domain domain) {
    return new Route.Relayed(domain, relay);
  }

  @Override
  public HostAddresses addresses(String host) {
    return HostAddresses.unknown(host, DnsFailure.NO_DATA); // no route leads to a host
  }
}
