package dev.packetboat.bench.runner;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The results as Markdown. */
final class Tables {

  private static final String CPU_OF = "eight";

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

  /**
   * What several clients were measured in, a line for each scenario and a column for each client.
   */
  static String overview(Results results) {
    List<Result> races = results.scenarios().stream().filter(Tables::isRace).toList();
    List<String> clients =
        races.stream().flatMap(race -> race.rows().stream()).map(Row::title).distinct().toList();
    StringBuilder text = new StringBuilder("| median |");
    clients.forEach(client -> text.append(' ').append(client).append(" |"));
    text.append("\n|---|").append("---:|".repeat(clients.size())).append('\n');
    for (Result race : races) {
      text.append("| ").append(race.title()).append(", ").append(race.unit()).append(" |");
      clients.forEach(
          client -> text.append(' ').append(cell(race, client, Row::value)).append(" |"));
      text.append('\n');
    }
    races.stream()
        .filter(race -> race.name().equals(CPU_OF))
        .forEach(
            race -> {
              text.append("| ").append(race.title()).append(", CPU s for 10,000 messages |");
              clients.forEach(
                  client -> text.append(' ').append(cell(race, client, Row::cpu)).append(" |"));
              text.append('\n');
            });
    return text.toString();
  }

  private static boolean isRace(Result result) {
    return result.rows().size() > 2
        && result.rows().stream().anyMatch(row -> row.kind() == Row.Kind.PEER);
  }

  private static String cell(Result race, String client, Function<Row, Statistics> value) {
    return race.rows().stream()
        .filter(row -> row.title().equals(client))
        .findFirst()
        .map(
            row -> {
              String number = number(value.apply(row).median());
              return row.kind() == Row.Kind.OURS ? "**" + number + "**" : number;
            })
        .orElse("");
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
