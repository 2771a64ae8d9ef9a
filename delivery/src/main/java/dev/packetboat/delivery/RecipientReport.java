package dev.packetboat.delivery;

import dev.packetboat.mail.Recipient;
import java.util.List;
import java.util.Optional;

/** What became of the message for one recipient, and what was tried before. Immutable. */
public final class RecipientReport {

  private final String address;
  private final Optional<Recipient> recipient;
  private final Outcome outcome;
  private final List<Attempt> attempts;

  private RecipientReport(
      String address, Optional<Recipient> recipient, Outcome outcome, List<Attempt> attempts) {
    this.address = address;
    this.recipient = recipient;
    this.outcome = outcome;
    this.attempts = List.copyOf(attempts);
  }

  /** The outcome for a recipient of the envelope. */
  public static RecipientReport of(Recipient recipient, Outcome outcome, List<Attempt> attempts) {
    return new RecipientReport(
        recipient.address().toString(), Optional.of(recipient), outcome, attempts);
  }

  /** The outcome for a text in a recipient field that is no address. */
  public static RecipientReport ofText(String text, Outcome outcome) {
    return new RecipientReport(text, Optional.empty(), outcome, List.of());
  }

  /** The address, or the text that is none. */
  public String address() {
    return address;
  }

  /** The recipient as it stands in the envelope; empty for a text that is no address. */
  public Optional<Recipient> recipient() {
    return recipient;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** The hosts that were tried besides the one that the outcome names, in their order. */
  public List<Attempt> attempts() {
    return attempts;
  }

  /** One line for people: the address, the outcome, what was tried before. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(address).append(": ").append(outcome);
    attempts.forEach(attempt -> line.append("; before: ").append(attempt));
    return line.toString();
  }
}
