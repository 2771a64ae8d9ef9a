package dev.packetboat.routing.internal;

import dev.packetboat.mail.AddressSyntaxException;
import dev.packetboat.mail.Domain;
import java.net.InetAddress;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Names of hosts as text and as DNS has them. */
public final class HostName {

  private HostName() {}

  /** The address that this text is, if it is one: {@code 192.0.2.1}, {@code 2001:db8::1}. */
  public static Optional<InetAddress> address(String text) {
    String tag = text.contains(":") ? "IPv6:" : "";
    try {
      return Domain.parse("[" + tag + text + "]").literalAddress();
    } catch (AddressSyntaxException noAddress) {
      return Optional.empty();
    }
  }

  /**
   * A name in ASCII or not, with or without a dot at the end.
   *
   * @throws AddressSyntaxException if a host cannot have this name
   */
  public static Domain of(String text) {
    return Domain.parse(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
  }

  /** Whether a host can have this name: an address is none (RFC 2181 §10.3). */
  static boolean isUsable(String text) {
    try {
      return !Domain.parse(text).isLiteral() && address(text).isEmpty();
    } catch (AddressSyntaxException noName) {
      return false;
    }
  }

  /** The whole name, to which nothing is ever appended. */
  public static Name absolute(Domain domain) {
    try {
      return Name.fromString(domain.ascii(), Name.root);
    } catch (TextParseException impossible) {
      throw new IllegalArgumentException(domain + " is no name", impossible);
    }
  }
}
