package dev.packetboat.smtp;

import java.net.InetSocketAddress;

/**
 * An address that was tried and could not be connected to.
 *
 * @param address where to
 * @param error why not, in words such as {@code connection refused}
 */
public record ConnectAttempt(InetSocketAddress address, String error) {

  @Override
  public String toString() {
    return address.getAddress().getHostAddress() + " port " + address.getPort() + ": " + error;
  }
}
