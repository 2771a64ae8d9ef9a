package dev.packetboat.delivery;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A host that was tried, or was to be tried, before the outcome was known.
 *
 * @param host its name
 * @param address where; empty where its address could not be found out
 * @param error why it was not the one, in words: {@code connection refused}
 */
public record Attempt(String host, Optional<InetAddress> address, String error) {

  @Override
  public String toString() {
    return host + address.map(ip -> " (" + ip.getHostAddress() + ")").orElse("") + ": " + error;
  }
}
