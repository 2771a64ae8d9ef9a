package dev.packetboat.bench.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What JMH says of the inner loops, in octets a second, beside a plain copy of the array. */
record InnerLoops() implements Measurement {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public String name() {
    return "inner-loops";
  }

  @Override
  public String title() {
    return "Inner loops, beside a copy of the array";
  }

  @Override
  public Result measure(Conditions conditions) throws IOException, InterruptedException {
    Path scores = conditions.place().work().resolve("jmh.json");
    List<String> command = conditions.place().java("jmh");
    command.add("org.openjdk.jmh.Main");
    command.addAll(List.of("-rf", "json", "-rff", scores.toString(), "-foe", "true"));
    if (conditions.pace().isQuick()) {
      command.addAll(List.of("-f", "1", "-wi", "1", "-i", "2", "-w", "300ms", "-r", "300ms"));
    }
    System.out.print(Program.run(command));
    List<Row> rows = new ArrayList<>();
    for (JsonNode score : JSON.readTree(Files.readString(scores))) {
      rows.add(row(score));
    }
    return new Result(name(), title(), "MiB/s", conditions.describe() + "; JMH", rows);
  }

  /** A benchmark's score is operations a second; how many octets each takes is its parameter. */
  private static Row row(JsonNode score) {
    String name = score.get("benchmark").asString("");
    String what = name.substring(name.lastIndexOf('.') + 1);
    long octets = Long.parseLong(score.get("params").get("octets").asString("0"));
    List<Sample> samples = new ArrayList<>();
    for (JsonNode fork : score.get("primaryMetric").get("rawData")) {
      for (JsonNode perSecond : fork) {
        samples.add(new Sample(what, "", octets, 1 / perSecond.doubleValue(), 0, 0));
      }
    }
    return Row.of(
        words(what) + ", " + octets,
        what.equals("arrayCopy") ? Row.Kind.LIMIT : Row.Kind.OURS,
        samples,
        one -> one.messages() / one.seconds() / (1 << 20));
  }

  private static String words(String camelCase) {
    return camelCase.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}
