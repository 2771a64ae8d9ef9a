package dev.packetboat.delivery;

import static dev.packetboat.delivery.Letters.outcome;
import static dev.packetboat.delivery.Letters.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.ReceivedMessage;
import dev.packetboat.testkit.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are kept, bounded and cut. */
@Timeout(60)
class ConnectionsTest {

  private final Hosts hosts = new Hosts().domain("a.test", "mx.test").domain("b.test", "mx.test");

  @AfterEach
  void close() {
    hosts.close();
  }

  private List<Integer> connections() {
    return hosts.server("mx.test").received().stream().map(ReceivedMessage::connection).toList();
  }

  @Test
  void messagesForTheSameHostsGoOverOneConnection() {
    hosts.up("mx.test");
    try (Mailer mailer = hosts.mailer().build()) {
      mailer.send(to("ann@a.test"));
      mailer.send(to("bob@b.test"));
      mailer.send(to("eve@a.test"));
    }
    assertThat(connections()).containsExactly(1, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "421 4.3.2 goodbye"})
  void aConnectionThatTheServerClosedMeanwhileIsReplacedAndNotCounted(String farewell) {
    Rule end = farewell.isEmpty() ? Rule.dropAt(Moment.MAIL) : Rule.replyTo(Moment.MAIL, farewell);
    // By BDAT the second would be under way as a whole, a moment after the first.
    hosts.up("mx.test", how -> how.rule(end.after(1).first(1)));
    try (Mailer mailer = hosts.mailer().build()) {
      mailer.send(to("ann@a.test"));
      RecipientReport second = mailer.send(to("bob@b.test")).recipients().getFirst();

      assertThat(second.outcome()).isInstanceOf(Outcome.Delivered.class);
      assertThat(second.attempts()).isEmpty();
    }
    assertThat(connections()).containsExactly(1, 2);
  }

