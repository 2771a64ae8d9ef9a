package dev.packetboat.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * From whom and to whom: what the servers on the way read, whatever the message's own header says.
 *
 * {@snippet class="ExamplesTest" region="envelope" :
 * Envelope envelope =
 *     Envelope.from("joe@example.com")
 *         .to("ann@example.com", "bob@example.org")
 *         .to(Address.parse("eve@example.net"), RecipientOptions.notify(Notify.NEVER));
 * }
 *
 * Every method that adds gives a new envelope. An address named twice is one recipient, in its
 * first place; options given for it the second time hold. Immutable, safe for use by several
 * threads.
 */
public final class Envelope {

  private final Optional<Address> sender;
  private final Map<Address, Recipient> recipients;
  private final Map<String, MailParameter> parameters;
  private final List<Recipient> recipientList;
  private final List<MailParameter> parameterList;

  private Envelope(
      Optional<Address> sender,
      Map<Address, Recipient> recipients,
      Map<String, MailParameter> parameters) {
    this.sender = sender;
    this.recipients = Collections.unmodifiableMap(recipients);
    this.parameters = Collections.unmodifiableMap(parameters);
    this.recipientList = List.copyOf(recipients.values());
    this.parameterList = List.copyOf(parameters.values());
  }

  /**
   * An envelope from this address, which is where reports of failure go.
   *
   * @throws AddressSyntaxException if the text is not an address
   */
  public static Envelope from(String sender) {
    return from(Address.parse(sender));
  }

  /**
   * An envelope from this address, which is where reports of failure go.
   *
   * @throws AddressSyntaxException if it has no domain, or stood in a header and cannot be said to
   *     a server
   */
  public static Envelope from(Address sender) {
    if (sender.domain().isEmpty()) {
      throw new AddressSyntaxException(sender.toString(), "only a recipient may lack a domain");
    }
    return new Envelope(Optional.of(sender.forEnvelope()), Map.of(), Map.of());
  }

  /**
   * An envelope with the null reverse-path {@code <>}: nobody is told of failures (RFC 5321
   * §4.5.5).
   */
  public static Envelope fromNullSender() {
    return new Envelope(Optional.empty(), Map.of(), Map.of());
  }

  /**
   * Adds recipients.
   *
   * @throws AddressSyntaxException if a text is not an address
   */
  public Envelope to(String... addresses) {
    return to(Arrays.stream(addresses).map(Address::parse).toList());
  }

  /** Adds recipients. */
  public Envelope to(Address... addresses) {
    return to(List.of(addresses));
  }

  /** Adds recipients: many at once, where adding one after the other would copy all each time. */
  public Envelope to(Collection<Address> addresses) {
    return toRecipients(addresses.stream().map(Recipient::of).toList());
  }

  /** Adds a recipient, with what is asked for it. */
  public Envelope to(Address address, RecipientOptions options) {
    return to(new Recipient(address, options));
  }

  /** Adds a recipient. */
  public Envelope to(Recipient recipient) {
    return toRecipients(List.of(recipient));
  }

  /** Adds recipients, each with what is asked for it. */
  public Envelope toRecipients(Collection<Recipient> added) {
    Map<Address, Recipient> all = new LinkedHashMap<>(recipients);
    for (Recipient recipient : added) {
      all.merge(recipient.address(), recipient, Envelope::withNewerOptions);
    }
    return new Envelope(sender, all, parameters);
  }

  private static Recipient withNewerOptions(Recipient older, Recipient newer) {
    return newer.options().equals(RecipientOptions.NONE)
        ? older
        : new Recipient(older.address(), newer.options());
  }

  /** Adds parameters for the whole message; one replaces an earlier one with the same keyword. */
  public Envelope with(MailParameter... added) {
    Map<String, MailParameter> all = new LinkedHashMap<>(parameters);
    for (MailParameter parameter : added) {
      all.put(parameter.keyword(), parameter);
    }
    return new Envelope(sender, recipients, all);
  }

  /** Where reports of failure go; empty for the null reverse-path. */
  public Optional<Address> sender() {
    return sender;
  }

  /** The recipients in the order in which they were added, none twice. */
  public List<Recipient> recipients() {
    return recipientList;
  }

  /** The parameters for the whole message, in the order in which they were added. */
  public List<MailParameter> parameters() {
    return parameterList;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Envelope envelope
        && sender.equals(envelope.sender)
        && recipients().equals(envelope.recipients())
        && parameters().equals(envelope.parameters());
  }

  @Override
  public int hashCode() {
    return Objects.hash(sender, recipients(), parameters());
  }

  /**
   * Sender, recipients and parameters in one line: {@code <joe@example.com> to <ann@example.com>}.
   */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    words.add("<" + sender.map(Address::toString).orElse("") + "> to");
    recipients.values().forEach(recipient -> words.add("<" + recipient + ">"));
    parameters.values().forEach(parameter -> words.add(parameter.toString()));
    return String.join(" ", words);
  }
}
