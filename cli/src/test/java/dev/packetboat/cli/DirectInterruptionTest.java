package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.packetboat.delivery.DeliveryJob;
import dev.packetboat.delivery.Mailer;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.World;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens on Ctrl-C amid mail straight to its recipients' servers. */
@Timeout(60)
class DirectInterruptionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CUT =
      "\"not attempted: interrupted before the message was complete\"";

  @TempDir private Path folder;

  private static World world(CountDownLatch annIsAnswered) {
    return World.builder()
        .domain("a.test")
        .host("a.test", host -> host.listener(event -> holdTheAnswer(event, annIsAnswered)))
        .domain("b.test")
        .host("b.test", host -> host.rule(Rule.stallAt(Moment.RCPT)))
        .domain("e.test")
        .start();
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

  /** An mbox with a message to each. */
  private String box(List<String> recipients) throws IOException {
    var text = new StringBuilder();
    for (String to : recipients) {
      text.append("From joe\nFrom: joe@client.test\nTo: %s\n\nHello\n\n".formatted(to));
    }
    return Files.writeString(folder.resolve("box.mbox"), text).toString();
  }

  private Process send(World world, int connections, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("send", "--direct", "--helo", "client.test"));
    args.addAll(List.of("--port", Integer.toString(world.port())));
    args.addAll(List.of("--dns", "127.0.0.1:" + world.nameServer().address().getPort()));
    args.addAll(List.of("--connections", Integer.toString(connections)));
    args.addAll(List.of(more));
    return Processes.java(Main.class, folder.resolve("err"), args.toArray(String[]::new));
  }

  private static void awaitStalled(World world) {
    world
        .host("b.test")
        .awaitEvent(
            event -> event instanceof MailEvent.ClientSaid said && said.line().startsWith("RCPT"),
            PATIENCE);
  }

  private static Predicate<String> says(String recipient, String status, String reason) {
    return line ->
        line.startsWith("{\"message\":")
            && line.contains("{\"address\":\"" + recipient + "\",\"status\":\"" + status + "\"")
            && line.contains("\"reason\":" + reason)
            && line.endsWith("]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void completeContentIsWaitedForAndTheRestIsNotAttempted(String signal) throws Exception {
    assumeFalse(
        signal.equals("INT") && Processes.ignoreInterrupts(),
        "this process was started to ignore SIGINT");
    var answered = new CountDownLatch(1);
    try (World world = world(answered)) {
      Process process =
          send(world, 2, "--json", box(List.of("ann@a.test", "bob@b.test", "eve@e.test")));
      List<String> reports = new ArrayList<>();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        awaitStalled(world);
        world.awaitMessages(1, PATIENCE);
        Processes.signal(process, signal);
        // What is not complete is ended, and told, at once: so the signal has arrived.
        reports.add(out.readLine());
        answered.countDown();
        out.lines().forEach(reports::add);
      } finally {
        answered.countDown();
      }

      assertThat(process.waitFor()).isEqualTo(130);
      assertThat(reports).hasSize(3);
      assertThat(reports).anyMatch(says("ann@a.test", "delivered", "null"));
      assertThat(reports).anyMatch(says("bob@b.test", "deferred", CUT));
      assertThat(reports).anyMatch(says("eve@e.test", "deferred", "\"not attempted\""));
      assertThat(folder.resolve("err")).isEmptyFile();
      assertThat(world.received()).hasSize(1);
    }
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsUnknown() throws Exception {
    try (World world =
            World.builder()
                .host(
                    "a.test",
                    host ->
                        host.without(Extension.CHUNKING).rule(Rule.stallAt(Moment.END_OF_CONTENT)))
                .start();
        Mailer mailer = Mailer.builder().localName("client.test").port(world.port()).build()) {
      var letter =
          new Letter(
              "letter.eml",
              Content.of("Subject: hello\n\n"),
              Optional.empty(),
              Envelope.from("joe@client.test").to("ann@[127.77.0.1]"),
              List.of());
      var delivery =
          mailer.submit(DeliveryJob.of(Message.of(letter.envelope(), letter.content())).build());
      world
          .host("a.test")
          .awaitEvent(
              event ->
                  event instanceof MailEvent.ClientSaid said && said.line().startsWith("(content"),
              PATIENCE);
      delivery.cancel(Duration.ZERO);
      MessageReport report = DeliveryReports.of(letter, delivery.report().get());

      assertThat(report.status()).isEqualTo(Status.UNKNOWN);
      assertThat(report.recipients().getFirst().reason().orElseThrow())
          .startsWith("the server may have it");
    }
  }

  @Test
  void ofManyThatWereNotAttemptedPeopleAreToldTheNumberAndProgramsEach() throws Exception {
    for (boolean json : List.of(false, true)) {
      List<String> reports = interrupted(json ? "--json" : "--no-progress");

      if (json) {
        assertThat(reports).hasSize(300);
        assertThat(reports.stream().filter(says("ann@a.test", "delivered", "null"))).hasSize(2);
        assertThat(reports.stream().filter(says("bob@b.test", "deferred", CUT))).hasSize(1);
        assertThat(reports.stream().filter(says("eve@e.test", "deferred", "\"not attempted\"")))
            .hasSize(297);
      } else {
        assertThat(reports)
            .filteredOn(line -> line.endsWith("eve@e.test  4.3.0 not attempted"))
            .hasSize(10);
        assertThat(reports)
            .contains(
                "and 287 more that were not attempted; --json lists them",
                "  messages    300: 2 delivered, 298 deferred; 297 were not attempted",
                "  e.test  297: 297 deferred",
                "  b.test  1: 1 deferred",
                "  a.test  2: 2 delivered");
      }
    }
  }

  /** Two go to ann, one to bob, whose server stalls, the rest to eve. */
  private List<String> interrupted(String option) throws Exception {
    List<String> recipients = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      recipients.add(i < 2 ? "ann@a.test" : i < 3 ? "bob@b.test" : "eve@e.test");
    }
    try (World world = world(new CountDownLatch(0))) {
      Process process = send(world, 1, option, box(recipients));
      awaitStalled(world);
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
}
