package dev.packetboat.delivery;

import static dev.packetboat.delivery.Letters.outcome;
import static dev.packetboat.delivery.Letters.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.HostAddresses;
import dev.packetboat.routing.Route;
import dev.packetboat.routing.Router;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancelled, interrupted and closed at moments that are easily forgotten. */
@Timeout(60)
class StoppingTest {

  private final Hosts hosts = new Hosts().domain("a.test", "mx.test").domain("b.test", "mx2.test");

  @AfterEach
  void close() {
    hosts.close();
  }

  private static String code(RecipientReport report) {
    return report.outcome().reason().orElseThrow().code();
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

  /** Hosts whose addresses nobody finds out. */
  private Router endless(String host, CountDownLatch asked) {
    return new Router() {
      @Override
      public Route route(Domain domain) {
        return hosts.route(domain);
      }

      @Override
      public HostAddresses addresses(String of) throws InterruptedException {
        if (of.equals(host)) {
          asked.countDown();
          new CountDownLatch(1).await();
        }
        return hosts.addresses(of);
      }
    };
  }

  @Test
  void whoWaitsForNameServersIsStoppedAndDoesNotHurryTheOthers() throws InterruptedException {
    var answer = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    hosts.up("mx.test", how -> how.listener(event -> hold(event, answer)));
    var stopped = new CountDownLatch(1);
    try (Mailer mailer = hosts.mailer().router(endless("mx2.test", asked)).build()) {
      Delivery delivery =
          mailer.submit(
              DeliveryJob.of(to("ann@a.test", "bob@b.test"))
                  .onOutcome(one -> stopped.countDown())
                  .build());
      hosts.server("mx.test").awaitMessages(1, Hosts.PATIENCE);
      asked.await();
      delivery.cancel();
      stopped.await();
      answer.countDown();

      DeliveryReport report = delivery.report().join();
      assertThat(outcome(report)).isInstanceOf(Outcome.Delivered.class);
      assertThat(code(report.recipients().get(1))).isEqualTo(Reason.CANCELLED);
    }
  }

  @Test
  void whoWaitsForAPlaceIsStopped() throws InterruptedException {
    hosts.up("mx.test", how -> how.rule(Rule.stallAt(Moment.RCPT)));
    try (Mailer mailer = hosts.mailer().connectionsPerDestination(1).build()) {
      Delivery first = mailer.submit(DeliveryJob.of(to("ann@a.test")).build());
      hosts
          .server("mx.test")
          .awaitEvent(event -> event instanceof MailEvent.Connected, Hosts.PATIENCE);
      Delivery second = mailer.submit(DeliveryJob.of(to("bob@a.test")).build());
      second.cancel();

      assertThat(code(second.report().join().recipients().getFirst())).isEqualTo(Reason.CANCELLED);
      first.cancel();
      assertThat(code(first.report().join().recipients().getFirst())).isEqualTo(Reason.CANCELLED);
    }
  }

  @Test
  void whoWaitsForRoomIsStopped() throws InterruptedException {
    hosts.up("mx.test", how -> how.rule(Rule.stallAt(Moment.RCPT))).up("mx2.test");
    try (Mailer mailer = hosts.mailer().connections(1).build()) {
      Delivery first = mailer.submit(DeliveryJob.of(to("ann@a.test")).build());
      hosts
          .server("mx.test")
          .awaitEvent(event -> event instanceof MailEvent.Connected, Hosts.PATIENCE);
      Delivery second = mailer.submit(DeliveryJob.of(to("bob@b.test")).build());
      second.cancel();

      assertThat(code(second.report().join().recipients().getFirst())).isEqualTo(Reason.CANCELLED);
      first.cancel();
      first.report().join();
    }
    assertThat(hosts.server("mx2.test").received()).isEmpty();
  }

  @Test
  void whereNoThreadCanBeHadThereIsNoPatience() throws InterruptedException {
    hosts.up(
        "mx.test",
        how -> how.without(Extension.CHUNKING).rule(Rule.stallAt(Moment.END_OF_CONTENT)));
    var asked = new AtomicInteger();
    ThreadFactory few =
        task -> {
          if (asked.incrementAndGet() > 2) {
            throw new IllegalStateException("no more threads");
          }
          return Thread.ofVirtual().unstarted(task);
        };
    try (Mailer mailer = hosts.mailer().threadFactory(few).build()) {
      Delivery first = mailer.submit(DeliveryJob.of(to("ann@a.test")).build());
      Delivery second = mailer.submit(DeliveryJob.of(to("bob@a.test")).build());
      hosts
          .server("mx.test")
          .awaitEvent(
              event -> event instanceof MailEvent.ClientSaid said && said.line().contains("octets"),
              Hosts.PATIENCE);
      mailer.cancel(Duration.ofMinutes(10));

      List<Outcome> outcomes =
          List.of(outcome(first.report().join()), outcome(second.report().join()));
      assertThat(outcomes).hasAtLeastOneElementOfType(Outcome.Unknown.class);
    }
  }

  /** The moment between the last thing that could be interrupted and the first command. */
  @Test
  void cancellingLeavesTheCallersThreadAsItWas() {
    hosts.up("mx.test");
    var mailer = new AtomicReference<Mailer>();
    DeliveryListener canceller =
        event -> {
          if (event instanceof DeliveryEvent.InSession session
              && session.event() instanceof SmtpEvent.Offered) {
            mailer.get().cancel(Duration.ofSeconds(10));
          }
        };
    try (Mailer built = hosts.mailer().listener(canceller).build()) {
      mailer.set(built);
      RecipientReport ann = built.send(to("ann@a.test")).recipients().getFirst();

      assertThat(code(ann)).isEqualTo(Reason.CANCELLED);
      assertThat(Thread.interrupted()).as("an interrupt that nobody asked for").isFalse();
    }
  }

  /** And what was cut is not kept for the next message. */
  @Test
  void aConnectionThatWasCancelledIsNotUsedAgain() {
    hosts.up("mx.test");
    var mailer = new AtomicReference<Mailer>();
    DeliveryListener canceller =
        event -> {
          if (event instanceof DeliveryEvent.InSession session
              && session.event() instanceof SmtpEvent.Accepted) {
            mailer.get().cancel(Duration.ZERO);
          }
        };
    try (Mailer built = hosts.mailer().listener(canceller).build()) {
      mailer.set(built);
      assertThat(built.send(to("ann@a.test")).isDelivered()).isTrue();
      assertThat(built.send(to("bob@a.test")).isDelivered()).isTrue();
    }
    assertThat(hosts.server("mx.test").received())
        .extracting(one -> one.connection())
        .containsExactly(1, 2);
  }

  @Test
  void cancelledAmidTheHookItIsDeferred() throws InterruptedException {
    hosts.up("mx.test");
    var delivery = new AtomicReference<Delivery>();
    var known = new CountDownLatch(1);
    try (Mailer mailer = hosts.mailer().build()) {
      DeliveryHook hook =
          (job, hop, recipients) -> {
            await(known);
            delivery.get().cancel();
          };
      delivery.set(mailer.submit(DeliveryJob.of(to("ann@a.test")).hook(hook).build()));
      known.countDown();

      DeliveryReport report = delivery.get().report().join();
      assertThat(outcome(report)).isInstanceOf(Outcome.Deferred.class);
    }
    assertThat(hosts.server("mx.test").received()).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException never) {
      throw new AssertionError(never);
    }
  }

