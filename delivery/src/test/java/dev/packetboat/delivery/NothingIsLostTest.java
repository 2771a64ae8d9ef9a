package dev.packetboat.delivery;

import static dev.packetboat.delivery.Letters.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Domain;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.routing.HostAddresses;
import dev.packetboat.routing.MailExchanger;
import dev.packetboat.routing.Route;
import dev.packetboat.routing.Router;
import dev.packetboat.routing.TlsRequirement;
import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpListener;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.ReceivedMessage;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails, of ours or of the application: one outcome for each, and the right one. */
@Timeout(60)
class NothingIsLostTest {

  private final Hosts hosts = new Hosts().domain("a.test", "mx.test").domain("b.test", "mx2.test");

  @AfterEach
  void close() {
    hosts.close();
  }

  private static Message to(String... recipients) {
    return with(Content.of("Subject: hello\n\nHello.\n"), recipients);
  }

  private static Message with(Content content, String... recipients) {
    return Message.of(Envelope.from("joe@client.test").to(recipients), content);
  }

  private static void isFault(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
    assertThat(outcome.reason().orElseThrow().code()).isEqualTo(Reason.FAULT);
  }

  private static final Content BROKEN =
      Content.writing(
          out -> {
            throw new IllegalStateException("the writer has a fault");
          });

  /** And the connection it had does not count for ever. */
  @Test
  void aContentThatThrowsIsAFaultAndKeepsNoConnection() {
    hosts.up("mx.test");
    try (Mailer mailer = hosts.mailer().connections(1).build()) {
      Outcome ann = outcome(mailer.send(with(BROKEN, "ann@a.test")));

      isFault(ann);
      assertThat(ann.text()).contains("the writer has a fault");
      assertThat(mailer.send(to("bob@a.test")).isDelivered()).isTrue();
    }
  }

  @Test
  void aHookThatHasAnErrorSendsNothing() {
    hosts.up("mx.test");
    try (Mailer mailer = hosts.mailer().connections(1).build()) {
      DeliveryHook broken =
          (job, hop, recipients) -> {
            throw new AssertionError("no hook should");
          };
      isFault(outcome(mailer.send(DeliveryJob.of(to("ann@a.test")).hook(broken).build())));
      assertThat(mailer.send(to("bob@a.test")).isDelivered()).isTrue();
    }
    assertThat(hosts.server("mx.test").received())
        .extracting(message -> message.recipients().getFirst())
        .containsExactly("bob@a.test");
  }

  @Test
  void aRouterThatThrowsIsAFaultForItsDomainAlone() {
    hosts.up("mx.test");
    Router router =
        routing(
            domain -> {
              if (domain.ascii().equals("b.test")) {
                throw new IllegalStateException("no route");
              }
            });
    try (Mailer mailer = hosts.mailer().router(router).build()) {
      isFault(outcome(mailer.send(to("bob@b.test"))));
      DeliveryReport both = mailer.send(to("ann@a.test", "bob@b.test"));
      assertThat(outcome(both)).isInstanceOf(Outcome.Delivered.class);
      isFault(both.recipients().get(1).outcome());
    }
  }

  private interface Asked {
    void about(Domain domain) throws InterruptedException;
  }

  private Router routing(Asked before) {
    return new Router() {
      @Override
      public Route route(Domain domain) throws InterruptedException {
        before.about(domain);
        return hosts.route(domain);
      }

      @Override
      public HostAddresses addresses(String host) {
        return hosts.addresses(host);
      }
    };
  }

  /** The server has it, and has it for all of them. */
  @Test
  void errorsOfListenersDoNoHarm() {
    hosts.up("mx.test");
    DeliveryListener broken =
        event -> {
          if (event instanceof DeliveryEvent.OutcomeKnown
              || event instanceof DeliveryEvent.InSession session
                  && session.event() instanceof SmtpEvent.Accepted) {
            throw new AssertionError("no listener should");
          }
        };
    try (Mailer mailer = hosts.mailer().listener(broken).build()) {
      var told = new ArrayList<String>();
      DeliveryReport report =
          mailer.send(
              DeliveryJob.of(to("ann@a.test", "bob@a.test"))
                  .onOutcome(
                      one -> {
                        told.add(one.address());
                        throw new AssertionError("neither should this");
                      })
                  .build());

      assertThat(report.isDelivered()).isTrue();
      assertThat(told).containsExactly("ann@a.test", "bob@a.test");
    }
  }

