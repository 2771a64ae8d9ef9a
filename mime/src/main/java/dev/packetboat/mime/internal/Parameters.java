package dev.packetboat.mime.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The parameters of Content-Type and Content-Disposition (RFC 2045 §5.1, RFC 2231). */
final class Parameters {

  static final String TOKEN = "[!#$%&'*+.^_`{|}~0-9A-Za-z-]++";

  private static final Pattern TOKEN_PATTERN = Pattern.compile(TOKEN);
  private static final int LONGEST = 76;
  // All that RFC 2231 §7 allows but for those that some readers decode as in a form: + for a space.
  private static final String UNESCAPED = "-._~";

  private Parameters() {}

  /** A parameter as it was given for a media type: as a token where it is one, else quoted. */
  static String given(String name, String value) {
    return name + "=" + (TOKEN_PATTERN.matcher(value).matches() ? value : quoted(value));
  }

  /** The value in quotes (RFC 5322 §3.2.4). */
  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /**
   * A parameter with a text for people, such as a file name: quoted if it is ASCII, else
   * percent-encoded UTF-8 (RFC 2231 §4), in as many pieces as are needed (§3).
   */
  static List<String> text(String name, String value) {
    boolean plain = Characters.isAscii(value) && !value.contains("=?");
    String whole = name + "=" + quoted(value) + ";";
    if (plain && whole.length() <= LONGEST) {
      return List.of(name + "=" + quoted(value));
    }
    List<String> characters = value.codePoints().mapToObj(Parameters::escaped).toList();
    String single = name + "*=UTF-8''" + String.join("", characters);
    return single.length() < LONGEST ? List.of(single) : continued(name, characters);
  }

  private static List<String> continued(String name, List<String> characters) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder(name + "*0*=UTF-8''");
    for (String character : characters) {
      if (piece.length() + character.length() >= LONGEST) {
        pieces.add(piece.toString());
        piece = new StringBuilder(name + "*" + pieces.size() + "*=");
      }
      piece.append(character);
    }
    pieces.add(piece.toString());
    return pieces;
  }

  private static String escaped(int codePoint) {
    boolean plain =
        codePoint < 0x80
            && (Character.isLetterOrDigit(codePoint) || UNESCAPED.indexOf(codePoint) >= 0);
    if (plain) {
      return Character.toString(codePoint);
    }
    StringBuilder escaped = new StringBuilder();
    for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
      escaped.append(String.format("%%%02X", octet & 0xFF));
    }
    return escaped.toString();
  }
}
