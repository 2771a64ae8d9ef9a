package dev.packetboat.delivery.internal;

import dev.packetboat.routing.Relay;
import dev.packetboat.routing.TlsRequirement;
import java.net.InetAddress;

/** What can be connected to. */
sealed interface Target {

  /** The host's name. */
  String host();

  int port();

  /** One address of a mail exchanger. */
  record Exchanger(String host, InetAddress address, int port, TlsRequirement tls)
      implements Target {}

  /** A relay, whichever of its addresses answers. */
  record ToRelay(Relay relay) implements Target {

    @Override
    public String host() {
      return relay.host();
    }

    @Override
    public int port() {
      return relay.port();
    }
  }
}
