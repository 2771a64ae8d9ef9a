package dev.packetboat.testkit;

/**
 * What a {@link NameServer} was asked.
 *
 * @param name in lower case, without a dot at its end
 * @param type such as {@code MX}
 */
public record DnsQuestion(String name, String type, Transport transport) {

  /** How a question comes. */
  public enum Transport {
    /** In a datagram. */
    UDP,
    /** Over a connection. */
    TCP
  }

  @Override
  public String toString() {
    return name + " " + type + " over " + transport;
  }
}
