package dev.packetboat.delivery;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The server at the other end of a connection.
 *
 * @param host its name, without a dot at the end
 * @param address where it was connected to
 * @param tls the protocol of an encrypted connection, such as {@code TLSv1.3}
 */
public record Hop(String host, InetSocketAddress address, Optional<String> tls) {

  /** Its IP address as text. */
  public String ip() {
    return address.getAddress().getHostAddress();
  }

  public int port() {
    return address.getPort();
  }

  @Override
  public String toString() {
    return host + " (" + ip() + " port " + port() + ")";
  }
}
