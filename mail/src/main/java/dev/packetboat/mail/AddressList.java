package dev.packetboat.mail;

import java.util.List;

/**
 * The addresses in the value of a header field such as To: mailboxes with or without names, groups,
 * comments, folded lines (RFC 5322 §3.4), the obsolete forms (§4.4) and UTF-8 (RFC 6532).
 *
 * {@snippet class="ExamplesTest" region="addressList" :
 * AddressList list = AddressList.parse("Ann <ann@example.com>, friends: bob@example.org, eve;");
 * List<Address> certain = list.addresses(); // ann@example.com, bob@example.org
 * List<LeftOut> others = list.leftOut(); // eve: has no domain
 * }
 *
 * Where the list is malformed it gives what is certain and says what it left out. It never gives an
 * address that is not written there. Immutable, safe for use by several threads.
 */
public final class AddressList {

  private final List<Address> addresses;
  private final List<LeftOut> leftOut;

  AddressList(List<Address> addresses, List<LeftOut> leftOut) {
    this.addresses = List.copyOf(addresses);
    this.leftOut = List.copyOf(leftOut);
  }

  /**
   * Reads the value of a field, folded or not. It never fails: what cannot be read is in {@link
   * #leftOut()}.
   */
  public static AddressList parse(String value) {
    return new AddressListParser(value).parse();
  }

  static AddressList join(List<AddressList> lists) {
    return new AddressList(
        lists.stream().flatMap(list -> list.addresses.stream()).toList(),
        lists.stream().flatMap(list -> list.leftOut.stream()).toList());
  }

  /** The addresses in the order in which they are written, repeats and all. */
  public List<Address> addresses() {
    return addresses;
  }

  /** What stands between the commas and is not certain to be an address. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressList list
        && addresses.equals(list.addresses)
        && leftOut.equals(list.leftOut);
  }

  @Override
  public int hashCode() {
    return 31 * addresses.hashCode() + leftOut.hashCode();
  }

  /** The addresses with commas between them. */
  @Override
  public String toString() {
    return String.join(", ", addresses.stream().map(Address::toString).toList());
  }
}
