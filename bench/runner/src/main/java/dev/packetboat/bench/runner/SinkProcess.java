package dev.packetboat.bench.runner;

import java.io.IOException;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** A sink that runs. */
interface SinkProcess extends AutoCloseable {

  int port();

  /** Where one listens that is like it, but has no delay and is not counted. */
  OptionalInt fastPort();

  /** What it has counted since it began; an empty object where it does not tell. */
  JsonNode count() throws IOException;

  @Override
  void close() throws IOException;

  static SinkProcess start(Scenario scenario, Place place) throws IOException {
    return switch (scenario.sink()) {
      case OURS -> OwnSink.of(scenario, place);
      case POSTFIX -> new PostfixSink();
    };
  }
}
