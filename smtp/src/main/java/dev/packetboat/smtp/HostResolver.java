package dev.packetboat.smtp;

import dev.packetboat.smtp.internal.net.KnownAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the addresses of a host. The default asks the system. Called on a thread of its own, which
 * is left alone when it takes longer than the connect time-out allows.
 */
@FunctionalInterface
public interface HostResolver {

  /**
   * The addresses in the order in which they are to be tried; families are interleaved by the
   * caller.
   *
   * @throws UnknownHostException where the host has none
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** The system's own resolver. */
  static HostResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }

  /** Always these addresses, whatever the host: nothing has to be looked up. */
  static HostResolver known(InetAddress... addresses) {
    return new KnownAddresses(List.of(addresses));
  }
}
