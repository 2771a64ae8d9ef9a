package dev.packetboat.mail;

import dev.packetboat.mail.internal.Syntax;
import dev.packetboat.mail.internal.Xtext;
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
