package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.TlsMode;
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
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
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
            .rule(Rule.stallAt(Moment.RCPT).matching("bob@mx.test"::equals))
            .listener(event -> holdTheAnswer(event, answered))
            .start()) {
      Process process = send(server, letter("ann"), letter("bob"), letter("eve"));
      List<String> reports = new ArrayList<>();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        server.awaitEvent(
            event -> event instanceof MailEvent.ClientSaid said && said.line().contains("bob@"),
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
      assertThat(reports).hasSize(3);
      assertThat(reports).anyMatch(says("ann", "delivered", "null"));
      assertThat(reports)
          .anyMatch(
              says(
                  "bob",
                  "deferred",
                  "\"not attempted: interrupted before the message was complete\""));
      assertThat(reports).anyMatch(says("eve", "deferred", "\"not attempted\""));
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

  @Test
  void anAnswerThatDoesNotComeInTimeIsUnknown() throws Exception {
    Rule stall = Rule.stallAt(Moment.END_OF_CONTENT);
    try (var server = MailServer.builder().without(Extension.CHUNKING).rule(stall).start()) {
      var client = SmtpClient.relay("127.0.0.1").port(server.port()).tls(TlsMode.NONE);
      var bar = new ProgressBar(System.err, ProgressBar.Place.NOWHERE, System::nanoTime);
      var reports = new ArrayBlockingQueue<MessageReport>(1);
      var session = new RelaySession(client, "127.0.0.1", bar, results(reports));
      var letter =
          new Letter(
              "letter.eml",
              Content.of("Subject: hello\n\n"),
              Optional.empty(),
              Envelope.from("joe@client.test").to("ann@mx.test"),
              List.of());
      var sending = CompletableFuture.runAsync(() -> send(session, letter));
      server.awaitEvent(
          event -> event instanceof MailEvent.ClientSaid said && said.line().startsWith("(content"),
          PATIENCE);
      session.interrupt();
      assertThat(sending).isNotDone();
      session.interruptAt(System.nanoTime());

      assertThat(reports.take().status()).isEqualTo(Status.UNKNOWN);
    }
  }

  private static RelaySession.Results results(BlockingQueue<MessageReport> reports) {
    return new RelaySession.Results() {
      @Override
      public void told(MessageReport report) {
        reports.add(report);
      }

      @Override
      public void again(Letter letter) {
        throw new AssertionError(letter);
      }

      @Override
      public void outOfStep() {
        throw new AssertionError("out of step");
      }

      @Override
      public boolean isInStep() {
        return true;
      }
    };
  }

  private static void send(RelaySession session, Letter letter) {
    try {
      session.open();
      session.send(letter);
      session.finish();
    } catch (SmtpException failure) {
      throw new AssertionError(failure);
    }
  }
}
