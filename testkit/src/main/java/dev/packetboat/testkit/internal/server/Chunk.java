package dev.packetboat.testkit.internal.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The argument of BDAT (RFC 3030 §2).
 *
 * @param size the octets that follow the line
 * @param last whether the content ends with them
 */
record Chunk(long size, boolean last) {

  /** Where there is no such argument. */
  static final Chunk NONE = new Chunk(0, false);

  private static final Pattern ARGUMENT =
      Pattern.compile("(?<size>\\d{1,18})(?<last> LAST)?", Pattern.CASE_INSENSITIVE);

  static Optional<Chunk> parse(String argument) {
    Matcher matcher = ARGUMENT.matcher(argument);
    return matcher.matches()
        ? Optional.of(
            new Chunk(Long.parseLong(matcher.group("size")), matcher.group("last") != null))
        : Optional.empty();
  }
}
