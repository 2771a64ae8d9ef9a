package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Java of its own, with the classes of this one. */
final class Processes {

  private Processes() {}

  /** Runs a class; what goes wrong is written to a file. */
  static Process java(Class<?> main, Path err, String... args) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String modules = System.getProperty("jdk.module.path", "");
    line.addAll(List.of("-cp", modules + ":" + System.getProperty("java.class.path")));
    line.add(main.getName());
    line.addAll(List.of(args));
    return new ProcessBuilder(line).redirectError(err.toFile()).start();
  }

  /** Sends a signal, such as {@code INT}. */
  static void signal(Process process, String signal) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
  }

  /** Processes that a shell starts in the background inherit that SIGINT does nothing. */
  static boolean ignoreInterrupts() throws IOException {
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      String ignored =
          status.filter(line -> line.startsWith("SigIgn:")).collect(Collectors.joining());
      return (Long.parseUnsignedLong(ignored.replaceAll("\\D*\\s", ""), 16) & 0b10) != 0;
    }
  }
}
