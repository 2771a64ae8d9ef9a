package dev.packetboat.smtp;

/** The step of a conversation in which something happened, in the order in which they come. */
public enum Phase {
  /** Host name lookup and TCP connection, a proxy included. */
  CONNECT,
  /** TLS handshake, right after connecting or after STARTTLS. */
  TLS,
  /** The server's 220. */
  GREETING,
  /** EHLO, or with LMTP LHLO. */
  EHLO,
  HELO,
  STARTTLS,
  AUTH,
  RSET,
  MAIL,
  RCPT,
  /** The DATA command up to its 354. */
  DATA,
  /** The octets of the message. */
  CONTENT,
  /** The final dot, or the last chunk, and the reply that decides. */
  CONTENT_END,
  /** VRFY, EXPN, NOOP and raw commands. */
  COMMAND,
  QUIT
}
