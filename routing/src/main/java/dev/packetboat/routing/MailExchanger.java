package dev.packetboat.routing;

import java.util.Objects;

/**
 * A host that takes mail for a domain (RFC 5321 §5.1).
 *
 * @param host its name in ASCII, without a dot at the end; an IP address where the domain is an
 *     address literal
 * @param preference lower numbers are tried first; 0 where no MX record gave one
 */
public record MailExchanger(String host, int preference) {

  /** A host that takes mail. */
  public MailExchanger {
    Objects.requireNonNull(host, "host");
    if (preference < 0 || preference > 65535) {
      throw new IllegalArgumentException("preference " + preference + " is not 0 to 65535");
    }
  }
}
