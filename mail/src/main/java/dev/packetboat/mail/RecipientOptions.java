package dev.packetboat.mail;

import dev.packetboat.mail.internal.Syntax;
import dev.packetboat.mail.internal.Xtext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is asked of a server for one recipient: reports (NOTIFY) and the address the message was
 * first meant for (ORCPT), both of RFC 3461. A server without the extension DSN is not asked,
 * unless they are {@link #required()}.
 *
 * {@snippet class="ExamplesTest" region="recipientOptions" :
 * RecipientOptions options =
 *     RecipientOptions.notify(Notify.FAILURE, Notify.DELAY).originalRecipient("ann@example.com");
 * }
 *
 * Immutable, safe for use by several threads.
 */
public final class RecipientOptions {

  /** Nothing is asked. */
  public static final RecipientOptions NONE =
      new RecipientOptions(Set.of(), Optional.empty(), false);

  // RFC 3461 §4.2: the value of ORCPT is at most 500 characters.
  private static final int LONGEST_ORIGINAL_RECIPIENT = 500;

  private final Set<Notify> notifications;
  private final Optional<String> originalRecipient;
  private final boolean required;

  private RecipientOptions(
      Set<Notify> notifications, Optional<String> originalRecipient, boolean required) {
    this.notifications = notifications;
    this.originalRecipient = originalRecipient;
    this.required = required;
  }

  /**
   * Asks for reports on these events.
   *
   * @throws IllegalArgumentException if NEVER stands beside another
   */
  public static RecipientOptions notify(Notify first, Notify... others) {
    Set<Notify> events = EnumSet.of(first, others);
    // RFC 3461 §4.1
    if (events.contains(Notify.NEVER) && events.size() > 1) {
      throw new IllegalArgumentException("NEVER stands alone, not in " + events);
    }
    return new RecipientOptions(Set.copyOf(events), Optional.empty(), false);
  }

  /**
   * Also tells the server whom the message was first meant for, which reports then name.
   *
   * @throws IllegalArgumentException if the text is empty, too long, or contains a control
   *     character
   */
  public RecipientOptions originalRecipient(String address) {
    if (address.isEmpty() || Syntax.indexOfForbidden(address) >= 0) {
      throw new IllegalArgumentException(
          "\"" + Syntax.shown(address) + "\" cannot be an original recipient");
    }
    String value = originalRecipientValue(address);
    if (value.length() > LONGEST_ORIGINAL_RECIPIENT) {
      throw new IllegalArgumentException(
          "an original recipient has at most 500 characters when encoded");
    }
    return new RecipientOptions(notifications, Optional.of(address), required);
  }

  /** The same, but a server that cannot do it is not sent the message. */
  public RecipientOptions required() {
    return new RecipientOptions(notifications, originalRecipient, true);
  }

  /** On which events a report is asked for; empty leaves it to the server. */
  public Set<Notify> notifications() {
    return notifications;
  }

  /** Whom the message was first meant for. */
  public Optional<String> originalRecipient() {
    return originalRecipient;
  }

  /** Whether a server that does not offer DSN must not be sent the message. */
  public boolean isRequired() {
    return required;
  }

  /**
   * The parameters as they stand behind RCPT TO: {@code NOTIFY=FAILURE,DELAY}, {@code
   * ORCPT=rfc822;ann@example.com}.
   */
  public List<String> parameters() {
    List<String> parameters = new ArrayList<>();
    if (!notifications.isEmpty()) {
      parameters.add(
          notifications.stream()
              .sorted()
              .map(Notify::name)
              .collect(Collectors.joining(",", "NOTIFY=", "")));
    }
    originalRecipient.ifPresent(
        address -> parameters.add("ORCPT=" + originalRecipientValue(address)));
    return List.copyOf(parameters);
  }

  // RFC 3461 §4.2, RFC 6533 §3
  private static String originalRecipientValue(String address) {
    return Syntax.isAscii(address)
        ? "rfc822;" + Xtext.encode(address)
        : "utf-8;" + Xtext.encodeUtf8(address);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecipientOptions options
        && notifications.equals(options.notifications)
        && originalRecipient.equals(options.originalRecipient)
        && required == options.required;
  }

  @Override
  public int hashCode() {
    return Objects.hash(notifications, originalRecipient, required);
  }

  /** The parameters with spaces between them. */
  @Override
  public String toString() {
    return String.join(" ", parameters());
  }
}
