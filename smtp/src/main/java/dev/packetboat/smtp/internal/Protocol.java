package dev.packetboat.smtp.internal;

/** What is spoken. */
public enum Protocol {
  SMTP("EHLO"),
  /**
   * RFC 2033: as SMTP, but the end of a content is answered once for each recipient that was
   * accepted.
   */
  LMTP("LHLO");

  private final String hello;

  Protocol(String hello) {
    this.hello = hello;
  }

  /** The command by which a client says who it is. */
  String hello() {
    return hello;
  }
}
