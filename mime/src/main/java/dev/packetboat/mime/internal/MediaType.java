package dev.packetboat.mime.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a part is: {@code text/csv; charset=ISO-8859-1} (RFC 2045 §5.1).
 *
 * @param name type and subtype in lower case, a slash between them
 * @param parameters as they are written: {@code charset=ISO-8859-1}
 */
public record MediaType(String name, List<String> parameters) {

  private static final Pattern NAME =
      Pattern.compile("(" + Parameters.TOKEN + "/" + Parameters.TOKEN + ")");
  private static final Pattern PARAMETER =
      Pattern.compile(
          " *; *("
              + Parameters.TOKEN
              + ")=(?:("
              + Parameters.TOKEN
              + ")|\"((?:[^\"\\\\]++|\\\\.)*+)\")");

  public MediaType {
    parameters = List.copyOf(parameters);
  }

  /**
   * Reads one for an attachment.
   *
   * @throws IllegalArgumentException if it is none, or multipart
   */
  public static MediaType parse(String text) {
    Matcher matcher = NAME.matcher(Characters.inHeader("the media type", text));
    if (!Characters.isAscii(text) || !matcher.lookingAt()) {
      throw notOne(text, "it is not of the form type/subtype; name=value");
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    if (name.startsWith("multipart/")) {
      throw notOne(text, "a part that is attached has no parts of its own");
    }
    return new MediaType(name, parameters(text, matcher.end()));
  }

  private static List<String> parameters(String text, int start) {
    List<String> parameters = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(text);
    int end = start;
    while (matcher.region(end, text.length()).lookingAt()) {
      String value =
          matcher.group(2) == null
              ? matcher.group(3).replaceAll("\\\\(.)", "$1")
              : matcher.group(2);
      parameters.add(Parameters.given(matcher.group(1), value));
      end = matcher.end();
    }
    if (end < text.stripTrailing().length()) {
      throw notOne(text, "it is not of the form type/subtype; name=value");
    }
    return parameters;
  }

  private static IllegalArgumentException notOne(String text, String reason) {
    return new IllegalArgumentException(
        "\"" + Characters.shown(text) + "\" is not a media type for an attachment: " + reason);
  }

  boolean isText() {
    return name.startsWith("text/");
  }

  /** Whether it is a message that only an encoding of lines can carry (RFC 2046 §5.2.1). */
  boolean isMessage() {
    // RFC 6532 §3.7: message/global takes any encoding.
    return name.startsWith("message/") && !name.startsWith("message/global");
  }

  boolean hasCharset() {
    return parameters.stream().anyMatch(p -> p.toLowerCase(Locale.ROOT).startsWith("charset="));
  }

  MediaType with(String parameter) {
    List<String> more = new ArrayList<>(parameters);
    more.add(parameter);
    return new MediaType(name, more);
  }

  /** The Content-Type field. */
  FieldLine field() {
    List<String> pieces = new ArrayList<>(List.of(name));
    pieces.addAll(parameters);
    return FieldLine.separated("Content-Type", pieces);
  }
}
