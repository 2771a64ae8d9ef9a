package dev.packetboat.bench.runner;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The results as Markdown. */
final class Tables {

  private Tables() {}

  static String of(Results results) {
    StringBuilder text =
        new StringBuilder(
            """
            # Results

            Medians of the rounds, with the least and the greatest; CPU is that of the sending
            process for 10,000 messages. More is better, but for CPU. The bare loop writes prepared
            octets and is the limit, not a client.
            """);
    results.scenarios().forEach(result -> append(text, result));
    return text.toString();
  }

  private static void append(StringBuilder text, Result result) {
    text.append("\n## ").append(result.title()).append("\n\n");
    text.append("![").append(result.title()).append("](").append(result.name()).append(".svg)\n\n");
    text.append("| client | ").append(result.unit()).append(" | from - to | CPU s |\n");
    text.append("|---|---:|---:|---:|\n");
    for (Row row : fastestFirst(result)) {
      text.append("| ")
          .append((row.title() + " " + row.version()).strip())
          .append(" | ")
          .append(number(row.value().median()))
          .append(" | ")
          .append(number(row.value().least()))
          .append(" - ")
          .append(number(row.value().greatest()))
          .append(" | ")
          .append(number(row.cpu().median()))
          .append(" |\n");
    }
    text.append("\n").append(result.measured()).append("\n");
  }

  static List<Row> fastestFirst(Result result) {
    return result.rows().stream()
        .sorted(Comparator.comparingDouble((Row row) -> row.value().median()).reversed())
        .toList();
  }

  /** Three digits that mean something. */
  static String number(double value) {
    if (value >= 1000) {
      return String.format(Locale.ROOT, "%,d", Math.round(value));
    }
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
