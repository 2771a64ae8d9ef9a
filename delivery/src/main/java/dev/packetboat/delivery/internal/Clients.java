package dev.packetboat.delivery.internal;

import dev.packetboat.routing.TlsRequirement;
import dev.packetboat.smtp.HostResolver;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.TlsMode;

/** How mail exchangers are connected to. Pure. */
final class Clients {

  private Clients() {}

  /** One address of an exchanger, with what is asked of the connection. */
  static SmtpClient.Builder direct(SmtpClient template, Target.Exchanger target) {
    return template.toBuilder()
        .host(target.host())
        .port(target.port())
        .hostResolver(HostResolver.known(target.address()))
        .tls(mode(target.tls()));
  }

  private static TlsMode mode(TlsRequirement requirement) {
    return switch (requirement.level()) {
      case NONE -> TlsMode.NONE;
      case OPPORTUNISTIC -> TlsMode.OPPORTUNISTIC;
      case ENCRYPTED -> TlsMode.ENCRYPTED;
      case VERIFIED -> TlsMode.REQUIRED;
    };
  }
}
