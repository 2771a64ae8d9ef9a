package dev.packetboat.testkit.internal.script;

import java.util.List;

/** The script beside what was said, for a reader who wonders where they parted. */
final class SideBySide {

  private static final int WIDEST = 60;

  private SideBySide() {}

  /**
   * A row for each line of the script; the last of {@code said} is marked as the one where they
   * parted.
   */
  static String of(List<ScriptLine> script, List<String> said) {
    int width = script.stream().mapToInt(line -> line.text().length()).max().orElse(0);
    String row = "%s %4s  %-" + Math.clamp(width, 6, WIDEST) + "s  %s";
    StringBuilder table =
        new StringBuilder(row.formatted(" ", "line", "script", "what was said")).append('\n');
    for (int i = 0; i < script.size(); i++) {
      ScriptLine line = script.get(i);
      String mark = i == said.size() - 1 ? ">" : " ";
      String beside = i < said.size() ? said.get(i) : "";
      table
          .append(row.formatted(mark, line.number(), cut(line.text()), cut(beside)).stripTrailing())
          .append('\n');
    }
    return table.toString();
  }

  private static String cut(String text) {
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
  }
}
