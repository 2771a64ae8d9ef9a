package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C: what waits for a server is ended at once, and the report is still written. */
class InterruptTest {

  private static final String GREETED = "S: 220 x\nC~ EHLO .*\nS: 250 x\n";

  @TempDir private Path folder;
  private String letter = "";

  @BeforeEach
  void writeLetter() throws IOException {
    letter =
        Files.writeString(
                folder.resolve("letter.eml"), "From: joe@client.test\nTo: ann@mx.test\n\nHello\n")
            .toString();
  }

  private Process send(ScriptedServer server) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.packetboat.cli.Main",
                "send",
                "--json",
                "--relay",
                "127.0.0.1:" + server.port(),
                letter,
                letter))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void interrupt(Process process) {
    Programs.run("kill", "-INT", Long.toString(process.pid()));
  }

  private static List<String> report(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    return out.lines().toList();
  }

  @Test
  void whatWaitsForAnAnswerIsDeferredAtOnce() throws IOException, InterruptedException {
    try (var server = ScriptedServer.play(GREETED + "C~ MAIL .*\n[stall waiting]")) {
      Process process = send(server);
      server.awaitReached("waiting");
      interrupt(process);
      List<String> report = report(process);

      assertThat(report).hasSize(2);
      assertThat(report.get(0)).contains("\"status\":\"deferred\"").contains("interrupted");
      assertThat(report.get(1)).contains("\"status\":\"deferred\"").contains("not attempted");
    }
  }
}
