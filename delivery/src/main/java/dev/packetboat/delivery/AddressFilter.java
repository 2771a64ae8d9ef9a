package dev.packetboat.delivery;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Says to which addresses a connection may be made. Applications that take addresses from strangers
 * use {@link #publicOnly()}, lest a stranger's domain lead into their own network.
 */
@FunctionalInterface
public interface AddressFilter {

  boolean allows(InetAddress address);

  /** Every address. */
  static AddressFilter any() {
    return address -> true;
  }

  /**
   * Addresses of the public Internet alone: no loopback, private (RFC 1918, RFC 4193), shared (RFC
   * 6598), link-local, unspecified or multicast ones, neither as IPv6 addresses that stand for
   * them.
   */
  static AddressFilter publicOnly() {
    return address -> !isSpecial(address);
  }

  private static boolean isSpecial(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] octets = address.getAddress();
    return address instanceof Inet6Address ? isSpecialIpv6(octets) : isSpecialIpv4(octets, 0);
  }

  private static boolean isSpecialIpv4(byte[] octets, int at) {
    int first = octets[at] & 0xFF;
    int second = octets[at + 1] & 0xFF;
    return first == 0
        || first == 10
        || first == 127
        || first >= 224
        || (first == 100 && second >= 64 && second < 128) // RFC 6598
        || (first == 169 && second == 254)
        || (first == 172 && second >= 16 && second < 32)
        || (first == 192 && second == 168);
  }

  private static boolean isSpecialIpv6(byte[] octets) {
    if ((octets[0] & 0xFE) == 0xFC) { // RFC 4193
      return true;
    }
    boolean nat64 = startsWith(octets, 0x00, 0x64, 0xFF, 0x9B); // RFC 6052 §2.1
    boolean mapped = startsWith(octets, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    boolean sixToFour = startsWith(octets, 0x20, 0x02); // RFC 3056 §2
    return ((nat64 || mapped) && isSpecialIpv4(octets, 12))
        || (sixToFour && isSpecialIpv4(octets, 2));
  }

  private static boolean startsWith(byte[] octets, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if ((octets[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
