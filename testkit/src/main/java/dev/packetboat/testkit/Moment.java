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
  /**
   * DATA was read, or the line of the first BDAT of a message: the client is about to send content.
   * A positive reply of a rule has nothing to say to BDAT, and is passed over there.
   */
  DATA,
  /**
   * BDAT was read, with the octets of its chunk; the subject is what follows the word, such as
   * {@code 12 LAST}.
   */
  BDAT,
  /**
   * 354 was sent, or BDAT read, and no octet of the content has been. Octets are counted over all
   * chunks of a content.
   */
  CONTENT,
  /** The lone dot was read, or all of the last chunk; a rule for BDAT comes before. */
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
