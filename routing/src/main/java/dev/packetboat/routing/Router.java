package dev.packetboat.routing;

import dev.packetboat.mail.Domain;

/**
 * Says where mail for a domain goes. Questions block the calling thread; interrupting it ends them.
 * Implementations are safe for use by several threads.
 */
public interface Router {

  /** Where mail for this domain goes, or why it cannot go anywhere. */
  Route route(Domain domain) throws InterruptedException;

  /**
   * The addresses of a mail exchanger, in the order in which they are to be tried: IPv6 and IPv4
   * interleaved (RFC 8305 §4). A host that is written as an IP address has that one.
   *
   * @param host as in {@link MailExchanger#host()}
   * @throws IllegalArgumentException if a host cannot have this name
   */
  HostAddresses addresses(String host) throws InterruptedException;
}
