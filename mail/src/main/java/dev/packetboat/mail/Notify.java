package dev.packetboat.mail;

/** When the sender wants to be told what became of a message (RFC 3461 §4.1). */
public enum Notify {
  /** When it has been delivered. */
  SUCCESS,
  /** When it could not be delivered. */
  FAILURE,
  /** When delivery takes longer than usual. */
  DELAY,
  /** Never: stands alone. */
  NEVER
}
