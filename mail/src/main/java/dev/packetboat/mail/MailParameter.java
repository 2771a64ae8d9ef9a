package dev.packetboat.mail;

import dev.packetboat.mail.internal.Syntax;
import dev.packetboat.mail.internal.Xtext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One parameter of the command MAIL: what is asked of a server for the whole message. A server that
 * does not offer the extension is not asked, unless the parameter is {@link #required()}.
 *
 * {@snippet class="ExamplesTest" region="mailParameter" :
 * Envelope envelope =
 *     Envelope.from("joe@example.com")
 *         .to("ann@example.com")
 *         .with(
 *             MailParameter.returnContent(ReturnContent.HEADERS),
 *             MailParameter.envelopeId("QQ 314159").required());
 * }
 *
 * Immutable, safe for use by several threads.
 */
public final class MailParameter {

  // RFC 3461 §4.4
  private static final int LONGEST_ENVELOPE_ID = 100;
  // RFC 5321 §4.1.2 esmtp-keyword, esmtp-value
  private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");
  private static final Pattern VALUE = Pattern.compile("[!-<>-~]+");

  private final String extension;
  private final String keyword;
  private final Optional<String> value;
  private final boolean required;

  private MailParameter(
      String extension, String keyword, Optional<String> value, boolean required) {
    this.extension = extension;
    this.keyword = keyword;
    this.value = value;
    this.required = required;
  }

  /** How much of the message a report of failure brings back: RET (RFC 3461 §4.3). */
  public static MailParameter returnContent(ReturnContent content) {
    return of("DSN", "RET", content.wire());
  }

  /**
   * A name for this sending that reports will repeat: ENVID (RFC 3461 §4.4). It is written as
   * xtext, so it may contain spaces, {@code +} and {@code =}.
   *
   * @throws IllegalArgumentException if it is empty, longer than 100 characters when encoded, or
   *     not printable ASCII
   */
  public static MailParameter envelopeId(String id) {
    if (id.isEmpty() || Syntax.indexOfForbidden(id) >= 0 || !Syntax.isAscii(id)) {
      throw new IllegalArgumentException(
          "\"" + Syntax.shown(id) + "\" cannot be an envelope id: printable ASCII only");
    }
    String xtext = Xtext.encode(id);
    if (xtext.length() > LONGEST_ENVELOPE_ID) {
      throw new IllegalArgumentException(
          "an envelope id has at most 100 characters when encoded, not " + xtext.length());
    }
    return of("DSN", "ENVID", xtext);
  }

  /** How many octets the message has: SIZE (RFC 1870 §6). */
  public static MailParameter size(long octets) {
    if (octets < 0) {
      throw new IllegalArgumentException("a size is not negative: " + octets);
    }
    return of("SIZE", "SIZE", Long.toString(octets));
  }

  /** What a server does with a message that it could not deliver in time (RFC 2852 §4). */
  public enum Overdue {
    /** It tells the sender, and goes on trying. */
    NOTIFY,
    /** It gives up and sends the message back. */
    RETURN
  }

  /**
   * How soon the message is to be delivered: BY (RFC 2852 §4). With {@link Overdue#RETURN} at least
   * one second.
   *
   * @throws IllegalArgumentException if it is not positive for {@link Overdue#RETURN}, or has more
   *     than nine digits in seconds
   */
  public static MailParameter deliverWithin(Duration time, Overdue overdue) {
    long seconds = seconds(time);
    if (overdue == Overdue.RETURN && seconds < 1) {
      throw new IllegalArgumentException("a message is not returned in " + seconds + " seconds");
    }
    String mode =
        switch (overdue) {
          case RETURN -> "R";
          case NOTIFY -> "N";
        };
    return of("DELIVERBY", "BY", seconds + ";" + mode);
  }

  /**
   * How long the server holds the message before it is sent on: HOLDFOR (RFC 4865 §4).
   *
   * @throws IllegalArgumentException if it is less than a second, or has more than nine digits in
   *     seconds
   */
  public static MailParameter holdFor(Duration time) {
    long seconds = seconds(time);
    if (seconds < 1) {
      throw new IllegalArgumentException("a message is held for a second at least");
    }
    return of("FUTURERELEASE", "HOLDFOR", Long.toString(seconds));
  }

  /** Until when the server holds the message, to the second: HOLDUNTIL (RFC 4865 §4). */
  public static MailParameter holdUntil(Instant time) {
    return of("FUTURERELEASE", "HOLDUNTIL", time.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /**
   * Which messages go first where a server has many: MT-PRIORITY (RFC 6710 §3).
   *
   * @param priority -9, the least urgent, to 9; 0 is the same as none
   * @throws IllegalArgumentException if it is beyond these
   */
  public static MailParameter priority(int priority) {
    if (priority < -9 || priority > 9) {
      throw new IllegalArgumentException("a priority is -9 to 9, not " + priority);
    }
    return of("MT-PRIORITY", "MT-PRIORITY", Integer.toString(priority));
  }

  /**
   * The message goes over verified TLS on its whole way, or comes back: REQUIRETLS (RFC 8689 §2).
   * It is always {@linkplain #required() required}, and needs TLS with a certificate that names the
   * server on the way to that server as well.
   */
  public static MailParameter requireTls() {
    return of("REQUIRETLS", "REQUIRETLS").required();
  }

  /**
   * Who submitted the message, where we pass it on for somebody who was authenticated: AUTH (RFC
   * 4954 §5).
   */
  public static MailParameter submittedBy(Address submitter) {
    return of("AUTH", "AUTH", Xtext.encode(submitter.toAscii().toString()));
  }

  /**
   * Who submitted the message is not known, or is not to be trusted: AUTH=&lt;&gt; (RFC 4954 §5).
   */
  public static MailParameter submittedByUnknown() {
    return new MailParameter("AUTH", "AUTH", Optional.of("<>"), false);
  }

  /**
   * The content is not text in lines: BODY=BINARYMIME (RFC 3030 §3). It goes octet for octet to a
   * server that offers BINARYMIME and CHUNKING. To others it is converted, where the client has
   * been given a {@link ContentConverter}, and is otherwise not sent. Bcc leaves the header as
   * ever.
   */
  public static MailParameter binaryBody() {
    return of("BINARYMIME", "BODY", "BINARYMIME");
  }

  private static long seconds(Duration time) {
    long seconds = time.toSeconds();
    if (Math.abs(seconds) > 999_999_999) {
      throw new IllegalArgumentException(seconds + " seconds are too long");
    }
    return seconds;
  }

  /**
   * Any other parameter.
   *
   * @param extension the keyword in the answer to EHLO with which a server offers it
   * @param keyword the parameter's own keyword
   * @param value its value as it stands on the wire
   * @throws IllegalArgumentException if one of them is not what RFC 5321 §4.1.2 allows
   */
  public static MailParameter of(String extension, String keyword, String value) {
    check(VALUE, value);
    return new MailParameter(keyword(extension), keyword(keyword), Optional.of(value), false);
  }

  /** Any other parameter that has no value. */
  public static MailParameter of(String extension, String keyword) {
    return new MailParameter(keyword(extension), keyword(keyword), Optional.empty(), false);
  }

  private static String keyword(String keyword) {
    check(KEYWORD, keyword);
    return keyword.toUpperCase(Locale.ROOT);
  }

  // No input becomes a second parameter.
  private static void check(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + Syntax.shown(text) + "\" cannot stand in a parameter");
    }
  }

  /** The same, but a server that does not offer it is not sent the message. */
  public MailParameter required() {
    return new MailParameter(extension, keyword, value, true);
  }

  /**
   * The same, but a server that does not offer it is sent the message without it; this is the
   * default.
   */
  public MailParameter ifAvailable() {
    return new MailParameter(extension, keyword, value, false);
  }

  /** The keyword, in capitals, with which a server offers the extension: {@code DSN}. */
  public String extension() {
    return extension;
  }

  /** The parameter's own keyword, in capitals: {@code ENVID}. */
  public String keyword() {
    return keyword;
  }

  /** The value as it stands on the wire. */
  public Optional<String> value() {
    return value;
  }

  /** Whether a server that does not offer the extension must not be sent the message. */
  public boolean isRequired() {
    return required;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MailParameter parameter
        && extension.equals(parameter.extension)
        && keyword.equals(parameter.keyword)
        && value.equals(parameter.value)
        && required == parameter.required;
  }

  @Override
  public int hashCode() {
    return Objects.hash(extension, keyword, value, required);
  }

  /** The parameter as it stands behind MAIL FROM: {@code ENVID=QQ314159}. */
  @Override
  public String toString() {
    return keyword + value.map(text -> "=" + text).orElse("");
  }
}
