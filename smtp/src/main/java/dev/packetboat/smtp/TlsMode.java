package dev.packetboat.smtp;

/** Whether and when a connection is encrypted. */
public enum TlsMode {
  /** TLS from the first octet, as on port 465 (RFC 8314 §3.3). Certificate and name are checked. */
  IMPLICIT,
  /** STARTTLS, or no mail at all (RFC 3207). Certificate and name are checked. */
  REQUIRED,
  /** STARTTLS, or no mail at all; any certificate will do. */
  ENCRYPTED,
  /**
   * STARTTLS where it is offered, with any certificate, and clear text otherwise (RFC 7435). When
   * the handshake fails the server is connected to once more, in clear text.
   */
  OPPORTUNISTIC,
  /** Clear text, always. */
  NONE
}
