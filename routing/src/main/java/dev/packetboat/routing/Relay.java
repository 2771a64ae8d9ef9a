package dev.packetboat.routing;

import java.util.Objects;

/**
 * A server that takes mail for domains whose own servers are not asked for.
 *
 * @param host its name or address
 * @param port 1 to 65535
 */
public record Relay(String host, int port) {

  /** A server that takes mail on behalf of others. */
  public Relay {
    Objects.requireNonNull(host, "host");
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not 1 to 65535");
    }
  }

  /** {@code host:port}. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
