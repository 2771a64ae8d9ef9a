package dev.packetboat.bench.runner;

import dev.packetboat.bench.load.Arguments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Measures: everything, or what is named. */
public final class Bench {

  private Bench() {}

  /** {@code --bench FOLDER}, and what {@code bench/run --help} says. */
  public static void main(String[] words) throws IOException, InterruptedException {
    Arguments arguments = Arguments.of(words);
    Path folder = Path.of(arguments.text("bench", "bench")).toAbsolutePath();
    List<Measurement> all = Measurements.all();
    List<String> order = all.stream().map(Measurement::name).toList();
    if (arguments.has("list")) {
      all.forEach(one -> System.out.printf("%-18s %s%n", one.name(), one.title()));
      return;
    }
    Set<String> only = names(arguments, "only");
    if (!order.containsAll(only)) {
      throw new IllegalArgumentException("--only " + only + ": there are " + order);
    }
    Path out = Path.of(arguments.text("results", folder.resolve("results").toString()));
    Conditions conditions =
        new Conditions(
            new Place(folder, folder.resolve("target/work")),
            pace(arguments),
            names(arguments, "clients"));
    conditions.place().prepare();
    for (Measurement measurement : all) {
      if (only.isEmpty() || only.contains(measurement.name())) {
        System.out.println(measurement.name() + ": " + measurement.title());
        Results.read(out).with(measurement.measure(conditions), order).write(out);
      }
    }
    if (!arguments.has("results")) {
      Readme.update(folder.resolveSibling("README.md"), Results.read(out));
    }
    System.out.println("results: " + out.resolve("results.md"));
  }

  private static Set<String> names(Arguments arguments, String option) {
    return arguments.has(option) ? Set.of(arguments.text(option, "").split(",")) : Set.of();
  }

  private static Pace pace(Arguments arguments) {
    Pace usual = arguments.has("quick") ? Pace.quick() : Pace.usual();
    return new Pace(
        arguments.whole("rounds", usual.rounds()),
        arguments.number("warm-up", usual.warmUp()),
        arguments.number("seconds", usual.seconds()));
  }
}
