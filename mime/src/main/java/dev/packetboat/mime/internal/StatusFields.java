package dev.packetboat.mime.internal;

import dev.packetboat.mail.LeftOut;
import dev.packetboat.mime.internal.StatusGroup.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a report, sorted: those about the message, and those about each recipient (RFC 3464
 * §2.1). Empty lines stand between them, but there may be too many or too few; the names tell which
 * is which.
 */
public final class StatusFields {

  // RFC 3464 §2.2
  private static final Set<String> ABOUT_MESSAGE =
      Set.of(
          "original-envelope-id",
          "reporting-mta",
          "dsn-gateway",
          "received-from-mta",
          "arrival-date");

  // RFC 3464 §2.3
  private static final Set<String> ABOUT_RECIPIENT =
      Set.of(
          "original-recipient",
          "final-recipient",
          "action",
          "status",
          "remote-mta",
          "diagnostic-code",
          "last-attempt-date",
          "final-log-id",
          "will-retry-until");

  private static final String ORIGINAL = "original-recipient";
  private static final Set<String> ADDRESSES = Set.of(ORIGINAL, "final-recipient");
  private static final Set<String> ONCE = Set.of(ORIGINAL, "final-recipient", "action", "status");

  private final StatusGroup message = new StatusGroup();
  private final List<StatusGroup> recipients = new ArrayList<>();
  private final List<LeftOut> strays = new ArrayList<>();
  private Optional<StatusGroup> current = Optional.empty();

  private StatusFields() {}

  /** The fields in these texts, each of which is what one part of the report contains. */
  public static StatusFields read(List<String> texts) {
    StatusFields fields = new StatusFields();
    for (String text : texts) {
      StatusText read = StatusText.read(text);
      read.groups().forEach(fields::sort);
      fields.strays.addAll(read.strays());
    }
    return fields;
  }

  /** Those about the message. */
  public StatusGroup message() {
    return message;
  }

  /** Those about each recipient. */
  public List<StatusGroup> recipients() {
    return recipients;
  }

  /** What is no field. */
  public List<LeftOut> strays() {
    return strays;
  }

  private void sort(List<Field> group) {
    if (current.filter(recipient -> continues(recipient, group)).isEmpty()) {
      current = Optional.empty();
      if (hasAny(group, ABOUT_RECIPIENT) && !hasAny(group, ABOUT_MESSAGE)) {
        beginRecipient();
      }
    }
    group.forEach(this::sort);
  }

  /** Whether an empty line before these fields is one too many: they say more of the recipient. */
  private static boolean continues(StatusGroup recipient, List<Field> group) {
    boolean saidBefore =
        group.stream().anyMatch(field -> isOneOf(field, ONCE) && recipient.has(field.name()));
    return !saidBefore && (!hasAny(group, ADDRESSES) || recipient.hasNothingBut(ORIGINAL));
  }

  private void sort(Field field) {
    if (isOneOf(field, ABOUT_MESSAGE)) {
      message.add(field);
    } else if (isOneOf(field, ABOUT_RECIPIENT)) {
      // A second address without an empty line before it is a second recipient.
      if (current.isEmpty() || isOneOf(field, ADDRESSES) && current.get().has(field.name())) {
        beginRecipient();
      }
      current.orElseThrow().add(field);
    } else {
      current.orElse(message).add(field);
    }
  }

  private void beginRecipient() {
    StatusGroup recipient = new StatusGroup();
    recipients.add(recipient);
    current = Optional.of(recipient);
  }

  private static boolean hasAny(List<Field> group, Set<String> names) {
    return group.stream().anyMatch(field -> isOneOf(field, names));
  }

  private static boolean isOneOf(Field field, Set<String> names) {
    return names.contains(field.name().toLowerCase(Locale.ROOT));
  }
}
