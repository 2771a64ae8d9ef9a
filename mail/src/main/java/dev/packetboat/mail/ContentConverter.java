package dev.packetboat.mail;

import java.io.IOException;

/**
 * Makes a message fit for servers that take 7 bit and lines of 998 octets only (RFC 6152 §3), by
 * encoding the parts of it that are more than that.
 */
@FunctionalInterface
public interface ContentConverter {

  /**
   * The same message in 7 bit. What says so already comes back as it is.
   *
   * @throws ConversionRefusedException when it must not be changed, or cannot be
   * @throws IOException when it cannot be read
   */
  Content toSevenBit(Content content) throws IOException;

  /** Converts nothing: what a server cannot take is not sent to it. */
  static ContentConverter refusing() {
    return content -> {
      throw new ConversionRefusedException(
          "the message", "is not to be converted", new EnhancedStatus(5, 6, 3));
    };
  }
}
