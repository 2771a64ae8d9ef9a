package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox as a process: it begins, takes mail, and ends when it is told to. */
@Timeout(60)
class SandboxCommandTest {

  @TempDir private Path folder;

  private Process sandbox(String... options) throws IOException {
    List<String> args =
        new ArrayList<>(List.of("sandbox", "--http-port", "0", "--dns-port", "0", "--port", "0"));
    args.addAll(List.of(options));
    return Processes.java(Main.class, folder.resolve("err"), args.toArray(String[]::new));
  }

  private static String member(String json, String name) {
    return json.replaceAll(".*\"" + name + "\":\"?([^\",]*)\"?[,}].*", "$1");
  }

  private static void end(Process process) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-TERM", pid).start().waitFor()).isZero();
    assertThat(process.waitFor()).isEqualTo(130);
  }

  @Test
  void programsAreToldWhereItIsInOneLine() throws Exception {
    Process process = sandbox("--json", "--trace");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String where = out.readLine();
      assertThat(where)
          .startsWith("{\"page\":\"http://127.0.0.1:")
          .contains("\"domains\":[\"bigcorp.test\",\"tiny.test\",\"nomail.test\",");
      Ran ran =
          Ran.with(
              Map.of(),
              "Hello\n",
              "send",
              "--direct",
              "--dns",
              member(where, "nameServer"),
              "--port",
              member(where, "port"),
              "--from",
              "joe@client.test",
              "--to",
              "ann@bigcorp.test",
              "--subject",
              "Hello");
      assertThat(ran.out()).contains("delivered  ann@bigcorp.test  at mx1.bigcorp.test");
      end(process);

      assertThat(out.lines()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(folder.resolve("err")))
        .contains("mx1.bigcorp.test #1 C: RCPT TO:<ann@bigcorp.test>")
        .endsWith("packetboat: the sandbox has ended; it took 1 message\n");
  }

  @Test
  void peopleAreToldWhatToTypeAndWhatArrives() throws Exception {
    Process process = sandbox();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      List<String> said = new ArrayList<>();
      while (said.stream().noneMatch(line -> line.startsWith("Ctrl-C"))) {
        said.add(String.valueOf(out.readLine()));
      }
      String toType =
          said.stream().filter(line -> line.contains("send --relay")).findFirst().orElseThrow();
      assertThat(said).anyMatch(line -> line.matches("  page +http://127\\.0\\.0\\.1:\\d+/"));
      List<String> typed = List.of(toType.replaceAll(".*packetboat ", "").split(" "));
      assertThat(Ran.with(Map.of(), "Hi\n", typed.toArray(String[]::new)).status()).isZero();

      assertThat(out.readLine()).isEqualTo("  relay.test took \"Hello\" for ann@anywhere.test");
      end(process);
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http-port", "--dns-port", "--port"})
  void aTakenPortIsSaidInOneLine(String option) throws IOException {
    InetAddress at = InetAddress.getByName(option.equals("--port") ? "127.77.0.1" : "127.0.0.1");
    try (ServerSocket taken = new ServerSocket(0, 1, at)) {
      Ran ran = Ran.packetboat("sandbox", option, Integer.toString(taken.getLocalPort()));

      assertThat(ran.status()).isEqualTo(78);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.errLines()).hasSize(1);
      assertThat(ran.err()).contains(option).contains(":" + taken.getLocalPort());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "x", "99999999999"})
  void aPortThatIsNoneIsAUsageError(String number) {
    Ran ran = Ran.packetboat("sandbox", "--port=" + number);

    assertThat(ran.status()).isEqualTo(64);
    assertThat(ran.errLines()).hasSize(1);
  }
}
