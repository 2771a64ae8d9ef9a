package dev.packetboat.smtp;

/**
 * What ties an authentication to the TLS connection that it goes over (RFC 5056).
 *
 * @param type {@code tls-exporter} (RFC 9266) or {@code tls-server-end-point} (RFC 5929)
 * @param data the octets of that type for this connection
 */
public record ChannelBinding(String type, byte[] data) {

  public ChannelBinding {
    data = data.clone();
  }

  @Override
  public byte[] data() {
    return data.clone();
  }
}
