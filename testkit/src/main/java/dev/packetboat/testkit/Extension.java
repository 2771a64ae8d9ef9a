package dev.packetboat.testkit;

/**
 * The extensions of SMTP that a {@link MailServer} can offer, apart from STARTTLS and AUTH, which
 * need more than a name.
 */
public enum Extension {
  /** RFC 2920: commands in groups. */
  PIPELINING("PIPELINING"),
  /** RFC 1870: how large a message may be. */
  SIZE("SIZE"),
  /** RFC 6152: content of 8 bits. */
  EIGHTBITMIME("8BITMIME"),
  /** RFC 3030: content in chunks of a known size, by BDAT. */
  CHUNKING("CHUNKING"),
  /** RFC 3030: content of any octets, without lines. Offered together with CHUNKING only. */
  BINARYMIME("BINARYMIME"),
  /** RFC 6531: addresses and headers in UTF-8. */
  SMTPUTF8("SMTPUTF8"),
  /** RFC 3461: delivery status notifications. */
  DSN("DSN"),
  /** RFC 2034: codes such as 5.1.1 in replies. Rules speak for themselves and keep theirs. */
  ENHANCEDSTATUSCODES("ENHANCEDSTATUSCODES");

  private final String keyword;

  Extension(String keyword) {
    this.keyword = keyword;
  }

  /** The word that stands in the reply to EHLO. */
  public String keyword() {
    return keyword;
  }
}
