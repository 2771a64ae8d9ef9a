package dev.packetboat.routing;

import dev.packetboat.mail.Domain;

/** What is asked of the connections over which mail for a domain goes. Thread-safe. */
@FunctionalInterface
public interface TlsPolicy {

  /** What is asked of the connection to this exchanger of the domain. May block. */
  TlsRequirement requirement(Domain domain, MailExchanger exchanger);

  /** TLS wherever it can be had, with any certificate (RFC 7435); clear text otherwise. */
  static TlsPolicy opportunistic() {
    return (domain, exchanger) -> TlsRequirement.opportunistic();
  }
}
