package dev.packetboat.delivery.internal;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.Relay;
import dev.packetboat.routing.Route;
import dev.packetboat.routing.TlsRequirement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Hosts that are the same for mail: a set of exchangers of which the same is asked, or a relay.
 * Recipients with equal destinations get one copy, and limits are per destination, not per domain.
 */
sealed interface Destination {

  /** RFC 5321 §4.5.4.2: from server to server. */
  int RELAY_PORT = 25;

  /** Whether providers are known to block the port. */
  boolean isOftenBlocked();

  /** Mail exchangers, in an order of their own, however they were shuffled. */
  record Exchangers(List<Member> members, Optional<Domain> lastResort) implements Destination {

    /** One of them. */
    record Member(int preference, String host, TlsRequirement tls) {}

    @Override
    public boolean isOftenBlocked() {
      return true;
    }

    @Override
    public String toString() {
      return members.get(0).host() + (members.size() > 1 ? " and others" : "");
    }
  }

  /** A relay. */
  record ByRelay(Relay relay) implements Destination {

    @Override
    public boolean isOftenBlocked() {
      return relay.port() == RELAY_PORT;
    }

    @Override
    public String toString() {
      return relay.toString();
    }
  }

  /**
   * Where this route leads.
   *
   * @param lastResort the domain that is tried itself when none of its exchangers could be reached
   */
  static Destination of(Route.Direct route, Optional<Domain> lastResort) {
    return new Exchangers(
        route.exchangers().stream()
            .map(
                exchanger ->
                    new Exchangers.Member(
                        exchanger.preference(),
                        exchanger.host().toLowerCase(Locale.ROOT),
                        route.requirement(exchanger)))
            .sorted(
                Comparator.comparingInt(Exchangers.Member::preference)
                    .thenComparing(Exchangers.Member::host))
            .toList(),
        lastResort);
  }
}
