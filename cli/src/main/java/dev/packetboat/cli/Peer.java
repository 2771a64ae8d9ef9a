package dev.packetboat.cli;

import dev.packetboat.smtp.ConnectAttempt;
import dev.packetboat.smtp.SmtpEvent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who is at the other end of one connection, as far as it came. One thread at a time. */
final class Peer {

  private final List<ConnectAttempt> unreached = new ArrayList<>();
  private Optional<InetSocketAddress> server = Optional.empty();
  private Optional<String> tls = Optional.empty();
  private boolean dsn;

  // A switch over patterns is linked when it is first run, which a short run can feel.
  void hear(SmtpEvent event) {
    if (event instanceof SmtpEvent.NotConnected failed) {
      unreached.add(failed.attempt());
    } else if (event instanceof SmtpEvent.Connected connected) {
      connected(connected.address());
    } else if (event instanceof SmtpEvent.Encrypted encrypted) {
      tls = Optional.of(encrypted.tls().protocol());
    } else if (event instanceof SmtpEvent.Offered offered) {
      dsn = offered.extensions().offers("DSN");
    }
  }

  // After a failed handshake the same server is connected to once more, in clear text.
  private void connected(InetSocketAddress address) {
    server = Optional.of(address);
    tls = Optional.empty();
  }

  /** Whether the server can be asked for notifications. */
  boolean offersNotifications() {
    return dsn;
  }

  /** The addresses that were tried before, in vain. */
  List<ConnectAttempt> unreached() {
    return List.copyOf(unreached);
  }

  /** The server at the other end, once the connection is there. */
  Optional<InetSocketAddress> server() {
    return server;
  }

  /** The TLS version, once the connection is encrypted. */
  Optional<String> tls() {
    return tls;
  }
}
