package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Attempt;
import dev.packetboat.smtp.Extensions;
import dev.packetboat.smtp.SmtpEvent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was seen of one connection: where it goes, and what the server offers. For one thread at a
 * time: where several addresses are connected to at once, only the beginnings of that are told by
 * other threads, and those it does not keep.
 */
final class Heard {

  private final String host;
  private final List<Attempt> unreached = new ArrayList<>();
  private Optional<InetSocketAddress> server = Optional.empty();
  private Optional<String> tls = Optional.empty();
  private boolean greeted;
  private Extensions extensions = Extensions.NONE;

  Heard(String host) {
    this.host = host;
  }

  // A switch over patterns is linked when it is first run, which a short run can feel.
  void hear(SmtpEvent event) {
    if (event instanceof SmtpEvent.NotConnected failed) {
      unreached.add(
          new Attempt(
              host,
              Optional.of(failed.attempt().address().getAddress()),
              failed.attempt().error()));
    } else if (event instanceof SmtpEvent.Connected connected) {
      connected(connected.address());
    } else if (event instanceof SmtpEvent.Greeted) {
      greeted = true;
    } else if (event instanceof SmtpEvent.Encrypted encrypted) {
      tls = Optional.of(encrypted.tls().protocol());
    } else if (event instanceof SmtpEvent.Offered offered) {
      extensions = offered.extensions();
    }
  }

  // After a failed handshake the same server is connected to once more, in clear text.
  private void connected(InetSocketAddress address) {
    server = Optional.of(address);
    tls = Optional.empty();
  }

  /** The addresses that were tried in vain. */
  List<Attempt> unreached() {
    return List.copyOf(unreached);
  }

  /** Where the connection goes, once it is there. */
  Optional<InetSocketAddress> server() {
    return server;
  }

  /** The protocol of an encrypted connection. */
  Optional<String> tls() {
    return tls;
  }

  /** Whether the server greeted with 220. */
  boolean isGreeted() {
    return greeted;
  }

  /** Whether the server offers this extension. */
  boolean offers(String keyword) {
    return extensions.offers(keyword);
  }

  /** What the server says that it takes at most (RFC 9422), such as {@code RCPTMAX}. */
  OptionalInt limit(String name) {
    return extensions.limit(name);
  }
}