  @Test
  void aHostThatHangsUpOnFurtherConnectionsIsNotTakenForDead() throws InterruptedException {
    hosts.up("mx.test", how -> how.rule(Rule.dropAt(Moment.CONNECT).after(2).first(3)));
    try (Mailer mailer = hosts.mailer().build()) {
      List<Delivery> all = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        all.add(mailer.submit(DeliveryJob.of(to("r" + i + "@a.test")).build()));
      }
      long delivered =
          all.stream()
              .map(one -> outcome(one.report().join()))
              .filter(Outcome.Delivered.class::isInstance)
              .count();
      assertThat(delivered).isGreaterThan(200); // which is what the two would serve and no more
    }
  }

  // RFC 5321 §4.1.1.5: whoever does so has had enough of us, and not of this message
  @Test
  void aServerThatRefusesResetIsConnectedToAgain() {
    hosts.up(
        "mx.test",
        how ->
            how.without(Extension.CHUNKING)
                .rule(Rule.replyTo(Moment.RCPT, "550 5.1.1 no").first(1))
                .rule(Rule.replyTo(Moment.RSET, "554 5.5.0 enough").first(1)));
    try (Mailer mailer = hosts.mailer().build()) {
      RecipientReport first = mailer.send(to("ann@a.test")).recipients().getFirst();
      RecipientReport second = mailer.send(to("bob@b.test")).recipients().getFirst();

      assertThat(first.outcome()).isInstanceOf(Outcome.Failed.class);
      assertThat(second.outcome()).isInstanceOf(Outcome.Delivered.class);
    }
    assertThat(connections()).containsExactly(2);
  }

  @Test
  void anUnusedConnectionIsClosedInTime() {
    hosts.up("mx.test");
    try (Mailer mailer = hosts.mailer().idle(Duration.ofMillis(50)).build()) {
      mailer.send(to("ann@a.test"));
      hosts
          .server("mx.test")
          .awaitEvent(event -> event instanceof MailEvent.Disconnected, Hosts.PATIENCE);
    }
    assertThat(said("QUIT")).isEqualTo(1);
  }

  private long said(String line) {
    return hosts.server("mx.test").events().stream()
        .filter(event -> event instanceof MailEvent.ClientSaid said && said.line().equals(line))
        .count();
  }

  @Test
  void noMoreConnectionsToADestinationThanItsBound() throws InterruptedException {
    var open = new AtomicInteger();
    var most = new AtomicInteger();
    hosts.up("mx.test", how -> how.listener(event -> count(event, open, most)));
    try (Mailer mailer = hosts.mailer().connectionsPerDestination(2).build()) {
      List<Delivery> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(mailer.submit(DeliveryJob.of(to("r" + i + "@a.test")).build()));
      }
      assertThat(all).allMatch(one -> one.report().join().isDelivered());
    }
    assertThat(most.get()).isBetween(1, 2);
    assertThat(hosts.server("mx.test").received()).hasSize(40);
  }

  private static void count(MailEvent event, AtomicInteger open, AtomicInteger most) {
    if (event instanceof MailEvent.Connected) {
      most.accumulateAndGet(open.incrementAndGet(), Math::max);
    } else if (event instanceof MailEvent.Disconnected) {
      open.decrementAndGet();
    }
  }

  @Test
  void anIdleConnectionMakesWayForOneThatIsNeeded() {
    hosts.up("mx.test").domain("c.test", "other.test").up("other.test");
    try (Mailer mailer = hosts.mailer().connections(1).idle(Duration.ofMinutes(5)).build()) {
      assertThat(mailer.send(to("ann@a.test")).isDelivered()).isTrue();
      assertThat(mailer.send(to("bob@c.test")).isDelivered()).isTrue();
      hosts
          .server("mx.test")
          .awaitEvent(event -> event instanceof MailEvent.Disconnected, Hosts.PATIENCE);
    }
  }

  @Test
  void submitWaitsWhereAllPlacesAreTaken() throws Exception {
    var answered = new CountDownLatch(1);
    hosts.up("mx.test", how -> how.listener(event -> hold(event, answered)));
    try (Mailer mailer = hosts.mailer().jobs(1).build()) {
      Delivery first = mailer.submit(DeliveryJob.of(to("ann@a.test")).build());
      var second = new ArrayList<Delivery>();
      Thread submitting =
          Thread.startVirtualThread(() -> second.add(submitted(mailer, to("bob@a.test"))));
      hosts.server("mx.test").awaitMessages(1, Hosts.PATIENCE);
      assertThat(submitting.join(Duration.ofMillis(50))).as("it has a place").isFalse();
      answered.countDown();
      submitting.join();
      assertThat(first.report().join().isDelivered()).isTrue();
      assertThat(second.getFirst().report().join().isDelivered()).isTrue();
    }
  }

  private static Delivery submitted(Mailer mailer, Message message) {
    try {
      return mailer.submit(DeliveryJob.of(message).build());
    } catch (InterruptedException never) {
      throw new AssertionError(never);
    }
  }

  private static void hold(MailEvent event, CountDownLatch until) {
    if (event instanceof MailEvent.Received) {
      try {
        until.await();
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void cancelledAmidTheConversationItIsDeferred() throws InterruptedException {
    hosts.up("mx.test", how -> how.rule(Rule.stallAt(Moment.RCPT)));
    try (Mailer mailer = hosts.mailer().build()) {
      Delivery delivery = mailer.submit(DeliveryJob.of(to("ann@a.test")).build());
      hosts
          .server("mx.test")
          .awaitEvent(
              event -> event instanceof MailEvent.ClientSaid said && said.line().startsWith("RCPT"),
              Hosts.PATIENCE);
      delivery.cancel();

      Outcome ann = outcome(delivery.report().join());
      assertThat(ann).isInstanceOf(Outcome.Deferred.class);
      assertThat(ann.reason().orElseThrow().code()).isEqualTo(Reason.CANCELLED);
    }
  }

  @Test
  void cancelledWhileTheAnswerIsDueItIsWaitedFor() throws InterruptedException {
    var answered = new CountDownLatch(1);
    hosts.up("mx.test", how -> how.listener(event -> hold(event, answered)));
    try (Mailer mailer = hosts.mailer().build()) {
      Delivery delivery = mailer.submit(DeliveryJob.of(to("ann@a.test")).build());
      hosts.server("mx.test").awaitMessages(1, Hosts.PATIENCE);
      delivery.cancel();
      answered.countDown();

      assertThat(outcome(delivery.report().join())).isInstanceOf(Outcome.Delivered.class);
    }
  }

  @Test
  void cancelledWithoutPatienceWhileTheAnswerIsDueItIsUnknown() throws InterruptedException {
    Rule stall = Rule.stallAt(Moment.END_OF_CONTENT);
    hosts.up("mx.test", how -> how.without(Extension.CHUNKING).rule(stall));
    try (Mailer mailer = hosts.mailer().build()) {
      Delivery delivery = mailer.submit(DeliveryJob.of(to("ann@a.test")).build());
      hosts
          .server("mx.test")
          .awaitEvent(
              event ->
                  event instanceof MailEvent.ClientSaid said && said.line().startsWith("(content"),
              Hosts.PATIENCE);
      delivery.cancel(Duration.ZERO);

      assertThat(outcome(delivery.report().join())).isInstanceOf(Outcome.Unknown.class);
    }
  }

  @Test
  void anInterruptOfTheCallingThreadStopsItAndIsKept() throws InterruptedException {
    hosts.up("mx.test", how -> how.rule(Rule.stallAt(Moment.CONNECT)));
    try (Mailer mailer = hosts.mailer().build()) {
      var outcomes = new ConcurrentLinkedQueue<Outcome>();
      var kept = new ConcurrentLinkedQueue<Boolean>();
      Thread sending =
          Thread.startVirtualThread(
              () -> {
                outcomes.add(outcome(mailer.send(to("ann@a.test"))));
                kept.add(Thread.currentThread().isInterrupted());
              });
      hosts
          .server("mx.test")
          .awaitEvent(event -> event instanceof MailEvent.Connected, Hosts.PATIENCE);
      sending.interrupt();
      sending.join();

      assertThat(outcomes).singleElement().isInstanceOf(Outcome.Deferred.class);
      assertThat(kept).containsExactly(true);
    }
  }

  @Test
  void closingStopsWhatDoesNotEndInTime() throws InterruptedException {
    hosts.up("mx.test", how -> how.rule(Rule.stallAt(Moment.RCPT)));
    Mailer mailer = hosts.mailer().closeLimit(Duration.ofMillis(20)).build();
    Delivery delivery = mailer.submit(DeliveryJob.of(to("ann@a.test")).build());
    hosts
        .server("mx.test")
        .awaitEvent(
            event -> event instanceof MailEvent.ClientSaid said && said.line().startsWith("RCPT"),
            Hosts.PATIENCE);
    mailer.close();

    assertThat(delivery.report()).isDone();
    assertThat(outcome(delivery.report().join())).isInstanceOf(Outcome.Deferred.class);
    assertThatThrownBy(() -> mailer.send(to("ann@a.test")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void isSafeForUseByManyThreads() throws Exception {
    hosts.up("mx.test");
    hosts.domain("c.test", "other.test").up("other.test");
    var together = new CyclicBarrier(16);
    try (Mailer mailer = hosts.mailer().connections(4).build()) {
      List<Thread> threads = new ArrayList<>();
      var reports = new ConcurrentLinkedQueue<DeliveryReport>();
      for (int i = 0; i < 16; i++) {
        String name = "r" + i;
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  await(together);
                  for (int j = 0; j < 20; j++) {
                    reports.add(
                        mailer.send(to(name + "." + j + "@a.test", name + "." + j + "@c.test")));
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(reports).hasSize(320).allMatch(DeliveryReport::isDelivered);
    }
    assertThat(hosts.server("mx.test").received()).hasSize(320);
    assertThat(hosts.server("other.test").received()).hasSize(320);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  @Test
  void aServerThatDiesAmidALargeContentIsFollowedByTheNext() {
    hosts.domain("a.test", "mx1.test", "mx.test");
    hosts.up("mx1.test", how -> how.rule(Rule.dropAt(Moment.CONTENT))).up("mx.test");
    String line = "x".repeat(76) + "\r\n";
    Content large =
        Content.writing(
            out -> {
              out.write("Subject: large\r\n\r\n".getBytes(StandardCharsets.UTF_8));
              for (int i : IntStream.range(0, 16 << 20).filter(n -> n % 78 == 0).toArray()) {
                assertThat(i).isNotNegative();
                out.write(line.getBytes(StandardCharsets.UTF_8));
              }
            });
    try (Mailer mailer = hosts.mailer().build()) {
      RecipientReport ann =
          mailer
              .send(Message.of(Envelope.from("joe@client.test").to("ann@a.test"), large))
              .recipients()
              .getFirst();

      assertThat(ann.outcome()).isInstanceOf(Outcome.Delivered.class);
      assertThat(ann.outcome().hop().orElseThrow().host()).isEqualTo("mx.test");
      assertThat(ann.attempts()).extracting(Attempt::host).containsExactly("mx1.test");
    }
    assertThat(hosts.server("mx1.test").received()).isEmpty();
    assertThat(hosts.server("mx.test").received()).hasSize(1);
  }
}
