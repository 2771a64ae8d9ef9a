package dev.packetboat.delivery;

import static dev.packetboat.delivery.Letters.outcome;
import static dev.packetboat.delivery.Letters.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.MailExchanger;
import dev.packetboat.routing.Route;
import dev.packetboat.routing.TlsRequirement;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.TestCertificates;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of TLS, and what follows where it cannot be had. */
@Timeout(60)
class TlsTest {

  private final Hosts hosts = new Hosts().domain("a.test", "mx.test").domain("b.test", "mx.test");

  @AfterEach
  void close() {
    hosts.close();
  }

  @Test
  void aHandshakeThatFailsIsFollowedByClearText() {
    hosts.up(
        "mx.test",
        how ->
            how.startTls(TestCertificates.authority().server("mx.test"))
                .rule(Rule.dropAt(Moment.HANDSHAKE)));
    try (Mailer mailer = hosts.mailer().build()) {
      Outcome ann = outcome(mailer.send(to("ann@a.test")));

      assertThat(ann).isInstanceOf(Outcome.Delivered.class);
      assertThat(ann.hop().orElseThrow().tls()).isEmpty();
    }
  }

  @Test
  void anUnknownCertificateIsTakenWhereNothingMoreIsAsked() {
    hosts.up("mx.test", how -> how.startTls(TestCertificates.authority().server("mx.test")));
    try (Mailer mailer = hosts.mailer().build()) {
      assertThat(outcome(mailer.send(to("ann@a.test"))).hop().orElseThrow().tls())
          .contains("TLSv1.3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no STARTTLS", "handshake fails", "wrong certificate"})
  void whatIsRequiredIsNotLeftOut(String fault) {
    TlsRequirement.Level level =
        fault.equals("wrong certificate")
            ? TlsRequirement.Level.VERIFIED
            : TlsRequirement.Level.ENCRYPTED;
    hosts.route(
        Route.Direct.to(
                Domain.parse("a.test"),
                Route.Direct.Kind.MX,
                List.of(new MailExchanger("mx.test", 10)))
            .policy((domain, exchanger) -> TlsRequirement.of(level))
            .build());
    hosts.up("mx.test", how -> faulty(how, fault));
    try (Mailer mailer = hosts.mailer().build()) {
      Outcome ann = outcome(mailer.send(to("ann@a.test")));

      assertThat(ann).isInstanceOf(Outcome.Deferred.class);
      assertThat(ann.reason().orElseThrow().code()).isEqualTo(Reason.TLS);
    }
    assertThat(hosts.server("mx.test").events())
        .noneMatch(
            event -> event instanceof MailEvent.ClientSaid said && said.line().startsWith("MAIL"));
  }

  private static MailServer.Builder faulty(MailServer.Builder how, String fault) {
    if (fault.equals("no STARTTLS")) {
      return how;
    }
    MailServer.Builder secured = how.startTls(TestCertificates.authority().server("mx.test"));
    return fault.equals("handshake fails") ? secured.rule(Rule.dropAt(Moment.HANDSHAKE)) : secured;
  }

  @Test
  void encryptedWithAnyCertificateIsEnoughWhereThatIsAsked() {
    hosts.route(
        Route.Direct.to(
                Domain.parse("a.test"),
                Route.Direct.Kind.MX,
                List.of(new MailExchanger("mx.test", 10)))
            .policy((domain, exchanger) -> TlsRequirement.of(TlsRequirement.Level.ENCRYPTED))
            .build());
    hosts.up("mx.test", how -> how.startTls(TestCertificates.authority().server("other.test")));
    try (Mailer mailer = hosts.mailer().build()) {
      assertThat(mailer.send(to("ann@a.test")).isDelivered()).isTrue();
    }
  }
}
