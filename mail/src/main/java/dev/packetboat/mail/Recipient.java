package dev.packetboat.mail;

import java.util.Objects;

/**
 * One recipient of an envelope: an address, and what is asked for it.
 *
 * @param address whom the message is for
 * @param options what is asked of the server for this recipient
 */
public record Recipient(Address address, RecipientOptions options) {

  /**
   * A recipient.
   *
   * @throws AddressSyntaxException if the address stood in a header and cannot be said to a server
   */
  public Recipient {
    address.forEnvelope();
    Objects.requireNonNull(options, "options");
  }

  /** A recipient for whom nothing is asked. */
  public static Recipient of(Address address) {
    return new Recipient(address, RecipientOptions.NONE);
  }

  /** The address, without its options. */
  @Override
  public String toString() {
    return address.toString();
  }
}
