package dev.packetboat.bench.runner;

import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has a client send into a sink, once, and checks that the sink got it. */
final class Sending {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int FIRST_TRY = 100;

  private final Scenario scenario;
  private final SinkProcess sink;
  private final Place place;
  private final Pace pace;

  Sending(Scenario scenario, SinkProcess sink, Place place, Pace pace) {
    this.scenario = scenario;
    this.sink = sink;
    this.place = place;
    this.pace = pace;
  }

  /**
   * One measurement.
   *
   * @throws IOException where the client failed, or the sink did not get what was sent
   */
  Sample by(Client client) throws IOException, InterruptedException {
    JsonNode before = sink.count();
    JsonNode said = client.isJava() ? java(client) : smtpSource();
    JsonNode after = sink.count();
    check(client, said, before, after);
    return new Sample(
        client.name(),
        said.path("version").asString(""),
        said.get("messages").longValue(),
        said.get("seconds").doubleValue(),
        said.get("cpuSeconds").doubleValue(),
        grown("cpuSeconds", before, after));
  }

  private JsonNode java(Client client) throws IOException, InterruptedException {
    List<String> command = place.java(client.module());
    if (scenario.tls()) {
      command.addAll(place.trust());
    }
    command.add(client.main());
    command.addAll(client.arguments());
    command.addAll(
        List.of(
            "--host",
            scenario.tls() ? "localhost" : "127.0.0.1",
            "--port",
            Integer.toString(sink.port()),
            "--connections",
            Integer.toString(scenario.connections()),
            "--size",
            Long.toString(scenario.size()),
            "--recipients",
            Integer.toString(scenario.recipients())));
    if (scenario.tls()) {
      command.add("--tls");
    }
    if (scenario.isLarge()) {
      command.addAll(List.of("--file", place.large(scenario.size()).toString()));
      command.addAll(List.of("--warm-up", "0.001", "--messages", "2"));
    } else {
      command.addAll(List.of("--warm-up", Double.toString(pace.warmUp())));
      command.addAll(List.of("--seconds", Double.toString(pace.seconds())));
    }
    if (scenario.turnMillis() > 0) {
      sink.fastPort()
          .ifPresent(port -> command.addAll(List.of("--fast-port", Integer.toString(port))));
    }
    command.addAll(Processors.ofDriver());
    return JSON.readTree(Program.run(command));
  }

  /** It is C and needs no warm-up, but to know how many messages it sends in the time. */
  private JsonNode smtpSource() throws IOException, InterruptedException {
    int first = scenario.turnMillis() > 0 ? scenario.connections() * 2 : FIRST_TRY;
    double perSecond = first / smtpSource(first).get("seconds").doubleValue();
    int messages = (int) Math.max(scenario.connections(), perSecond * pace.seconds());
    JsonNode said = smtpSource(messages);
    return JSON.createObjectNode()
        .put("messages", messages)
        .put("seconds", said.get("seconds").doubleValue())
        .put("cpuSeconds", said.get("cpuSeconds").doubleValue())
        .put("sentInAll", first + messages);
  }

  private JsonNode smtpSource(int messages) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "sh",
            "-c",
            "\"$@\" || exit; times",
            "sh",
            "smtp-source",
            "-d",
            "-s",
            Integer.toString(scenario.connections()),
            "-m",
            Integer.toString(messages),
            "-l",
            Long.toString(scenario.size()),
            "-r",
            Integer.toString(scenario.recipients()),
            "-f",
            "joe@bench.test",
            "-t",
            "ann@sink.bench.test",
            "127.0.0.1:" + sink.port());
    long start = System.nanoTime();
    String times = Program.run(Processors.ofClient(command));
    double seconds = (System.nanoTime() - start) / 1e9;
    return JSON.createObjectNode()
        .put("seconds", seconds)
        .put("cpuSeconds", CommandRun.cpuOfChildren(times));
  }

  private void check(Client client, JsonNode said, JsonNode before, JsonNode after)
      throws IOException {
    if (after.isEmpty()) {
      return;
    }
    double sent = said.get("sentInAll").doubleValue();
    if (grown("messages", before, after) != sent
        || grown("recipients", before, after) != sent * scenario.recipients()
        || grown("faults", before, after) != 0) {
      throw new IOException(
          "%s in %s says %s, and the sink had %s and then %s"
              .formatted(client, scenario.name(), said, before, after));
    }
  }

  private static double grown(String what, JsonNode before, JsonNode after) {
    return after.path(what).asDouble(0) - before.path(what).asDouble(0);
  }
}
