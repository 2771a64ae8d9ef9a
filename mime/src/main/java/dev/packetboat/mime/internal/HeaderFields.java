package dev.packetboat.mime.internal;

import dev.packetboat.mime.Mailbox;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.apache.james.mime4j.util.MimeUtil;

/** The fields of a header, from what they mean. */
public final class HeaderFields {

  private static final Pattern NAME = Pattern.compile("[\\x21-\\x39\\x3B-\\x7E]{1,70}");
  private static final Set<String> OURS =
      Set.of(
          "bcc",
          "cc",
          "date",
          "from",
          "message-id",
          "mime-version",
          "received",
          "reply-to",
          "return-path",
          "sender",
          "subject",
          "to");

  private HeaderFields() {}

  /** Date: now, in the clock's zone (RFC 5322 §3.3). */
  public static FieldLine date(Clock clock) {
    return new FieldLine("Date")
        .add(
            MimeUtil.formatDate(Date.from(clock.instant()), TimeZone.getTimeZone(clock.getZone())));
  }

  /** A field whose value is one word that is not broken. */
  public static FieldLine word(String name, String value) {
    return new FieldLine(name).add(value);
  }

  /** A text for people: Subject. */
  public static FieldLine text(String name, String text) {
    FieldLine field = new FieldLine(name);
    return field.addAll(Words.text(text, field.used()));
  }

  /**
   * A field that somebody asks for.
   *
   * @throws IllegalArgumentException if it is no field, or one that is written from something else
   */
  public static FieldLine custom(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + Characters.shown(name) + "\" is not the name of a field");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (OURS.contains(lower) || lower.startsWith("content-") || lower.startsWith("resent-")) {
      throw new IllegalArgumentException("the field " + name + " is not set by hand");
    }
    FieldLine field = new FieldLine(name);
    field.addAll(Words.value(Characters.inHeader("the field " + name, value), field.used()));
    return field.checked();
  }

  /** From, To and the like (RFC 5322 §3.6.2, §3.6.3). */
  public static FieldLine mailboxes(String name, List<Mailbox> mailboxes) {
    FieldLine field = new FieldLine(name);
    for (int i = 0; i < mailboxes.size(); i++) {
      List<String> pieces = pieces(mailboxes.get(i), i == 0 ? field.used() : 0);
      String separator = i < mailboxes.size() - 1 ? "," : "";
      field.addAll(pieces.subList(0, pieces.size() - 1)).add(pieces.getLast() + separator);
    }
    return field;
  }

  private static List<String> pieces(Mailbox mailbox, int used) {
    // RFC 6532 §3.2: UTF-8 only for what ASCII cannot say, and that is a local part.
    String address = mailbox.address().toAscii().toString();
    if (mailbox.name().isEmpty()) {
      return List.of(address);
    }
    List<String> pieces = new ArrayList<>(Words.phrase(mailbox.name().get(), used));
    pieces.add("<" + address + ">");
    return pieces;
  }
}
