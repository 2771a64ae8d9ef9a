package dev.packetboat.testkit;

/** A moment of an SMTP session at which a {@link Rule} can interfere. */
public enum Moment {
  /** The greeting is due; with implicit TLS, after the handshake. */
  CONNECT,
  /** A handshake is due, at the beginning or after STARTTLS. */
  HANDSHAKE,
  /** EHLO was read; the subject of a rule is the client's name. */
  EHLO,
  /** HELO was read; the subject is the client's name. */
  HELO,
  /** STARTTLS was read. */
  STARTTLS,
  /** AUTH was read; the subject is the name of the mechanism. */
  AUTH,
  /** MAIL was read; the subject is the sender's address, empty for the null sender. */
  MAIL,
  /** RCPT was read; the subject is the recipient's address. */
  RCPT,
  /** DATA was read. */
  DATA,
  /** 354 was sent, and no octet of the content has been read. */
  CONTENT,
  /** The lone dot was read. */
  END_OF_CONTENT,
  /** RSET was read. */
  RSET,
  /** NOOP was read. */
  NOOP,
  /** VRFY was read; the subject is what follows it. */
  VRFY,
  /** EXPN was read; the subject is what follows it. */
  EXPN,
  /** HELP was read. */
  HELP,
  /** QUIT was read. */
  QUIT,
  /** A command was read that is none; the subject is its first word, in upper case. */
  UNKNOWN
}
