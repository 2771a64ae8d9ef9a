package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.Rule;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens on Ctrl-C through a relay, to the command as a process of its own. */
@Timeout(60)
class InterruptionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private String letter(String recipient) throws IOException {
    String text = "From: joe@client.test\nTo: " + recipient + "@mx.test\n\nHello\n";
    return Files.writeString(folder.resolve(recipient + ".eml"), text).toString();
  }

  private Process send(MailServer server, String... letters) throws IOException {
    String relay = "127.0.0.1:" + server.port();
    List<String> args = new ArrayList<>(List.of("send", "--json", "--tls", "none"));
    args.addAll(List.of("--relay", relay, "--connections", "2"));
    args.addAll(List.of(letters));
    return Processes.java(Main.class, folder.resolve("err"), args.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void completeContentIsWaitedForAndTheRestIsNotAttempted(String signal) throws Exception {
    assumeFalse(
        signal.equals("INT") && Processes.ignoreInterrupts(),
        "this process was started to ignore SIGINT");
    var answered = new CountDownLatch(1);
    try (var server =
        MailServer.builder()
            .without(Extension.CHUNKING)
            .rule(Rule.stallAt(Moment.RCPT).matching(to -> !to.equals("ann@mx.test")))
            .listener(event -> holdTheAnswer(event, answered))
            .start()) {
      // Ann's letter and one behind it go over the first connection, one over the second.
      Process process = send(server, letter("ann"), letter("bob"), letter("eve"), letter("zoe"));
      List<String> reports = new ArrayList<>();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        server.awaitEvent(
            event ->
                event instanceof MailEvent.ClientSaid said
                    && said.line().startsWith("RCPT")
                    && !said.line().contains("ann@"),
            PATIENCE);
        server.awaitMessages(1, PATIENCE);
        Processes.signal(process, signal);
        // What is not complete is ended, and told, at once: so the signal has arrived.
        reports.add(out.readLine());
        answered.countDown();
        out.lines().forEach(reports::add);
      } finally {
        answered.countDown();
      }

      assertThat(process.waitFor()).isEqualTo(130);
      assertThat(reports).hasSize(4);
      assertThat(reports).filteredOn(says("ann", "delivered", "null")).hasSize(1);
      for (String cut : List.of("bob", "eve")) {
        assertThat(reports)
            .filteredOn(
                says(
                    cut,
                    "deferred",
                    "\"not attempted: interrupted before the message was complete\""))
            .hasSize(1);
      }
      assertThat(reports).filteredOn(says("zoe", "deferred", "\"not attempted\"")).hasSize(1);
      assertThat(server.received()).hasSize(1);
      assertThat(folder.resolve("err")).isEmptyFile();
    }
  }

  @Test
  void ofManyThatWereNotAttemptedPeopleAreToldTheNumberAndProgramsEach() throws Exception {
    for (boolean json : List.of(false, true)) {
      List<String> reports = interrupted(300, json ? "--json" : "--no-progress");

      if (json) {
        assertThat(reports).hasSize(300);
        assertThat(reports.subList(0, 2)).allMatch(says("ann", "delivered", "null"));
        assertThat(reports.subList(3, 300)).allMatch(says("eve", "deferred", "\"not attempted\""));
      } else {
        assertThat(reports)
            .filteredOn(line -> line.endsWith("eve@mx.test  4.3.0 not attempted"))
            .hasSize(10);
        assertThat(reports)
            .contains(
                "and 287 more that were not attempted; --json lists them",
                "  messages    300: 2 delivered, 298 deferred; 297 were not attempted");
      }
    }
  }

  /** Two go to ann, one to bob, where the server stalls, the rest to eve. */
  private List<String> interrupted(int messages, String option) throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < messages; i++) {
      String to = i < 2 ? "ann" : i < 3 ? "bob" : "eve";
      text.append("From joe\nFrom: joe@client.test\nTo: %s@mx.test\n\nHello\n\n".formatted(to));
    }
    String box = Files.writeString(folder.resolve("box.mbox"), text).toString();
    Rule stall = Rule.stallAt(Moment.RCPT).matching("bob@mx.test"::equals);
    try (var server = MailServer.builder().without(Extension.CHUNKING).rule(stall).start()) {
      String relay = "127.0.0.1:" + server.port();
      Process process =
          Processes.java(
              Main.class,
              folder.resolve("err"),
              "send",
              "--tls",
              "none",
              "--relay",
              relay,
              option,
              box);
      server.awaitEvent(
          event -> event instanceof MailEvent.ClientSaid said && said.line().contains("bob@"),
          PATIENCE);
      Processes.signal(process, "TERM");
      List<String> reports;
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        reports = out.lines().toList();
      }
      assertThat(process.waitFor()).isEqualTo(130);
      assertThat(folder.resolve("err")).isEmptyFile();
      return reports;
    }
  }

  private static void holdTheAnswer(MailEvent event, CountDownLatch until) {
    if (event instanceof MailEvent.Received) {
      try {
        until.await();
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Predicate<String> says(String recipient, String status, String reason) {
    return line ->
        line.contains("{\"address\":\"" + recipient + "@mx.test\",\"status\":\"" + status + "\"")
            && line.contains("\"reason\":" + reason);
  }
}
