package dev.packetboat.bench.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How much heap a session of ours takes while it waits. */
record IdleHeap() implements Measurement {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SESSIONS = 1000;

  @Override
  public String name() {
    return "idle-heap";
  }

  @Override
  public String title() {
    return "Heap of a session that has sent a letter and waits";
  }

  @Override
  public Result measure(Conditions conditions) throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    for (int round = 0; round < conditions.pace().rounds(); round++) {
      try (OwnSink sink = new OwnSink(conditions.place(), List.of())) {
        List<String> command = conditions.place().java("packetboat");
        command.add("-XX:+UseSerialGC");
        command.add("dev.packetboat.bench.packetboat.IdleSessions");
        command.addAll(List.of("--port", Integer.toString(sink.port())));
        command.addAll(List.of("--sessions", Integer.toString(SESSIONS)));
        JsonNode said = JSON.readTree(Program.run(command));
        double octets = said.get("octetsOfHeap").doubleValue();
        samples.add(
            new Sample("packetboat", said.path("version").asString(""), 1, octets / 1024, 0, 0));
        System.out.printf("  %d %s KiB%n", round + 1, Tables.number(octets / 1024));
      }
    }
    return new Result(
        name(),
        title(),
        "KiB of heap, less is better",
        conditions.describe() + "; " + SESSIONS + " sessions",
        // A sample's seconds are KiB here: a session is no race.
        List.of(Row.of("Packetboat", Row.Kind.OURS, samples, Sample::seconds)));
  }
}
