package dev.packetboat.bench.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A letter to each of ten thousand domains, with a round trip of 50 ms to every exchanger and to
 * the name server: by a mailer of ours with 512 MiB of heap, and through a Postfix with as many
 * connections.
 */
record DomainsRace(String name, int connections) implements Measurement {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int DOMAINS = 10_000;
  private static final int DOMAINS_WHEN_QUICK = 500;
  private static final int ADDRESSES = 64;
  private static final String TURN_MILLIS = "50";
  private static final String DNS_HOST = "127.0.8.53";

  @Override
  public String title() {
    return "A letter to each of 10,000 domains, 50 ms, " + connections + " connections";
  }

  @Override
  public Result measure(Conditions conditions) throws IOException, InterruptedException {
    int domains = conditions.pace().isQuick() ? DOMAINS_WHEN_QUICK : DOMAINS;
    List<Sample> ours = new ArrayList<>();
    List<Sample> postfix = new ArrayList<>();
    double peak = 0;
    for (int round = 0; round < conditions.pace().rounds(); round++) {
      if (conditions.takesPart("mailer")) {
        JsonNode said = ours(conditions.place(), domains);
        peak = Math.max(peak, said.get("peakHeap").doubleValue());
        ours.add(sample("mailer", said));
      }
      if (conditions.takesPart("postfix")) {
        postfix.add(sample("postfix", postfix(conditions.place(), domains)));
      }
    }
    List<Row> rows = new ArrayList<>();
    add(rows, "Packetboat, Mailer.direct", Row.Kind.OURS, ours);
    add(rows, "Postfix", Row.Kind.PEER, postfix);
    return new Result(
        name,
        title(),
        Unit.MESSAGES_PER_SECOND.toString(),
        "%s; %d domains; -Xmx512m, heap in use at most %.0f MiB. CPU of Postfix is not counted"
            .formatted(conditions.describe(), domains, peak / (1 << 20)),
        rows);
  }

  private static void add(List<Row> rows, String title, Row.Kind kind, List<Sample> samples) {
    if (!samples.isEmpty()) {
      rows.add(Row.of(title, kind, samples, one -> one.messages() / one.seconds()));
    }
  }

  private static Sample sample(String client, JsonNode said) {
    Sample sample =
        new Sample(
            client,
            said.path("version").asString(""),
            said.get("messages").longValue(),
            said.get("seconds").doubleValue(),
            said.path("cpuSeconds").asDouble(0),
            0);
    System.out.printf(
        "  %-10s %s messages/s%n", client, Tables.number(sample.messages() / sample.seconds()));
    return sample;
  }

  private static List<String> sinkOptions(String dnsPort) {
    return List.of(
        "--turn-ms",
        TURN_MILLIS,
        "--addresses",
        Integer.toString(ADDRESSES),
        "--dns-host",
        DNS_HOST,
        "--dns-port",
        dnsPort);
  }

  private List<String> domains(Place place, int count) {
    List<String> command = place.java("packetboat");
    command.add("-Xmx512m");
    command.add("dev.packetboat.bench.packetboat.Domains");
    command.addAll(List.of("--domains", Integer.toString(count)));
    command.addAll(List.of("--connections", Integer.toString(connections)));
    return command;
  }

  private JsonNode ours(Place place, int domains) throws IOException, InterruptedException {
    String dnsPort = "5353";
    try (OwnSink sink = new OwnSink(place, sinkOptions(dnsPort))) {
      List<String> command = domains(place, domains);
      command.addAll(List.of("--dns-host", DNS_HOST, "--dns-port", dnsPort));
      command.addAll(List.of("--port", Integer.toString(sink.port())));
      command.addAll(List.of("--warm-up-domains", Integer.toString(domains / 10)));
      JsonNode said = JSON.readTree(Program.run(command));
      check(sink.count(), said.get("sentInAll").intValue());
      return said;
    }
  }

  /** From the first message handed to Postfix to the last one that the sink has. */
  private JsonNode postfix(Place place, int domains) throws IOException, InterruptedException {
    try (OwnSink sink = new OwnSink(place, sinkOptions("53"));
        PostfixRelay relay = new PostfixRelay(place.work(), DNS_HOST, sink.port(), connections)) {
      List<String> command = domains(place, domains);
      command.addAll(List.of("--relay-port", Integer.toString(relay.port())));
      long start = System.nanoTime();
      Program.run(command);
      while (sink.count().get("messages").intValue() < domains) {
        relay.requireAlive();
        Thread.sleep(50);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      check(sink.count(), domains);
      return JSON.createObjectNode()
          .put("version", relay.version())
          .put("messages", domains)
          .put("seconds", seconds);
    }
  }

  private static void check(JsonNode count, int sent) throws IOException {
    if (count.get("messages").intValue() != sent || count.get("faults").intValue() != 0) {
      throw new IOException(sent + " were sent, and the sink had " + count);
    }
  }
}
