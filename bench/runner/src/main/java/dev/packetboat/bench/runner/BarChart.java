package dev.packetboat.bench.runner;

import java.util.Comparator;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The results of a scenario as bars, the best first. Colours follow the reader's light or dark
 * scheme.
 */
final class BarChart {

  private static final int WIDTH = 760;
  private static final int TOP = 62;
  private static final int ROW = 30;
  private static final int BAR = 18;
  private static final int BARS_LEFT = 178;
  private static final int BARS_WIDTH = 470;
  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #424a53; }
        .title { font-size: 16px; font-weight: 600; fill: #1f2328; }
        .unit { font-size: 12px; fill: #656d76; }
        .name { text-anchor: end; }
        .ours.text { font-weight: 600; fill: #0a5c8f; }
        .value { font-variant-numeric: tabular-nums; }
        .bar.ours { fill: #0b76b8; }
        .bar.peer { fill: #afb8c1; }
        .bar.limit { fill: none; stroke: #8c959f; stroke-dasharray: 4 3; }
        .spread { stroke: #1f2328; stroke-opacity: .55; stroke-width: 1.5; }
        .axis { stroke: #d0d7de; }
        @media (prefers-color-scheme: dark) {
          text { fill: #b1bac4; }
          .title { fill: #f0f6fc; }
          .unit { fill: #8b949e; }
          .ours.text { fill: #79c0ff; }
          .bar.ours { fill: #388bfd; }
          .bar.peer { fill: #484f58; }
          .bar.limit { stroke: #6e7681; }
          .spread { stroke: #f0f6fc; }
          .axis { stroke: #30363d; }
        }
      </style>
      """;

  private BarChart() {}

  /** What the result compares, the most first. */
  static String of(Result result) {
    return draw(result.title(), result.unit(), Tables.fastestFirst(result), Row::value);
  }

  /** The time of the processor that sending took, the least first. */
  static String ofCpu(Result result) {
    List<Row> rows =
        result.rows().stream()
            .sorted(Comparator.comparingDouble((Row row) -> row.cpu().median()))
            .toList();
    return draw(result.title(), "CPU seconds for 10,000 messages", rows, Row::cpu);
  }

  private static String draw(
      String title, String unit, List<Row> rows, Function<Row, Statistics> value) {
    double most = rows.stream().mapToDouble(row -> value.apply(row).greatest()).max().orElse(1);
    int height = TOP + ROW * rows.size() + 10;
    StringBuilder text = new StringBuilder();
    Formatter svg = new Formatter(text, Locale.ROOT);
    svg.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " role=\"img\" aria-label=\"%s\">%n",
        WIDTH, height, WIDTH, height, escaped(title + ": " + unit));
    text.append(STYLE);
    svg.format("<text class=\"title\" x=\"14\" y=\"26\">%s</text>%n", escaped(title));
    svg.format(
        "<text class=\"unit\" x=\"14\" y=\"45\">%s, median and spread</text>%n", escaped(unit));
    svg.format(
        "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n",
        BARS_LEFT, TOP - 4, BARS_LEFT, height - 8);
    for (int i = 0; i < rows.size(); i++) {
      bar(svg, rows.get(i), value.apply(rows.get(i)), TOP + i * ROW, BARS_WIDTH / most);
    }
    return text.append("</svg>\n").toString();
  }

  private static void bar(Formatter svg, Row row, Statistics value, int y, double scale) {
    String kind = row.kind().name().toLowerCase(Locale.ROOT);
    double middle = y + BAR / 2.0;
    double baseline = middle + 4.5;
    svg.format(
        "<text class=\"name text %s\" x=\"%d\" y=\"%.1f\">%s</text>%n",
        kind, BARS_LEFT - 10, baseline, escaped(row.title()));
    svg.format(
        "<rect class=\"bar %s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
        kind, BARS_LEFT, y, Math.max(1, value.median() * scale), BAR);
    svg.format(
        "<line class=\"spread\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
        BARS_LEFT + value.least() * scale, middle, BARS_LEFT + value.greatest() * scale, middle);
    svg.format(
        "<text class=\"value text %s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
        kind, BARS_LEFT + value.greatest() * scale + 8, baseline, Tables.number(value.median()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
