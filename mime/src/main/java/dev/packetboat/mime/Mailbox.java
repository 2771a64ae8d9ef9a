package dev.packetboat.mime;

import dev.packetboat.mail.Address;
import dev.packetboat.mime.internal.Characters;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody in the header of a message: an address, and the name that readers see (RFC 5322 §3.4).
 *
 * {@snippet class="ExamplesTest" region="mailbox" :
 * Mailbox ann = Mailbox.named("Ann Müller", "ann@example.org");
 * Mailbox list = Mailbox.of("list@example.org");
 * }
 *
 * @param name the name without quotes and encoding; a blank one is none
 * @param address the address
 */
public record Mailbox(Optional<String> name, Address address) {

  /** Checks the name: no control character, and so no second line, may be in it. */
  public Mailbox {
    name =
        name.map(text -> Characters.inHeader("the name", text).strip()).filter(n -> !n.isEmpty());
    Objects.requireNonNull(address, "address");
  }

  /**
   * A mailbox with a name.
   *
   * @throws IllegalArgumentException if the name contains a control character, or the address is
   *     none
   */
  public static Mailbox named(String name, String address) {
    return named(name, Address.parse(address));
  }

  /**
   * A mailbox with a name.
   *
   * @throws IllegalArgumentException if the name contains a control character
   */
  public static Mailbox named(String name, Address address) {
    return new Mailbox(Optional.of(name), address);
  }

  /**
   * A mailbox without a name.
   *
   * @throws dev.packetboat.mail.AddressSyntaxException if the text is not an address
   */
  public static Mailbox of(String address) {
    return of(Address.parse(address));
  }

  /** A mailbox without a name. */
  public static Mailbox of(Address address) {
    return new Mailbox(Optional.empty(), address);
  }

  /** Name and address for people: {@code Ann Müller <ann@example.org>}. */
  @Override
  public String toString() {
    return name.map(text -> text + " <" + address + ">").orElse(address.toString());
  }
}