  @Test
  void closingOnAnInterruptedThreadStillCompletesEveryReport() throws InterruptedException {
    hosts.up("mx.test", how -> how.rule(Rule.stallAt(Moment.RCPT)));
    Mailer mailer = hosts.mailer().build();
    Delivery delivery = mailer.submit(DeliveryJob.of(to("ann@a.test")).build());
    hosts
        .server("mx.test")
        .awaitEvent(
            event -> event instanceof MailEvent.ClientSaid said && said.line().startsWith("RCPT"),
            Hosts.PATIENCE);
    var kept = new ConcurrentLinkedQueue<Boolean>();
    Thread closing =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  mailer.close();
                  kept.add(Thread.currentThread().isInterrupted());
                  kept.add(delivery.report().isDone());
                });
    closing.join();

    assertThat(kept).containsExactly(true, true);
  }

  @Test
  void whoWaitsToSubmitIsToldThatTheMailerWasClosed() throws InterruptedException {
    hosts.up("mx.test", how -> how.rule(Rule.stallAt(Moment.RCPT)));
    Mailer mailer = hosts.mailer().jobs(1).closeLimit(Duration.ofMillis(20)).build();
    mailer.submit(DeliveryJob.of(to("ann@a.test")).build());
    var thrown = new ConcurrentLinkedQueue<Class<?>>();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    mailer.submit(DeliveryJob.of(to("bob@a.test")).build());
                  } catch (IllegalStateException | InterruptedException closed) {
                    thrown.add(closed.getClass());
                  }
                });
    hosts
        .server("mx.test")
        .awaitEvent(
            event -> event instanceof MailEvent.ClientSaid said && said.line().startsWith("RCPT"),
            Hosts.PATIENCE);
    mailer.close();
    waiting.join();

    assertThat(thrown).containsExactly(IllegalStateException.class);
  }
}