  @Test
  void whatTheListenerOfARelayThrowsDoesNoHarm() {
    SmtpListener broken =
        event -> {
          throw new IllegalStateException("no listener should");
        };
    try (MailServer server = MailServer.start();
        Mailer mailer = Mailer.relay(client(server).listener(broken).build())) {
      assertThat(mailer.send(to("ann@a.test")).isDelivered()).isTrue();
    }
  }

  private static SmtpClient.Builder client(MailServer server) {
    return SmtpClient.relay(server.host()).port(server.port()).tls(TlsMode.NONE);
  }

  @Test
  void whereNoThreadCanBeHadTheOneThatIsThereDoesIt() {
    hosts.up("mx.test").up("mx2.test");
    ThreadFactory none =
        task -> {
          throw new IllegalStateException("no more threads");
        };
    try (Mailer mailer = hosts.mailer().threadFactory(none).build()) {
      assertThat(mailer.send(to("ann@a.test", "bob@b.test")).isDelivered()).isTrue();
    }
  }

  @Test
  void aJobForWhichThereIsNoThreadIsNotWaitedFor() {
    ThreadFactory none =
        task -> {
          throw new IllegalStateException("no more threads");
        };
    try (Mailer mailer = hosts.mailer().jobs(1).threadFactory(none).build()) {
      DeliveryJob job = DeliveryJob.of(to("ann@a.test")).build();
      assertThatThrownBy(() -> mailer.submit(job)).hasMessage("no more threads");
      assertThatThrownBy(() -> mailer.submit(job)).hasMessage("no more threads");
    } // close() returns at once, not after its limit
  }

  // "The password was refused" stays what it is, for those as well who did not try it.
  @Test
  void aRefusedPasswordIsTriedOnceAndToldToEverybody() {
    try (MailServer server = MailServer.builder().user("joe", "right").start();
        Mailer mailer =
            Mailer.relay(
                client(server)
                    .credentials(Credentials.password("joe", "wrong"))
                    .allowCleartextAuthentication()
                    .build())) {
      Outcome first = outcome(mailer.send(to("ann@a.test")));
      Outcome second = outcome(mailer.send(to("bob@a.test")));

      assertThat(first.reason().orElseThrow().code()).isEqualTo(Reason.CREDENTIALS);
      assertThat(first.reply().orElseThrow().code()).isEqualTo(535);
      assertThat(second.reason().orElseThrow().code()).isEqualTo(Reason.CREDENTIALS);
      assertThat(second.text()).contains("not tried again");
      assertThat(server.events()).filteredOn(MailEvent.Connected.class::isInstance).hasSize(1);
    }
  }

