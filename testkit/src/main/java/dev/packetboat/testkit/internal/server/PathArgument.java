package dev.packetboat.testkit.internal.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The argument of MAIL and RCPT.
 *
 * @param address between the angle brackets, without a source route; empty for the null sender
 * @param parameters in their order, keywords in upper case; an empty value where there is none
 */
public record PathArgument(String address, Map<String, String> parameters) {

  // RFC 5321 §4.1.2: <, perhaps a source route, a mailbox, >, and parameters
  private static final Pattern ARGUMENT =
      Pattern.compile(
          "(?<keyword>FROM|TO):<(?:@[^:<>\\s]+:)?"
              + "(?<address>(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\"<>])*)>(?<parameters>(?: .*)?)",
          Pattern.CASE_INSENSITIVE);

  // RFC 5321 §4.1.2: esmtp-param; RFC 6531 §3.3 lets UTF-8 into the value
  private static final Pattern PARAMETER =
      Pattern.compile(
          " (?<keyword>[A-Za-z0-9][A-Za-z0-9-]*)(?:=(?<value>[!-<>-~\\x{80}-\\x{10ffff}]+))?");

  // RFC 5321 §4.1.2: Mailbox, with the UTF-8 of RFC 6531 §3.3
  private static final String ATOM = "[^\\x00-\\x20\\x7f\"(),:;<>@\\[\\]\\\\.]+";
  private static final String QUOTED = "\"(?:[ !#-\\[\\]-~\\x{80}-\\x{10ffff}]|\\\\[ -~])*\"";
  private static final String LABEL =
      "[A-Za-z0-9_\\x{80}-\\x{10ffff}](?:[A-Za-z0-9_\\x{80}-\\x{10ffff}-]*"
          + "[A-Za-z0-9_\\x{80}-\\x{10ffff}])?";
  private static final Pattern MAILBOX =
      Pattern.compile(
          "(?:%1$s(?:\\.%1$s)*|%2$s)@(?:%3$s(?:\\.%3$s)*|\\[[!-Z^-~]+\\])"
              .formatted(ATOM, QUOTED, LABEL));

  // RFC 5321 §4.5.3.1: 64 octets for the local part, 255 for the domain
  private static final int LONGEST_ADDRESS = 64 + 1 + 255;

  public PathArgument {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Reads an argument, without judging the address or the parameters themselves.
   *
   * @param keyword FROM or TO
   */
  static Optional<PathArgument> parse(String keyword, String argument) {
    Matcher matcher = ARGUMENT.matcher(argument);
    if (!matcher.matches() || !matcher.group("keyword").equalsIgnoreCase(keyword)) {
      return Optional.empty();
    }
    String address = matcher.group("address");
    return parameters(matcher.group("parameters")).map(found -> new PathArgument(address, found));
  }

  private static Optional<Map<String, String>> parameters(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher matcher = PARAMETER.matcher(text);
    int end = 0;
    while (matcher.lookingAt()) {
      String value = Optional.ofNullable(matcher.group("value")).orElse("");
      if (parameters.put(matcher.group("keyword").toUpperCase(Locale.ROOT), value) != null) {
        return Optional.empty();
      }
      end = matcher.end();
      matcher.region(end, text.length());
    }
    return end == text.length() ? Optional.of(parameters) : Optional.empty();
  }

  /** The address in an argument, or the argument itself where there is none. */
  static String addressIn(String argument) {
    Matcher matcher = ARGUMENT.matcher(argument);
    return matcher.matches() ? matcher.group("address") : argument;
  }

  boolean isMailbox() {
    return address.length() <= LONGEST_ADDRESS && MAILBOX.matcher(address).matches();
  }

  /** RFC 5321 §4.1.1.3: the only recipient without a domain. */
  boolean isPostmaster() {
    return address.equalsIgnoreCase("postmaster");
  }

  boolean isAscii() {
    return address.chars().allMatch(c -> c < 0x80);
  }
}
