package dev.packetboat.mail;

/** How much of the message a report of failure brings back (RFC 3461 §4.3). */
public enum ReturnContent {
  /** The whole message. */
  FULL("FULL"),
  /** Its header only. */
  HEADERS("HDRS");

  private final String wire;

  ReturnContent(String wire) {
    this.wire = wire;
  }

  String wire() {
    return wire;
  }
}
