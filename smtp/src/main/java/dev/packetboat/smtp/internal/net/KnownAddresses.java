package dev.packetboat.smtp.internal.net;

import dev.packetboat.smtp.HostResolver;
import java.net.InetAddress;
import java.util.List;

/**
 * Addresses that need no lookup, and so no thread for it.
 *
 * @param addresses in the order in which they are to be tried
 */
public record KnownAddresses(List<InetAddress> addresses) implements HostResolver {

  @Override
  public List<InetAddress> resolve(String host) {
    return addresses;
  }
}
