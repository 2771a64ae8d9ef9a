package dev.packetboat.smtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a server offered in its reply to EHLO: keywords and their parameters (RFC 5321 §4.1.1.1).
 * Immutable. Keywords are matched without regard to case.
 *
 * <pre>{@code
 * if (session.extensions().offers("DSN")) ...
 * long limit = session.extensions().sizeLimit().orElse(Long.MAX_VALUE);
 * }</pre>
 */
public final class Extensions {

  /** No extensions: what a server has that knows only HELO. */
  public static final Extensions NONE = new Extensions("", Map.of());

  private final String serverName;
  private final Map<String, List<String>> byKeyword;
  private final OptionalLong sizeLimit;

  private Extensions(String serverName, Map<String, List<String>> byKeyword) {
    this.serverName = serverName;
    this.byKeyword = byKeyword;
    this.sizeLimit = sizeLimit(byKeyword.getOrDefault("SIZE", List.of()));
  }

  /** Reads a positive reply to EHLO. Lines that start with no keyword are passed over. */
  public static Extensions parse(Reply ehlo) {
    Map<String, List<String>> byKeyword = new LinkedHashMap<>();
    for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
      List<String> words = words(line);
      if (!words.isEmpty() && isKeyword(words.get(0))) {
        byKeyword
            .computeIfAbsent(words.get(0).toUpperCase(Locale.ROOT), keyword -> new ArrayList<>())
            .addAll(words.subList(1, words.size()));
      }
    }
    byKeyword.replaceAll((keyword, parameters) -> List.copyOf(parameters));
    List<String> first = words(ehlo.lines().get(0));
    return new Extensions(
        first.isEmpty() ? "" : first.get(0), Collections.unmodifiableMap(byKeyword));
  }

  /** The same without these keywords, which are given in upper case. */
  public Extensions without(Set<String> ignored) {
    if (Collections.disjoint(byKeyword.keySet(), ignored)) {
      return this;
    }
    Map<String, List<String>> left = new LinkedHashMap<>(byKeyword);
    left.keySet().removeAll(ignored);
    return new Extensions(serverName, Collections.unmodifiableMap(left));
  }

  private static List<String> words(String line) {
    return Arrays.stream(line.split("[ \t]")).filter(word -> !word.isEmpty()).toList();
  }

  private static boolean isKeyword(String word) {
    return word.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '-'));
  }

  /**
   * The name by which the server called itself in its reply, as it wrote it; empty where it gave
   * none.
   */
  public String serverName() {
    return serverName;
  }

  /** Whether the server offered this keyword. */
  public boolean offers(String keyword) {
    return byKeyword.containsKey(keyword.toUpperCase(Locale.ROOT));
  }

  /**
   * The parameters behind the keyword, in order, as the server wrote them; empty where it has none
   * or is not offered.
   */
  public List<String> parameters(String keyword) {
    return byKeyword.getOrDefault(keyword.toUpperCase(Locale.ROOT), List.of());
  }

  /** All keywords in upper case, in the server's order. */
  public Set<String> keywords() {
    return byKeyword.keySet();
  }

  /** The largest message in octets that the server takes; empty where it gave no limit. */
  // RFC 1870 §4: no number or 0 means no fixed limit
  public OptionalLong sizeLimit() {
    return sizeLimit;
  }

  private static OptionalLong sizeLimit(List<String> parameters) {
    if (parameters.isEmpty() || !parameters.get(0).matches("[0-9]{1,18}")) {
      return OptionalLong.empty();
    }
    long limit = Long.parseLong(parameters.get(0));
    return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  /**
   * A limit that the server announced under {@code LIMITS} (RFC 9422), such as {@code RCPTMAX} or
   * {@code MAILMAX}; empty where it gave none that is a positive number.
   */
  public OptionalInt limit(String name) {
    List<String> limits = parameters("LIMITS");
    if (limits.isEmpty()) {
      return OptionalInt.empty();
    }
    String prefix = name.toUpperCase(Locale.ROOT) + "=";
    return limits.stream()
        .map(word -> word.toUpperCase(Locale.ROOT))
        .filter(word -> word.startsWith(prefix))
        .map(word -> word.substring(prefix.length()))
        .filter(number -> number.matches("0*[1-9][0-9]{0,8}")) // RFC 9422 §4: digits, not 0
        .mapToInt(Integer::parseInt)
        .findFirst();
  }

  /** The SASL mechanisms that the server offers, in upper case (RFC 4954 §3). */
  public List<String> mechanisms() {
    return parameters("AUTH").stream()
        .map(name -> name.toUpperCase(Locale.ROOT))
        .distinct()
        .toList();
  }

  @Override
  public String toString() {
    return byKeyword.toString();
  }
}
