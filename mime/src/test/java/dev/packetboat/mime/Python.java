package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs python3, whose parser nobody of us wrote. Its output goes to this folder. */
record Python(Path folder) {

  boolean isHere() throws InterruptedException {
    try {
      return run("--version").startsWith("Python 3");
    } catch (IOException e) {
      return false;
    }
  }

  String run(String... arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("python3"), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output);
  }
}
