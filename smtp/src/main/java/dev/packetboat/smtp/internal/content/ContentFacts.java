package dev.packetboat.smtp.internal.content;

/**
 * What has to be known of a content before it is offered to a server.
 *
 * @param size octets as sent, without stuffed dots (RFC 1870 §3)
 * @param hasEightBit some octet is not ASCII
 * @param hasUtf8Header the header holds characters that are not ASCII, in UTF-8 (RFC 6532)
 * @param hasLongLine some line has more than 998 octets without its CRLF (RFC 5321 §4.5.3.1.6)
 */
public record ContentFacts(
    long size, boolean hasEightBit, boolean hasUtf8Header, boolean hasLongLine) {

  /** Whether a server that takes only 7 bit and lines of 998 octets cannot be given this. */
  public boolean isEightBit() {
    return hasEightBit || hasLongLine;
  }

  /** The same of a content with so many octets more. */
  ContentFacts longerBy(long more) {
    return new ContentFacts(size + more, hasEightBit, hasUtf8Header, hasLongLine);
  }
}
