package dev.packetboat.bench.runner;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sink of the harness. */
final class OwnSink implements SinkProcess {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Process process;
  private final BufferedWriter asks;
  private final BufferedReader answers;
  private final int port;
  private final int fastPort;

  /** With options of its own. */
  OwnSink(Place place, List<String> options) throws IOException {
    List<String> command = place.java("harness");
    command.add("dev.packetboat.bench.sink.SinkMain");
    command.addAll(options);
    process =
        new ProcessBuilder(Processors.ofSink(command)).redirectError(Redirect.INHERIT).start();
    asks = process.outputWriter();
    answers = process.inputReader();
    JsonNode ports = answer();
    port = ports.get("port").intValue();
    fastPort = ports.get("fastPort").intValue();
  }

  /** As a scenario wants it. */
  static OwnSink of(Scenario scenario, Place place) throws IOException {
    List<String> options =
        new ArrayList<>(List.of("--turn-ms", Double.toString(scenario.turnMillis())));
    if (scenario.chunking()) {
      options.add("--chunking");
    }
    if (scenario.tls()) {
      options.addAll(List.of("--key-store", place.keyStore().toString()));
    }
    return new OwnSink(place, options);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public OptionalInt fastPort() {
    return OptionalInt.of(fastPort);
  }

  @Override
  public JsonNode count() throws IOException {
    asks.write("count\n");
    asks.flush();
    return answer();
  }

  private JsonNode answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the sink has ended");
    }
    return JSON.readTree(line);
  }

  @Override
  public void close() throws IOException {
    asks.close();
    process.destroy();
  }
}
