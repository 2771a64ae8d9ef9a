package dev.packetboat.smtp;

import dev.packetboat.mail.Address;
import dev.packetboat.smtp.internal.Accepted;
import java.util.List;
import java.util.stream.Stream;

/**
 * The server has taken responsibility for a message (RFC 5321 §4.2.5), for those recipients that
 * {@link #accepted()} lists. Immutable.
 */
public final class Receipt {

  private final Reply reply;
  private final List<RecipientResult> recipients;
  private final long size;
  private final boolean forEach;

  Receipt(Accepted accepted) {
    this.reply = accepted.reply();
    this.recipients = List.copyOf(accepted.recipients());
    this.size = accepted.size();
    this.forEach = accepted.forEach();
  }

  /** The reply to the end of the content; with LMTP the first that is positive. */
  public Reply reply() {
    return reply;
  }

  /** Every recipient in the order in which it was named, with the server's answer. */
  public List<RecipientResult> recipients() {
    return recipients;
  }

  /**
   * Whether the replies of {@link #recipients()} are the server's last word about each, as LMTP has
   * it (RFC 2033 §4.2). Else {@link #reply()} is its last word about all whom it accepted.
   */
  public boolean isForEach() {
    return forEach;
  }

  /** Those who will get the message. */
  public List<Address> accepted() {
    return addresses(recipients.stream().filter(RecipientResult::isAccepted));
  }

  /** Those who will not. */
  public List<Address> refused() {
    return addresses(recipients.stream().filter(result -> !result.isAccepted()));
  }

  private static List<Address> addresses(Stream<RecipientResult> results) {
    return results.map(result -> result.recipient().address()).toList();
  }

  /** The size of the content as sent, in octets, without stuffed dots. */
  public long size() {
    return size;
  }

  @Override
  public String toString() {
    return "Receipt[" + reply + ", accepted " + accepted() + ", refused " + refused() + "]";
  }
}