  @Test
  void twoClientsForOneRelayAreAnError() {
    var builder = Mailer.builder().relay("a.test", SmtpClient.relay("relay.test").build());
    SmtpClient other =
        SmtpClient.relay("relay.test").credentials(Credentials.password("joe", "x")).build();

    assertThatThrownBy(() -> builder.relay("b.test", other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("relay.test:25");
  }

  @Test
  void rulesBesideARelayForEverythingAreAnError() {
    var builder =
        Mailer.builder()
            .relay("a.test", SmtpClient.relay("one.test").build())
            .relay(SmtpClient.relay("two.test").build());

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a relay for a.test was set, and one for everything");
  }

  /** Before we had said anything, and then hung up. */
  @Test
  void whatAServerSaysUnaskedOnAKeptConnectionMakesItStale() throws Exception {
    try (var server =
            ScriptedServer.play(
                """
                S: 220 mx.test ready
                C: EHLO client.test
                S: 250 mx.test
                C: MAIL FROM:<joe@client.test>
                S: 250 ok
                C: RCPT TO:<ann@a.test>
                S: 250 ok
                C: DATA
                S: 354 go ahead
                [content]
                S: 250 queued
                [hold later]
                S: 451 4.4.2 timeout
                [hold said]
                [client closes]
                [connection]
                S: 220 mx.test ready
                C: EHLO client.test
                S: 250 mx.test
                C: MAIL FROM:<joe@client.test>
                S: 250 ok
                C: RCPT TO:<bob@a.test>
                S: 250 ok
                C: DATA
                S: 354 go ahead
                [content]
                S: 250 queued
                C: QUIT
                S: 221 bye
                """);
        Mailer mailer =
            Mailer.relay(
                SmtpClient.relay(server.host())
                    .port(server.port())
                    .localName("client.test")
                    .build())) {
      assertThat(mailer.send(to("ann@a.test")).isDelivered()).isTrue();
      server.release("later");
      server.awaitReached("said");
      server.release("said");
      RecipientReport bob = mailer.send(to("bob@a.test")).recipients().getFirst();

      assertThat(bob.outcome()).isInstanceOf(Outcome.Delivered.class);
      assertThat(bob.attempts()).isEmpty();
    }
  }

  @Test
  void attemptsAreToldInTheReportForPeople() {
    hosts.domain("a.test", "mx.test", "mx2.test").down("mx.test").up("mx2.test");
    hosts.route(
        new Route.None(Domain.parse("null.test"), Route.Obstacle.NULL_MX, Optional.empty()));
    try (Mailer mailer = hosts.mailer().build()) {
      String hop = "mx2.test (127.88.0.2 port " + hosts.port() + ", not encrypted)";
      assertThat(mailer.send(to("ann@a.test", "bob@null.test")))
          .hasToString(
              """
              from <joe@client.test>, 26 octets: 1 delivered, 1 failed
                ann@a.test     delivered  %s: 250 2.0.0 ok: queued as 1
                    before: mx.test (127.88.0.1): connection refused
                bob@null.test  failed     5.1.10 null.test: the domain takes no mail (null MX)"""
                  .formatted(hop));
    }
  }

  // RFC 5321 §4.5.3.1.10: "552" of one who is too many is no refusal
  @Test
  void whoWasTooManyIsNotRefusedByTheEndOfTheOthers() {
    hosts.domain("a.test", "mx.test", "mx2.test");
    hosts.up(
        "mx.test",
        how ->
            how.rule(Rule.replyTo(Moment.RCPT, "552 5.5.3 too many").after(2))
                .rule(Rule.dropAt(Moment.DATA)));
    hosts.up("mx2.test");
    try (Mailer mailer = hosts.mailer().build()) {
      DeliveryReport report = mailer.send(to("r1@a.test", "r2@a.test", "r3@a.test"));

      assertThat(report.isDelivered()).isTrue();
      assertThat(report.recipients()).allSatisfy(one -> assertThat(one.attempts()).hasSize(1));
    }
  }

  @Test
  void aHostThatFailedIsToldOnceNotForEachRecipient() {
    hosts.domain("a.test", "mx.test", "mx2.test").down("mx.test").up("mx2.test");
    var failed = new ArrayList<Attempt>();
    DeliveryListener listener =
        event -> {
          if (event instanceof DeliveryEvent.HostFailed host) {
            failed.add(host.attempt());
          }
        };
    try (Mailer mailer = hosts.mailer().listener(listener).build()) {
      mailer.send(to("r1@a.test", "r2@a.test", "r3@a.test"));
    }
    assertThat(failed).extracting(Attempt::host).containsExactly("mx.test");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aKeptConnectionThatRefusedItsFirstMessageIsStaleLikeAnyOther(boolean pipelining) {
    hosts.up(
        "mx.test",
        how ->
            (pipelining ? how : how.without(Extension.PIPELINING))
                .rule(Rule.rejectRecipient("nobody@a.test", "550 5.1.1 no such user"))
                .rule(Rule.dropAt(Moment.MAIL).after(1).first(1)));
    try (Mailer mailer = hosts.mailer().build()) {
      mailer.send(to("nobody@a.test"));
      RecipientReport ann = mailer.send(to("ann@a.test")).recipients().getFirst();

      assertThat(ann.outcome()).isInstanceOf(Outcome.Delivered.class);
      assertThat(ann.attempts()).isEmpty();
    }
  }

  // RFC 9422
  @Test
  void theServersOwnLimitsHold() {
    hosts.up("mx.test", how -> how.announce("LIMITS RCPTMAX=2 MAILMAX=2"));
    try (Mailer mailer = hosts.mailer().build()) {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        all.add("r" + i + "@a.test");
      }
      assertThat(mailer.send(to(all.toArray(String[]::new))).isDelivered()).isTrue();
    }
    assertThat(hosts.server("mx.test").received())
        .extracting(message -> message.recipients().size() + " over " + message.connection())
        .containsExactly("2 over 1", "2 over 1", "2 over 2", "1 over 2");
  }

  @Test
  void whatNeedsEightBitsIsNotSentToAServerOfSeven() {
    hosts.up("mx.test", how -> how.without(Extension.EIGHTBITMIME, Extension.SMTPUTF8));
    try (Mailer mailer = hosts.mailer().build()) {
      Outcome ann =
          outcome(
              mailer.send(with(Content.of("Subject: hello\n\nGr\u00fc\u00dfe\n"), "ann@a.test")));

      assertThat(ann).isInstanceOf(Outcome.Failed.class);
      assertThat(ann.status()).hasToString("Optional[5.6.3]");
      assertThat(ann.reason().orElseThrow().code()).isEqualTo(Reason.UNSUPPORTED);
    }
    assertThat(hosts.server("mx.test").received()).isEmpty();
  }

  /** Who keeps the exchangers from being reached must not win the clear text of the mail by it. */
  @Test
  void theDomainItselfIsAskedNoLessThanItsExchangers() {
    hosts.route(
        Route.Direct.to(
                Domain.parse("a.test"),
                Route.Direct.Kind.MX,
                List.of(new MailExchanger("mx.test", 10)))
            .policy((domain, exchanger) -> TlsRequirement.of(TlsRequirement.Level.ENCRYPTED))
            .build());
    hosts.down("mx.test").up("a.test");
    try (Mailer mailer = hosts.mailer().domainAsLastResort().build()) {
      assertThat(outcome(mailer.send(to("ann@a.test")))).isInstanceOf(Outcome.Deferred.class);
    }
    assertThat(hosts.server("a.test").received()).isEmpty();
  }

  /** The line breaks at the end of a content that was for one of two. */
  @Test
  void whoWasNotAskedForIsInNoDoubt() {
    hosts.up(
        "mx.test",
        how -> how.without(Extension.SMTPUTF8).rule(Rule.dropAt(Moment.END_OF_CONTENT).after(1)));
    try (Mailer mailer = hosts.mailer().build()) {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add("r" + i + "@a.test");
      }
      all.addAll(List.of("ann@a.test", "r\u00f6@a.test")); // in a second transaction
      List<RecipientReport> reports = mailer.send(to(all.toArray(String[]::new))).recipients();

      assertThat(reports.get(100).outcome()).isInstanceOf(Outcome.Unknown.class);
      assertThat(reports.get(101).outcome()).isInstanceOf(Outcome.Failed.class);
    }
  }

  @Test
  void keptConnectionsCountForTheBoundOfTheirDestination() {
    hosts.domain("a.test", "mx.test", "mx2.test");
    var open = new AtomicInteger();
    var most = new AtomicInteger();
    hosts.up(
        "mx.test",
        how ->
            how.listener(event -> count(event, open, most))
                .rule(Rule.replyTo(Moment.RCPT, "450 4.2.0 later").after(1)));
    hosts.up(
        "mx2.test",
        how ->
            how.listener(
                event -> {
                  if (event instanceof MailEvent.Connected) {
                    // A server learns a little later than the client that the connection has ended.
                    hosts
                        .server("mx.test")
                        .awaitEvent(MailEvent.Disconnected.class::isInstance, Hosts.PATIENCE);
                  }
                  count(event, open, most);
                }));
    try (Mailer mailer = hosts.mailer().connectionsPerDestination(1).build()) {
      assertThat(mailer.send(to("ann@a.test")).isDelivered()).isTrue();
      assertThat(mailer.send(to("bob@a.test")).isDelivered()).isTrue();
    }
    assertThat(hosts.server("mx2.test").received())
        .extracting(ReceivedMessage::connection)
        .containsExactly(1);
    assertThat(most.get()).isEqualTo(1);
  }

  private static void count(MailEvent event, AtomicInteger open, AtomicInteger most) {
    if (event instanceof MailEvent.Connected) {
      most.accumulateAndGet(open.incrementAndGet(), Math::max);
    } else if (event instanceof MailEvent.Disconnected) {
      open.decrementAndGet();
    }
  }
}
