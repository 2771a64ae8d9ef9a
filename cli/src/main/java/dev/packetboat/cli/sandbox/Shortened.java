package dev.packetboat.cli.sandbox;

/** Text that is not longer than somebody wants to read. */
final class Shortened {

  private Shortened() {}

  /** As many characters at most, and a sign that there were more. */
  static String to(int longest, String text) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }
}
