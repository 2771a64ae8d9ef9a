package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real mail hosts that refuse or die at each step, each with a good one behind it: who gets the
 * message, and that nobody gets it twice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostFaultsTest {

  private static final int LARGE = 20 << 20;

  @TempDir private Path folder;
  private RealWorld world;

  @BeforeAll
  void start() {
    world = RealWorld.start();
  }

  @AfterAll
  void stop() {
    if (world != null) {
      world.close();
    }
  }

  private enum End {
    /** The faulty host took it. */
    TAKEN,
    /** The good host took it. */
    NEXT,
    FAILED,
    UNKNOWN
  }

  /** An smtp-sink with these options, and what follows. */
  private record Fault(End end, String... options) {}

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(End.TAKEN, "-e"), // no ESMTP
          new Fault(End.TAKEN, "-f", "EHLO"), // HELO after that
          new Fault(End.TAKEN, "-p"), // no pipelining
          new Fault(End.NEXT, "-q", "CONNECT"),
          new Fault(End.NEXT, "-q", "EHLO,HELO"),
          new Fault(End.NEXT, "-f", "EHLO,HELO"),
          new Fault(End.NEXT, "-r", "MAIL"),
          new Fault(End.NEXT, "-q", "MAIL"),
          new Fault(End.NEXT, "-Q", "MAIL"),
          new Fault(End.FAILED, "-f", "MAIL"),
          new Fault(End.NEXT, "-r", "RCPT"),
          new Fault(End.NEXT, "-q", "RCPT"),
          new Fault(End.NEXT, "-Q", "RCPT"),
          new Fault(End.FAILED, "-f", "RCPT"),
          new Fault(End.NEXT, "-r", "DATA"),
          new Fault(End.NEXT, "-q", "DATA"),
          new Fault(End.FAILED, "-f", "DATA"),
          new Fault(End.NEXT, "-r", "."),
          new Fault(End.FAILED, "-f", "."),
          new Fault(End.UNKNOWN, "-q", "."));

  // The same letter to all of them at once, so that it is clear which fault is whose.
  @Test
  void aFaultAtEachStepOfTheConversation() throws IOException, InterruptedException {
    for (int i = 0; i < FAULTS.size(); i++) {
      world.sink(Zones.FAULTY + i, FAULTS.get(i).options());
    }
    List<String> recipients =
        IntStream.range(0, FAULTS.size()).mapToObj(HostFaultsTest::ann).toList();
    Sent sent = world.send("faults", recipients);

    for (int i = 0; i < FAULTS.size(); i++) {
      assertThat(end(sent, ann(i)))
          .as("%s: %s", String.join(" ", FAULTS.get(i).options()), sent.report())
          .isEqualTo(FAULTS.get(i).end());
    }
    assertThat(sent.status()).isEqualTo(69);
    assertThat(sent.report().get("status").asString()).isEqualTo("unknown");
    assertThat(world.good().awaitCount("Subject: faults"))
        .isEqualTo(FAULTS.stream().filter(fault -> fault.end() == End.NEXT).count());
  }

  private static String ann(int fault) {
    return "ann@faulty" + (Zones.FAULTY + fault) + ".test";
  }

  private static End end(Sent sent, String recipient) {
    return switch (sent.statusOf(recipient)) {
      case "failed" -> End.FAILED;
      case "unknown" -> End.UNKNOWN;
      case "delivered" -> sent.of(recipient, "host").startsWith("good") ? End.NEXT : End.TAKEN;
      default -> throw new AssertionError(recipient + " in " + sent.report());
    };
  }

  @Test
  void whereASinkDiesInTheMiddleTheNextHostGetsItOnceAndWhole() throws Exception {
    SmtpSink dying = world.sink(Zones.DYING, "-H", "60", "-T", "4096");
    try (dying) {
      isDeliveredByTheNext(
          "a sink dies",
          () -> {
            dying.awaitBlockedClient();
            dying.kill();
          });
    }
  }

  @Test
  void whereAPostfixDiesInTheMiddleTheNextHostGetsItOnceAndWhole() throws Exception {
    var server = new CompletableFuture<PostfixServer>();
    PolicyService stops =
        world.policy(
            PolicyService.start(
                question -> {
                  server.join().stopTakingContent();
                  return "DUNNO";
                }));
    PostfixServer dying =
        world.postfix(
            Zones.DYING,
            PostfixServer.builder().set("smtpd_data_restrictions", stops.restriction()));
    server.complete(dying);
    try {
      isDeliveredByTheNext(
          "a postfix dies",
          () -> {
            dying.awaitBlockedClient();
            dying.killConversations();
          });
      assertThat(dying.messages()).isZero();
    } finally {
      dying.killConversations();
      dying.close();
    }
  }

  private void isDeliveredByTheNext(String subject, Runnable death) throws Exception {
    Path letter = largeLetter(subject);
    var sending =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return world.send(letter);
              } catch (IOException | InterruptedException failed) {
                throw new AssertionError(failed);
              }
            });
    try {
      death.run();
    } catch (AssertionError notThere) {
      throw new AssertionError(sending.get().toString(), notThere);
    }
    Sent sent = sending.get();

    assertThat(sent.status()).as("%s", sent).isZero();
    assertThat(sent.of("ann@dying.test", "host")).isEqualTo("good.hosts.test");
    assertThat(sent.attempts("ann@dying.test"))
        .singleElement()
        .asString()
        .startsWith("dying.hosts.test: ");
    assertThat(world.good().awaitCount("Subject: " + subject)).isEqualTo(1);
    String arrived = world.good().awaitMessage(sent.of("ann@dying.test", "reply"));
    assertThat(PostfixServer.withoutTrace(arrived).equals(Files.readString(letter))).isTrue();
  }

  private Path largeLetter(String subject) throws IOException {
    Path letter = folder.resolve("large.eml");
    try (BufferedWriter out = Files.newBufferedWriter(letter)) {
      out.write("From: joe@client.test\nTo: ann@dying.test\nSubject: " + subject + "\n\n");
      for (int i = 0; i < LARGE; i += 64) {
        out.write("%062d\n".formatted(i));
      }
    }
    return letter;
  }
}
