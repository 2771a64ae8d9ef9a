package dev.packetboat.smtp;

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
}
