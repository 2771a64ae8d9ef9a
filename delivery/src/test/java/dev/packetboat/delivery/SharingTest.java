package dev.packetboat.delivery;

import static dev.packetboat.delivery.Letters.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.mail.Notify;
import dev.packetboat.mail.RecipientOptions;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.ReceivedMessage;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that share connections, and connections that a host does not want. */
@Timeout(60)
class SharingTest {

  private final Hosts hosts = new Hosts().domain("a.test", "mx.test");

  @AfterEach
  void close() {
    hosts.close();
  }

  private static List<Outcome> outcomes(List<Delivery> all) {
    return all.stream().map(one -> one.report().join().recipients().getFirst().outcome()).toList();
  }

  private static List<Delivery> submit(Mailer mailer, int messages) throws InterruptedException {
    List<Delivery> all = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      all.add(mailer.submit(DeliveryJob.of(to("r" + i + "@a.test")).build()));
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({"2, 200", "5, 2000"})
  void aHostThatTakesFewConnectionsCostsHardlyAMessage(int connections, int messages)
      throws InterruptedException {
    hosts.up("mx.test", how -> how.connectionLimit(connections));
    long delivered;
    try (Mailer mailer = hosts.mailer().connectionsPerDestination(20).build()) {
      delivered =
          outcomes(submit(mailer, messages)).stream()
              .filter(Outcome.Delivered.class::isInstance)
              .count();
    }
    // Those who came first may have been refused before anybody was served.
    assertThat(delivered).isGreaterThanOrEqualTo(messages * 95L / 100);
    assertThat(hosts.server("mx.test").received()).hasSize((int) delivered);
  }

  @Test
  void eachMessageIsTakenOnceWhoeverSharesAConnection() throws InterruptedException {
    hosts.up("mx.test");
    try (Mailer mailer = hosts.mailer().connectionsPerDestination(1).build()) {
      assertThat(outcomes(submit(mailer, 90))).allMatch(Outcome.Delivered.class::isInstance);
    }
    List<ReceivedMessage> received = hosts.server("mx.test").received();
    assertThat(received.stream().map(mail -> mail.recipients().getFirst()).sorted())
        .containsExactlyElementsOf(
            IntStream.range(0, 90).mapToObj(i -> "r" + i + "@a.test").sorted().toList());
    assertThat(received).allMatch(mail -> mail.connection() == 1);
  }

  // RFC 3030 §2: of several under way each but the first begins with RSET
  @Test
  void aServerThatGotOutOfStepIsRememberedAndGetsOneMessageAtATime() throws InterruptedException {
    var lines = new ConcurrentLinkedQueue<String>();
    hosts.up(
        "mx.test",
        how ->
            how.rule(Rule.garbleReplyTo(Moment.END_OF_CONTENT).after(1).first(1))
                .listener(
                    event -> {
                      if (event instanceof MailEvent.ClientSaid said) {
                        lines.add(said.line());
                      }
                    }));
    try (Mailer mailer = hosts.mailer().connectionsPerDestination(1).build()) {
      mailer.send(to("ann@a.test"));
      RecipientReport garbled = mailer.send(to("bob@a.test")).recipients().getFirst();

      assertThat(garbled.outcome()).isInstanceOf(Outcome.Unknown.class);
      assertThat(outcomes(submit(mailer, 60))).allMatch(Outcome.Delivered.class::isInstance);
    }
    assertThat(lines).anyMatch(line -> line.startsWith("BDAT ")).doesNotContain("RSET");
  }

  // RFC 2920 §3.1
  @Test
  void theEndOfOneMessageLeavesWithTheEnvelopeOfTheNext() throws InterruptedException {
    String envelope = "C~ MAIL FROM:<joe@client.test>.*\nC~ RCPT TO:<r%d@a.test>\nC: DATA\n";
    String granted = "S: 250 ok\nS: 250 ok\nS: 354 go\n";
    String content = "C: Subject: hello\nC:\nC: Hello.\nC: .\n";
    var threads = new ConcurrentLinkedQueue<Thread>();
    try (var server =
        ScriptedServer.play(
            "S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 PIPELINING\n"
                + envelope.formatted(0)
                + granted
                + content
                + envelope.formatted(1)
                + "S: 250 first\n"
                + granted
                + content
                + "S: 250 second\nC: QUIT\nS: 221 bye\n")) {
      SmtpClient relay =
          SmtpClient.relay(server.host())
              .port(server.port())
              .tls(TlsMode.NONE)
              .localName("client.test")
              .build();
      try (Mailer mailer =
          Mailer.builder()
              .relay(relay)
              .connectionsPerDestination(1)
              .threadFactory(task -> watched(task, threads))
              .build()) {
        var second = new ArrayList<Delivery>();
        Delivery first =
            mailer.submit(
                DeliveryJob.of(to("r0@a.test"))
                    .hook(
                        (job, hop, accepted) -> {
                          second.add(submitted(mailer, to("r1@a.test")));
                          awaitWaiting(threads);
                        })
                    .build());
        assertThat(outcomes(List.of(first)).getFirst().reply()).hasToString("Optional[250 first]");
        assertThat(outcomes(second).getFirst().reply()).hasToString("Optional[250 second]");
      }
    }
  }

  /** It may rely on what that thread holds: a lock, a transaction. */
  @Test
  void aHookIsCalledOnTheThreadThatSends() throws InterruptedException {
    hosts.up("mx.test");
    var elsewhere = new ConcurrentLinkedQueue<String>();
    List<Thread> senders = new ArrayList<>();
    try (Mailer mailer = hosts.mailer().connectionsPerDestination(1).build()) {
      for (int i = 0; i < 30; i++) {
        DeliveryJob.Builder job = DeliveryJob.of(to("r" + i + "@a.test"));
        senders.add(
            Thread.startVirtualThread(
                () -> {
                  Thread own = Thread.currentThread();
                  mailer.send(
                      job.hook(
                              (of, hop, accepted) -> {
                                if (!Thread.currentThread().equals(own)) {
                                  elsewhere.add(of.id());
                                }
                              })
                          .build());
                }));
      }
      for (Thread sender : senders) {
        sender.join();
      }
    }
    assertThat(elsewhere).isEmpty();
    assertThat(hosts.server("mx.test").received()).hasSize(30);
  }

  /** The thread that writes for the others is stopped: that is no reason to defer theirs. */
  @Test
  void whoeverIsInterruptedOthersAreSent() throws InterruptedException {
    hosts.up("mx.test", how -> how.without(Extension.CHUNKING));
    var threads = new ConcurrentLinkedQueue<Thread>();
    var outcomes = new ConcurrentHashMap<String, Outcome>();
    var mailers = new ArrayList<Mailer>();
    Thread first = watched(() -> outcomes.put("a", sent(mailers.getFirst(), "a")), threads);
    Thread second = watched(() -> outcomes.put("b", sent(mailers.getFirst(), "b")), threads);
    DeliveryListener listener =
        event -> {
          if (event instanceof DeliveryEvent.InSession in) {
            if (in.jobId().equals("a") && in.event() instanceof SmtpEvent.ContentEnding) {
              second.start();
              awaitWaiting(threads);
              first.interrupt();
            }
          }
        };
    try (Mailer mailer = hosts.mailer().connectionsPerDestination(1).listener(listener).build()) {
      mailers.add(mailer);
      first.start();
      first.join();
      second.join();
    }
    assertThat(outcomes.get("a")).isInstanceOf(Outcome.Deferred.class);
    assertThat(outcomes.get("b")).isInstanceOf(Outcome.Delivered.class);
    assertThat(hosts.server("mx.test").received())
        .extracting(ReceivedMessage::connection)
        .containsExactly(2);
  }

  private static Outcome sent(Mailer mailer, String id) {
    DeliveryJob job = DeliveryJob.of(to(id + "@a.test")).id(id).build();
    return mailer.send(job).recipients().getFirst().outcome();
  }

  private static Thread watched(Runnable task, ConcurrentLinkedQueue<Thread> threads) {
    Thread thread = new Thread(task);
    threads.add(thread);
    return thread;
  }

  private static Delivery submitted(Mailer mailer, Message message) {
    try {
      return mailer.submit(DeliveryJob.of(message).build());
    } catch (InterruptedException never) {
      throw new AssertionError(never);
    }
  }

  /** Until the thread of the second message waits for its turn, which only the first can give. */
  private static void awaitWaiting(ConcurrentLinkedQueue<Thread> threads) {
    while (threads.stream()
        .filter(thread -> thread != Thread.currentThread())
        .noneMatch(SharingTest::waitsForItsTurn)) {
      Thread.onSpinWait();
    }
  }

  private static boolean waitsForItsTurn(Thread thread) {
    Object blocker = LockSupport.getBlocker(thread);
    return blocker != null && blocker.getClass().getSimpleName().equals("Line");
  }

  // RFC 9422 §4.3
  @Test
  void noMoreDomainsInATransactionThanTheServerTakes() {
    hosts
        .domain("b.test", "mx.test")
        .domain("c.test", "mx.test")
        .up("mx.test", how -> how.announce("LIMITS RCPTDOMAINMAX=2"));
    try (Mailer mailer = hosts.mailer().build()) {
      mailer.send(to("ann@a.test", "bob@b.test", "eve@c.test", "joe@a.test"));
    }
    assertThat(hosts.server("mx.test").received())
        .extracting(ReceivedMessage::recipients)
        .containsExactly(List.of("ann@a.test", "joe@a.test", "bob@b.test"), List.of("eve@c.test"));
  }

  // RFC 3461 §4
  @Test
  void whoWantedANotificationIsToldThatNoneWasAskedFor() {
    hosts.up("mx.test", how -> how.without(Extension.DSN));
    Envelope envelope =
        Envelope.from("joe@client.test")
            .to(Address.parse("ann@a.test"), RecipientOptions.notify(Notify.SUCCESS))
            .to("bob@a.test");
    try (Mailer mailer = hosts.mailer().build()) {
      List<RecipientReport> both =
          mailer.send(Message.of(envelope, Content.of("Subject: hello\n\n"))).recipients();

      assertThat(both.get(0).outcome().reason().orElseThrow().code())
          .isEqualTo(Reason.NO_NOTIFICATION);
      assertThat(both.get(0).outcome().text()).contains("mx.test does not offer DSN");
      assertThat(both.get(1).outcome().reason()).isEmpty();
    }
  }

  @Test
  void aRateIsPositive() {
    assertThatThrownBy(() -> Mailer.builder().messagesPerSecond(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mailer.builder().messagesPerSecond(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
