package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the build runs in order to archive its classes. */
@Timeout(60)
class TrainingTest {

  @TempDir private Path folder;

  @Test
  void itEndsWithASendAsThatOfPeople() throws IOException, InterruptedException {
    Process training = Processes.java(Training.class, folder.resolve("err"));
    String out = new String(training.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(training.waitFor()).isZero();
    assertThat(out).contains("\"status\":\"delivered\"").hasLineCount(1);
    assertThat(folder.resolve("err")).isEmptyFile();
  }
}
