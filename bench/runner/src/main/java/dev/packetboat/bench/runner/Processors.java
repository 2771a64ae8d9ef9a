package dev.packetboat.bench.runner;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first processor for the sink and the others for the client, so that neither takes time from
 * the other and no run is lucky with where the system puts them. Where {@code taskset} or a second
 * processor is missing the system decides.
 */
final class Processors {

  private static final int COUNT = Runtime.getRuntime().availableProcessors();

  private static final String CLIENT = COUNT == 2 ? "1" : "1-" + (COUNT - 1);

  private Processors() {}

  private static boolean areShared() {
    return COUNT < 2
        || Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .noneMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
  }

  static List<String> ofSink(List<String> command) {
    return on("0", command);
  }

  static List<String> ofClient(List<String> command) {
    return on(CLIENT, command);
  }

  /** What tells a driver to go there once it is warm. */
  static List<String> ofDriver() {
    return areShared() ? List.of() : List.of("--processors", CLIENT);
  }

  private static List<String> on(String which, List<String> command) {
    if (areShared()) {
      return command;
    }
    List<String> bound = new ArrayList<>(List.of("taskset", "--cpu-list", which));
    bound.addAll(command);
    return bound;
  }

  static String describe() {
    return areShared()
        ? "sink and client on any of them"
        : "one for the sink, the others for the client";
  }
}
