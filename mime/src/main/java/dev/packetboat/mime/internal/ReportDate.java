package dev.packetboat.mime.internal;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/** Dates as they stand in a header (RFC 5322 §3.3), with the obsolete forms of §4.3. */
public final class ReportDate {

  /** Why a date was left out. */
  public static final String NONE = "is no date with a time zone";

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Map<String, Integer> ZONES =
      Map.ofEntries(
          Map.entry("ut", 0),
          Map.entry("utc", 0),
          Map.entry("gmt", 0),
          Map.entry("z", 0),
          Map.entry("edt", -4),
          Map.entry("est", -5),
          Map.entry("cdt", -5),
          Map.entry("cst", -6),
          Map.entry("mdt", -6),
          Map.entry("mst", -7),
          Map.entry("pdt", -7),
          Map.entry("pst", -8));

  private ReportDate() {}

  /**
   * The date that this is. The day of the week is passed over, right or wrong; a date without a
   * zone, or with one that several places use, is none, because it would be a guess.
   */
  public static Optional<OffsetDateTime> read(String value) {
    ArrayDeque<String> words = words(value);
    if (words.size() > 4 && Character.isLetter(words.getFirst().charAt(0))) {
      words.removeFirst();
    }
    if (words.size() != 5) {
      return Optional.empty();
    }
    try {
      int day = number(words.removeFirst());
      int month = 1 + MONTHS.indexOf(words.removeFirst());
      int year = year(words.removeFirst());
      LocalDateTime time = time(year, month, day, words.removeFirst());
      return zone(words.removeFirst()).map(time::atOffset);
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static ArrayDeque<String> words(String value) {
    ArrayDeque<String> words = new ArrayDeque<>();
    StringTokenizer tokens =
        new StringTokenizer(Comments.without(value).toLowerCase(Locale.ROOT), ", \t");
    while (tokens.hasMoreTokens() && words.size() <= 6) {
      words.add(tokens.nextToken());
    }
    return words;
  }

  private static int year(String digits) {
    int year = number(digits);
    // RFC 5322 §4.3
    return switch (digits.length()) {
      case 2 -> year + (year < 50 ? 2000 : 1900);
      case 3 -> year + 1900;
      default -> year;
    };
  }

  private static LocalDateTime time(int year, int month, int day, String text) {
    String[] parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new NumberFormatException(text);
    }
    int second = parts.length == 2 ? 0 : number(parts[2]);
    // RFC 5322 §3.3: a leap second, which has no other name here.
    return LocalDateTime.of(
        year, month, day, number(parts[0]), number(parts[1]), second == 60 ? 59 : second);
  }

  private static Optional<ZoneOffset> zone(String text) {
    boolean minus = text.startsWith("-");
    if (text.length() != 5 || !minus && !text.startsWith("+")) {
      return Optional.ofNullable(ZONES.get(text)).map(ZoneOffset::ofHours);
    }
    int sign = minus ? -1 : 1;
    return Optional.of(
        ZoneOffset.ofHoursMinutes(
            sign * number(text.substring(1, 3)), sign * number(text.substring(3))));
  }

  private static int number(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new NumberFormatException(digits);
    }
    return Integer.parseInt(digits);
  }
}
