package dev.packetboat.mail.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** IP addresses as they stand in an address literal (RFC 5321 §4.1.3). Never asks a name server. */
public final class IpLiteral {

  private static final String IPV6_TAG = "IPv6:";
  private static final int IPV6_GROUPS = 8;

  private IpLiteral() {}

  /**
   * The address between the brackets of a literal, if it is one: {@code 192.0.2.1} or {@code
   * IPv6:2001:db8::1}.
   */
  public static Optional<InetAddress> parse(String content) {
    if (content.regionMatches(true, 0, IPV6_TAG, 0, IPV6_TAG.length())) {
      return parseIpv6(content.substring(IPV6_TAG.length()));
    }
    return parseIpv4(content).map(IpLiteral::address);
  }

  private static Optional<byte[]> parseIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    byte[] octets = new byte[4];
    for (int i = 0; i < 4; i++) {
      int octet = number(parts[i], 10, 3);
      if (octet < 0 || octet > 255) {
        return Optional.empty();
      }
      octets[i] = (byte) octet;
    }
    return Optional.of(octets);
  }

  private static Optional<InetAddress> parseIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text)
          .filter(octets -> octets.length == 2 * IPV6_GROUPS)
          .map(IpLiteral::address);
    }
    String before = text.substring(0, gap);
    // An IPv4 address can only be the end.
    Optional<byte[]> left = before.indexOf('.') < 0 ? groups(before) : Optional.empty();
    Optional<byte[]> right = groups(text.substring(gap + 2));
    if (left.isEmpty()
        || right.isEmpty()
        || left.get().length + right.get().length >= 2 * IPV6_GROUPS) {
      return Optional.empty();
    }
    byte[] octets = new byte[2 * IPV6_GROUPS];
    System.arraycopy(left.get(), 0, octets, 0, left.get().length);
    System.arraycopy(
        right.get(), 0, octets, octets.length - right.get().length, right.get().length);
    return Optional.of(address(octets));
  }

  /** The octets of groups with colons between them, the last of which may be an IPv4 address. */
  private static Optional<byte[]> groups(String text) {
    if (text.isEmpty()) {
      return Optional.of(new byte[0]);
    }
    String[] parts = text.split(":", IPV6_GROUPS + 1);
    byte[] octets = new byte[2 * parts.length + 2];
    int length = 0;
    for (int i = 0; i < parts.length; i++) {
      Optional<byte[]> ipv4 = i == parts.length - 1 ? parseIpv4(parts[i]) : Optional.empty();
      int group = ipv4.isPresent() ? 0 : number(parts[i], 16, 4);
      if (group < 0) {
        return Optional.empty();
      }
      byte[] part = ipv4.orElse(new byte[] {(byte) (group >> 8), (byte) group});
      System.arraycopy(part, 0, octets, length, part.length);
      length += part.length;
    }
    return Optional.of(Arrays.copyOf(octets, length));
  }

  private static int number(String digits, int radix, int most) {
    if (digits.isEmpty() || digits.length() > most) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c > 0x7F ? -1 : Character.digit(c, radix);
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 octets are always an address", e);
    }
  }
}
