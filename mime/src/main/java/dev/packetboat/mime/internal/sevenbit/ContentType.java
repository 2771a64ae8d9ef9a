package dev.packetboat.mime.internal.sevenbit;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a part says it is (RFC 2045 §5.1), read so that no reader could have understood something
 * else: where there is doubt there is none of these.
 *
 * @param name type and subtype in lower case, a slash between them
 * @param boundary what stands between the parts of a multipart, else empty
 */
record ContentType(String name, String boundary) {

  private static final String TOKEN = "[!#$%&'*+.^_`{|}~0-9A-Za-z-]++";
  private static final Pattern NAME =
      Pattern.compile("[ \\t]*+(" + TOKEN + "/" + TOKEN + ")[ \\t]*+(?=;|$)");
  // Unquoted values may have what is no token: nobody takes ----=_Part for something else.
  private static final Pattern PARAMETER =
      Pattern.compile(
          "[ \\t]*+;[ \\t]*+(?:("
              + TOKEN
              + ")[ \\t]*+=[ \\t]*+(?:\"([^\"\\\\]*+)\"|([!-~&&[^\"();\\\\]]++)))?+[ \\t]*+(?=;|$)");
  // RFC 2046 §5.1.1 has 70. Who writes longer ones is understood as well.
  private static final int LONGEST_BOUNDARY = 200;

  static final ContentType TEXT = new ContentType("text/plain", "");
  static final ContentType MESSAGE = new ContentType("message/rfc822", "");

  /** Reads the value of the field, unfolded. */
  static Optional<ContentType> parse(String value) {
    Matcher matcher = NAME.matcher(value);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    ContentType type = new ContentType(matcher.group(1).toLowerCase(Locale.ROOT), "");
    return type.isMultipart()
        ? boundary(value, matcher.end()).map(found -> new ContentType(type.name, found))
        : Optional.of(type);
  }

  private static Optional<String> boundary(String value, int start) {
    Matcher matcher = PARAMETER.matcher(value);
    String boundary = "";
    int end = start;
    while (end < value.length()) {
      if (!matcher.region(end, value.length()).lookingAt()) {
        return Optional.empty();
      }
      end = matcher.end();
      String name = matcher.group(1) == null ? "" : matcher.group(1).toLowerCase(Locale.ROOT);
      if (name.startsWith("boundary")) {
        // RFC 2231 §3: boundary*0, which many do not know.
        if (!name.equals("boundary") || !boundary.isEmpty()) {
          return Optional.empty();
        }
        boundary = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      }
    }
    return isBoundary(boundary) ? Optional.of(boundary) : Optional.empty();
  }

  private static boolean isBoundary(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_BOUNDARY
        && text.chars().allMatch(c -> c >= ' ' && c <= '~')
        && !text.startsWith(" ")
        && !text.endsWith(" ");
  }

  boolean isMultipart() {
    return name.startsWith("multipart/");
  }

  /** Whether it is protected against changes, by a signature or in that it is secret. */
  boolean isSecured() {
    // RFC 1847 §2.1, §2.2
    return name.equals("multipart/signed") || name.equals("multipart/encrypted");
  }

  boolean isText() {
    return name.startsWith("text/");
  }

  /** Whether only its own parts can be encoded. */
  boolean isMessage() {
    return name.equals("message/rfc822");
  }

  /** Whether it is a message, or something about one, that must not be encoded (RFC 2045 §6.4). */
  boolean isOtherMessage() {
    // RFC 6532 §3.7, RFC 6533: of these any encoding is allowed.
    return name.startsWith("message/") && !isMessage() && !name.startsWith("message/global");
  }
}
