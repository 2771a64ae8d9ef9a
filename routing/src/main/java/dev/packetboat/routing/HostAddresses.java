package dev.packetboat.routing;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The addresses of one host, or why there are none. Immutable. */
public final class HostAddresses {

  private final List<InetAddress> addresses;
  private final Optional<DnsFailure> failure;
  private final String expandedName;
  private final boolean authenticated;

  private HostAddresses(
      List<InetAddress> addresses,
      Optional<DnsFailure> failure,
      String expandedName,
      boolean authenticated) {
    this.addresses = List.copyOf(addresses);
    this.failure = failure;
    this.expandedName = expandedName;
    this.authenticated = authenticated;
  }

  /**
   * Addresses in the order in which they are to be tried.
   *
   * @param expandedName the host's name behind all aliases
   * @param authenticated whether the resolver vouches for the answers by DNSSEC
   */
  public static HostAddresses of(
      List<InetAddress> addresses, String expandedName, boolean authenticated) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no address");
    }
    return new HostAddresses(addresses, Optional.empty(), expandedName, authenticated);
  }

  /** A host whose addresses are not known. */
  public static HostAddresses unknown(String host, DnsFailure failure) {
    return new HostAddresses(List.of(), Optional.of(failure), host, false);
  }

  /** In the order in which they are to be tried. */
  public List<InetAddress> addresses() {
    return addresses;
  }

  /** Why there are none. */
  public Optional<DnsFailure> failure() {
    return failure;
  }

  /** The host's name behind all aliases. */
  public String expandedName() {
    return expandedName;
  }

  /** Whether the resolver vouches for the answers by DNSSEC (RFC 4035 §3.2.3). */
  public boolean isAuthenticated() {
    return authenticated;
  }

  @Override
  public String toString() {
    return failure.map(DnsFailure::word).orElseGet(addresses::toString);
  }
}
