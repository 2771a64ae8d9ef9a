package dev.packetboat.bench.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** All that was measured, in files: what is measured anew takes the place of what was there. */
public record Results(List<Result> scenarios) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** What stands in this folder; nothing where there is no file. */
  static Results read(Path folder) throws IOException {
    Path file = folder.resolve("results.json");
    return Files.exists(file)
        ? JSON.readValue(Files.readString(file), Results.class)
        : new Results(List.of());
  }

  /** The same with this one, in the order of these names. */
  Results with(Result result, List<String> order) {
    List<Result> all = new ArrayList<>(scenarios);
    all.removeIf(old -> old.name().equals(result.name()));
    all.add(result);
    all.sort(Comparator.comparingInt(one -> order.indexOf(one.name())));
    return new Results(all);
  }

  /** Writes the numbers, the tables and a plot for each scenario. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("results.json"), JSON.writeValueAsString(this) + "\n");
    Files.writeString(folder.resolve("results.md"), Tables.of(this));
    for (Result result : scenarios) {
      Files.writeString(folder.resolve(result.name() + ".svg"), BarChart.of(result));
      if (result.unit().equals(Unit.MESSAGES_PER_SECOND.toString())
          && result.rows().stream().anyMatch(row -> row.cpu().median() > 0)) {
        Files.writeString(folder.resolve(result.name() + "-cpu.svg"), BarChart.ofCpu(result));
      }
    }
  }
}
