package dev.packetboat.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What the command reads from and writes to.
 *
 * @param err progress, transcripts and errors
 * @param environment its variables
 * @param outIsTerminal whether a person reads standard output as it is written
 * @param errIsTerminal whether a person reads standard error as it is written
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    boolean outIsTerminal,
    boolean errIsTerminal) {

  /** One line on standard error. */
  void error(String message) {
    err.println("packetboat: " + shown(message));
  }

  /** On one line, and without what would make a terminal do more than show it. */
  static String shown(String text) {
    return isHarmless(text)
        ? text
        : text.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}|[\\x{80}-\\x{9F}]", "?");
  }

  private static boolean isHarmless(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether standard output may be coloured. */
  boolean hasColour() {
    return outIsTerminal
        && !environment.containsKey("NO_COLOR")
        && !"dumb".equals(environment.get("TERM"));
  }

  String green(String text) {
    return coloured("32", text);
  }

  String red(String text) {
    return coloured("31", text);
  }

  String yellow(String text) {
    return coloured("33", text);
  }

  String bold(String text) {
    return coloured("1", text);
  }

  private String coloured(String code, String text) {
    return hasColour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
