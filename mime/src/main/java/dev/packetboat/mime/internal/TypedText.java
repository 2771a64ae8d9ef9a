package dev.packetboat.mime.internal;

import java.util.Locale;

/**
 * A value that says of which kind it is (RFC 3464 §2.1.2): {@code rfc822; ann@example.com}.
 *
 * @param type the kind in small letters; empty where there is none
 * @param text the rest
 */
public record TypedText(String type, String text) {

  /** Cuts a value behind its type. One without a type is text as a whole. */
  public static TypedText of(String value) {
    int semicolon = value.indexOf(';');
    String type = semicolon < 0 ? "" : Comments.without(value.substring(0, semicolon));
    return isType(type)
        ? new TypedText(type.toLowerCase(Locale.ROOT), value.substring(semicolon + 1).strip())
        : new TypedText("", value.strip());
  }

  // A semicolon may also stand in the words of somebody who left the type out.
  private static boolean isType(String type) {
    return !type.isEmpty()
        && type.chars().allMatch(c -> c > ' ' && c <= '~' && "<>@\"()[],:\\".indexOf(c) < 0);
  }

  @Override
  public String toString() {
    return type.isEmpty() ? text : type + ";" + text;
  }
}
