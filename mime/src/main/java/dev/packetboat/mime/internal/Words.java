package dev.packetboat.mime.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.codec.EncoderUtil.Usage;

/** Text for a header, as pieces between which a line may be folded. */
public final class Words {

  private static final Pattern SPACED = Pattern.compile(" *[^ ]+");
  // RFC 5322 §3.2.3
  private static final Pattern ATOMS =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*+");
  // Longer ones would not leave a line of 76 characters to the field's name and themselves.
  private static final int LONGEST_WORD = 60;
  private static final int LONGEST_QUOTED = 76;
  // With less room mime4j cuts a short text in two, and one of them may be empty.
  private static final int MOST_USED = 26;

  private Words() {}

  /**
   * A text for people, such as a subject: as it is where that is ASCII that every reader
   * understands in the same way, otherwise in encoded words (RFC 2047 §5 (1)).
   *
   * @param used how many characters of the first line are taken
   */
  public static List<String> text(String text, int used) {
    return isPlain(text) ? split(text) : encoded(text, Usage.TEXT_TOKEN, used);
  }

  private static boolean isPlain(String text) {
    return Characters.isAscii(text)
        && !looksEncoded(text)
        && !text.startsWith(" ")
        && !text.endsWith(" ")
        && split(text).stream().allMatch(word -> word.length() <= LONGEST_WORD);
  }

  private static boolean looksEncoded(String text) {
    return text.contains("=?");
  }

  /** A value for programs: ASCII as it is, whatever its length, otherwise in encoded words. */
  public static List<String> value(String value, int used) {
    return Characters.isAscii(value) ? split(value) : encoded(value, Usage.WORD_ENTITY, used);
  }

  /**
   * A display name: as it is, in quotes, or in encoded words (RFC 5322 §3.2.5, RFC 2047 §5 (3)).
   */
  public static List<String> phrase(String name, int used) {
    if (Characters.isAscii(name) && !looksEncoded(name)) {
      String quoted = Parameters.quoted(name);
      if (ATOMS.matcher(name).matches() && isPlain(name)) {
        return split(name);
      }
      if (quoted.length() + used <= LONGEST_QUOTED) {
        return List.of(quoted);
      }
    }
    return encoded(name, Usage.WORD_ENTITY, used);
  }

  private static List<String> encoded(String text, Usage usage, int used) {
    String words =
        EncoderUtil.encodeEncodedWord(
            text, usage, used > MOST_USED ? 0 : used, StandardCharsets.UTF_8, null);
    return List.of(words.split(" "));
  }

  /** The words of a text, each with the spaces before it. */
  private static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = SPACED.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}
