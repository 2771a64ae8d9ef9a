package dev.packetboat.delivery;

import static dev.packetboat.delivery.Letters.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Domain;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.routing.DnsFailure;
import dev.packetboat.routing.Route;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From host to host, and what a recipient's outcome is then. */
class FailoverTest {

  private final Hosts hosts = new Hosts().domain("a.test", "mx1.test", "mx2.test");

  @AfterEach
  void close() {
    hosts.close();
  }

  private RecipientReport send(String recipient) {
    return sendAll(recipient).getFirst();
  }

  private List<RecipientReport> sendAll(String... recipients) {
    try (Mailer mailer = hosts.mailer().build()) {
      return mailer.send(to(recipients)).recipients();
    }
  }

  private static String host(RecipientReport report) {
    return report.outcome().hop().map(Hop::host).orElse("");
  }

  private static UnaryOperator<MailServer.Builder> with(Rule rule) {
    return how -> how.rule(rule);
  }

  @Test
  void thePreferredHostTakesIt() {
    hosts.up("mx1.test").up("mx2.test");

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Delivered.class);
    assertThat(host(ann)).isEqualTo("mx1.test");
    assertThat(ann.attempts()).isEmpty();
    assertThat(hosts.server("mx1.test").received()).hasSize(1);
    assertThat(hosts.server("mx2.test").received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          CONNECT,        554 5.7.1 go away
          CONNECT,        421 4.3.2 not now
          EHLO,           451 4.3.0 not now
          MAIL,           451 4.3.0 not now
          MAIL,           421 4.3.2 goodbye
          RCPT,           450 4.2.0 greylisted
          DATA,           451 4.3.0 not now
          END_OF_CONTENT, 451 4.3.0 not now
          """)
  void theNextHostTakesWhatTheFirstDoesNot(Moment moment, String reply) {
    hosts.up("mx1.test", with(Rule.replyTo(moment, reply))).up("mx2.test");

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Delivered.class);
    assertThat(host(ann)).isEqualTo("mx2.test");
    assertThat(ann.attempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.host()).isEqualTo("mx1.test");
              assertThat(attempt.error()).isEqualTo(reply);
            });
    assertThat(hosts.server("mx2.test").received()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"CONNECT", "EHLO", "MAIL", "RCPT", "DATA"})
  void theNextHostTakesItWhereTheLineBreaksBefore(Moment moment) {
    hosts.up("mx1.test", with(Rule.dropAt(moment))).up("mx2.test");

    RecipientReport ann = send("ann@a.test");

    assertThat(host(ann)).isEqualTo("mx2.test");
    assertThat(ann.attempts()).hasSize(1);
    assertThat(hosts.server("mx1.test").received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"DATA", "MAIL", "END_OF_CONTENT"})
  void aNoForGoodIsNotAskedAgainElsewhere(Moment moment) {
    hosts.up("mx1.test", with(Rule.replyTo(moment, "554 5.7.1 no"))).up("mx2.test");

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(ann.outcome().status()).hasToString("Optional[5.7.1]");
    assertThat(host(ann)).isEqualTo("mx1.test");
    assertThat(ann.attempts()).isEmpty();
    assertThat(hosts.server("mx2.test").events()).isEmpty();
  }

  @Test
  void inDoubtNothingIsSentAgain() {
    hosts.up("mx1.test", with(Rule.loseReplyTo(Moment.END_OF_CONTENT))).up("mx2.test");

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Unknown.class);
    assertThat(ann.outcome().reply()).isEmpty();
    assertThat(hosts.server("mx1.test").received()).as("here it was taken").hasSize(1);
    assertThat(hosts.server("mx2.test").events()).isEmpty();
  }

  @Test
  void aRefusedRecipientDoesNotSpoilTheOthers() {
    hosts.up("mx1.test", with(Rule.rejectRecipient("bob@a.test", "550 5.1.1 no such user")));
    hosts.down("mx2.test");

    List<RecipientReport> all = sendAll("ann@a.test", "bob@a.test");

    assertThat(all.get(0).outcome()).isInstanceOf(Outcome.Delivered.class);
    assertThat(all.get(1).outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(hosts.server("mx1.test").received().getFirst().recipients())
        .containsExactly("ann@a.test");
  }

  @Test
  void whoIsGreylistedIsAskedForAtTheNextHost() {
    hosts
        .up("mx1.test", with(Rule.rejectRecipient("bob@a.test", "450 4.2.0 later")))
        .up("mx2.test");

    List<RecipientReport> all = sendAll("ann@a.test", "bob@a.test");

    assertThat(all).extracting(FailoverTest::host).containsExactly("mx1.test", "mx2.test");
    assertThat(hosts.server("mx2.test").received().getFirst().recipients())
        .containsExactly("bob@a.test");
  }

  @Test
  void afterTwoGreetedSessionsThatFailedInATransientWayItIsDeferred() {
    hosts.domain("a.test", "mx1.test", "mx2.test", "mx3.test");
    Rule later = Rule.replyTo(Moment.RCPT, "450 4.2.0 later");
    hosts.up("mx1.test", with(later)).up("mx2.test", with(later)).up("mx3.test");

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Deferred.class);
    assertThat(host(ann)).isEqualTo("mx2.test");
    assertThat(ann.attempts()).extracting(Attempt::host).containsExactly("mx1.test");
    assertThat(hosts.server("mx3.test").events()).isEmpty();
  }

  @Test
  void noMoreThanFiveAddressesAreTried() {
    hosts.domain("a.test", "m1.test", "m2.test", "m3.test", "m4.test", "m5.test", "m6.test");
    IntStream.rangeClosed(1, 5).forEach(i -> hosts.down("m" + i + ".test"));
    hosts.up("m6.test");

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Deferred.class);
    assertThat(ann.attempts()).hasSize(5);
  }

  @Test
  void everyAddressOfAHostIsTried() {
    hosts.domain("a.test", "mx.test").up("mx.test");
    var alive = hosts.addresses("mx.test").addresses().getFirst();
    hosts.at("mx.test", hosts.address(), alive);

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Delivered.class);
    assertThat(ann.attempts())
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.error()).contains("refused"));
  }

  @Test
  void whenEveryHostRefusesTheConnectionTheProviderMayBlockThePort() {
    hosts.down("mx1.test").down("mx2.test");

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Deferred.class);
    assertThat(ann.outcome().status()).hasToString("Optional[4.4.1]");
    assertThat(ann.outcome().reason().orElseThrow().code()).isEqualTo(Reason.PORT_BLOCKED);
    assertThat(ann.outcome().text()).contains("provider may block").contains("--relay");
    assertThat(ann.attempts()).extracting(Attempt::host).containsExactly("mx1.test", "mx2.test");
  }

  @Test
  void whenEveryHostSaysNoForGoodItFails() {
    Rule no = Rule.replyTo(Moment.CONNECT, "554 5.7.1 go away");
    hosts.up("mx1.test", with(no)).up("mx2.test", with(no));

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(host(ann)).isEqualTo("mx2.test");
  }

  @Test
  void whenOneHostSaysNoForGoodAndAnotherIsDownItIsDeferred() {
    hosts.up("mx1.test", with(Rule.replyTo(Moment.CONNECT, "554 5.7.1 go away")));
    hosts.down("mx2.test");

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Deferred.class);
    assertThat(ann.outcome().reply()).isEmpty();
    assertThat(ann.attempts()).extracting(Attempt::host).containsExactly("mx1.test", "mx2.test");
  }

  @Test
  void hostsWithoutAddressAreSkipped() {
    hosts.unknown("mx1.test", DnsFailure.NXDOMAIN).up("mx2.test");

    assertThat(send("ann@a.test").outcome()).isInstanceOf(Outcome.Delivered.class);
  }

  @Test
  void whenNoHostHasAnAddressItFails() {
    hosts.unknown("mx1.test", DnsFailure.NXDOMAIN).unknown("mx2.test", DnsFailure.NO_DATA);

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(ann.outcome().status()).hasToString("Optional[5.4.4]");
    assertThat(ann.outcome().hop()).isEmpty();
  }

  @Test
  void aHostWhoseAddressCannotBeHadNowIsOneThatIsNotReached() {
    hosts.unknown("mx1.test", DnsFailure.SERVFAIL).unknown("mx2.test", DnsFailure.NO_DATA);

    RecipientReport ann = send("ann@a.test");

    assertThat(ann.outcome()).isInstanceOf(Outcome.Deferred.class);
    assertThat(ann.outcome().status()).hasToString("Optional[4.4.3]");
  }

  @Test
  void aForbiddenAddressIsNotConnectedTo() {
    hosts.up("mx1.test").up("mx2.test");
    try (Mailer mailer = hosts.mailer().addressFilter(AddressFilter.publicOnly()).build()) {
      RecipientReport ann = mailer.send(to("ann@a.test")).recipients().getFirst();

      assertThat(ann.outcome()).isInstanceOf(Outcome.Failed.class);
      assertThat(ann.outcome().reason().orElseThrow().code()).isEqualTo(Reason.FORBIDDEN_ADDRESS);
    }
    assertThat(hosts.server("mx1.test").events()).isEmpty();
  }

  @Test
  void whatHasNoRouteHasItsOutcomeAtOnce() {
    hosts.route(
        new Route.None(Domain.parse("null.test"), Route.Obstacle.NULL_MX, Optional.empty()));
    hosts.route(
        new Route.None(
            Domain.parse("dns.test"), Route.Obstacle.NO_ANSWER, Optional.of(DnsFailure.SERVFAIL)));

    List<RecipientReport> all = sendAll("ann@null.test", "ann@dns.test", "postmaster");

    assertThat(all.get(0).outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(all.get(0).outcome().status()).hasToString("Optional[5.1.10]");
    assertThat(all.get(1).outcome()).isInstanceOf(Outcome.Deferred.class);
    assertThat(all.get(1).outcome().status()).hasToString("Optional[4.4.3]");
    assertThat(all.get(2).outcome()).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void theDomainItselfIsTriedOnlyWhereThatIsAskedFor() {
    hosts.domain("a.test", "mx1.test").down("mx1.test").up("a.test");

    assertThat(send("ann@a.test").outcome()).isInstanceOf(Outcome.Deferred.class);

    try (Mailer mailer = hosts.mailer().domainAsLastResort().build()) {
      RecipientReport ann = mailer.send(to("ann@a.test")).recipients().getFirst();
      assertThat(ann.outcome()).isInstanceOf(Outcome.Delivered.class);
      assertThat(host(ann)).isEqualTo("a.test");
    }
  }

  @Test
  void theDomainItselfIsNotTriedWhereAnExchangerWasReached() {
    hosts.domain("a.test", "mx1.test").up("a.test");
    hosts.up("mx1.test", with(Rule.replyTo(Moment.CONNECT, "421 4.3.2 not now")));

    try (Mailer mailer = hosts.mailer().domainAsLastResort().build()) {
      RecipientReport ann = mailer.send(to("ann@a.test")).recipients().getFirst();
      assertThat(ann.outcome()).isInstanceOf(Outcome.Deferred.class);
    }
    assertThat(hosts.server("a.test").events()).isEmpty();
  }

  @Test
  void domainsWithTheSameExchangersGetOneCopy() {
    hosts.domain("b.test", "mx1.test", "mx2.test").up("mx1.test").up("mx2.test");

    sendAll("ann@a.test", "bob@b.test");

    assertThat(hosts.server("mx1.test").received())
        .singleElement()
        .satisfies(
            message ->
                assertThat(message.recipients()).containsExactly("ann@a.test", "bob@b.test"));
  }

  @Test
  void domainsWithOtherExchangersGetTheirOwnAndNobodyElses() {
    hosts.domain("b.test", "mx2.test").up("mx1.test").up("mx2.test");

    sendAll("ann@a.test", "bob@b.test");

    assertThat(hosts.server("mx1.test").received().getFirst().recipients())
        .containsExactly("ann@a.test");
    assertThat(hosts.server("mx2.test").received().getFirst().recipients())
        .containsExactly("bob@b.test");
  }

  @Test
  void moreThanAHundredRecipientsTakeSeveralTransactionsOverOneConnection() {
    hosts.domain("a.test", "mx1.test").up("mx1.test");
    List<String> many = new ArrayList<>();
    IntStream.range(0, 250).forEach(i -> many.add("r" + i + "@a.test"));

    List<RecipientReport> all = sendAll(many.toArray(String[]::new));

    assertThat(all).allMatch(one -> one.outcome() instanceof Outcome.Delivered);
    assertThat(all).extracting(RecipientReport::address).containsExactlyElementsOf(many);
    assertThat(hosts.server("mx1.test").received())
        .extracting(message -> message.recipients().size() + " over " + message.connection())
        .containsExactly("100 over 1", "100 over 1", "50 over 1");
  }

  // RFC 5321 §4.5.3.1.10
  @ParameterizedTest
  @CsvSource({"452 4.5.3 too many", "452 too many", "552 5.5.3 too many", "552 too many"})
  void recipientsBeyondTheServersLimitTakeAFurtherTransaction(String reply) {
    hosts.domain("a.test", "mx1.test");
    hosts.up("mx1.test", with(Rule.replyTo(Moment.RCPT, reply).after(2).first(1)));

    List<RecipientReport> all = sendAll("r1@a.test", "r2@a.test", "r3@a.test");

    assertThat(all).allMatch(one -> one.outcome() instanceof Outcome.Delivered);
    assertThat(hosts.server("mx1.test").received())
        .extracting(message -> message.recipients().size())
        .containsExactly(2, 1);
  }

  @Test
  void whereNobodyWasAcceptedTooManyIsAnOrdinaryRefusal() {
    hosts.domain("a.test", "mx1.test");
    hosts.up("mx1.test", with(Rule.replyTo(Moment.RCPT, "452 4.5.3 too many")));

    assertThat(send("ann@a.test").outcome()).isInstanceOf(Outcome.Deferred.class);
    assertThat(hosts.server("mx1.test").received()).isEmpty();
  }

  @Test
  void aTextThatIsNoAddressIsARecipientThatFailed() throws Exception {
    hosts.up("mx1.test").up("mx2.test");
    Content letter = Content.of("From: joe@client.test\nTo: ann@a.test, nobody at all\n\nHello\n");
    try (Mailer mailer = hosts.mailer().build()) {
      DeliveryReport report = mailer.send(Message.of(letter));

      assertThat(report.recipients()).hasSize(2);
      RecipientReport text = report.recipients().get(1);
      assertThat(text.address()).isEqualTo("nobody at all");
      assertThat(text.outcome()).isInstanceOf(Outcome.Failed.class);
      assertThat(text.outcome().status()).hasToString("Optional[5.1.3]");
      assertThat(report.pending().recipients()).isEmpty();
    }
  }

  @Test
  void pendingIsTheEnvelopeOfWhatIsDeferred() {
    hosts.domain("a.test", "mx1.test");
    hosts.up("mx1.test", with(Rule.rejectRecipient("bob@a.test", "450 4.2.0 later")));
    try (Mailer mailer = hosts.mailer().build()) {
      DeliveryReport report = mailer.send(to("ann@a.test", "bob@a.test"));

      assertThat(report.pending()).isEqualTo(Envelope.from("joe@client.test").to("bob@a.test"));
    }
  }

  @Test
  void aDeadHostIsNotWaitedForByEveryMessage() {
    hosts.domain("a.test", "mx1.test", "mx2.test").down("mx1.test").up("mx2.test");
    List<String> first = new ArrayList<>();
    try (Mailer mailer = hosts.mailer().build()) {
      for (int i = 0; i < 5; i++) {
        RecipientReport ann = mailer.send(to("ann@a.test")).recipients().getFirst();
        assertThat(ann.outcome()).isInstanceOf(Outcome.Delivered.class);
        first.add(ann.attempts().getFirst().error());
      }
    }
    assertThat(first.subList(0, 3)).noneMatch(error -> error.contains("not tried again"));
    assertThat(first.subList(3, 5)).allMatch(error -> error.contains("not tried again: "));
  }
}
