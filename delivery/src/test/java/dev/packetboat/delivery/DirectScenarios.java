package dev.packetboat.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.ReceivedMessage;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.function.Executable;

/** The scenarios of {@link EngineScenariosTest} in which nothing but the way to the host counts. */
final class DirectScenarios {

  private static final String MX = "mx.example.invalid";
  private static final String ANN = "test@example.invalid";
  private static final String BOB = "test2@example.invalid";
  private static final String EVE = "test@example2.invalid";

  private DirectScenarios() {}

  static Map<String, Executable> all() {
    return Map.ofEntries(
        Map.entry("maddy-01", DirectScenarios::delivered),
        Map.entry("maddy-02", DirectScenarios::nullSender),
        Map.entry("maddy-03", DirectScenarios::addressLiteral),
        Map.entry("maddy-04", DirectScenarios::implicitMx),
        Map.entry("maddy-05", DirectScenarios::noMxAndNoAddress),
        Map.entry("maddy-06", DirectScenarios::nullMx),
        Map.entry("maddy-07", DirectScenarios::abortedBeforeTheBody),
        Map.entry("maddy-08", DirectScenarios::senderRefused),
        Map.entry("maddy-09", DirectScenarios::senderRefusedForTwo),
        Map.entry("maddy-10", DirectScenarios::oneRecipientRefused),
        Map.entry("maddy-11", DirectScenarios::firstMxDown),
        Map.entry("maddy-12", DirectScenarios::allMxDown),
        Map.entry("maddy-13", DirectScenarios::twoDomains),
        Map.entry("maddy-14", DirectScenarios::twoDomainsOneRefuses),
        Map.entry("maddy-15", DirectScenarios::contentRefused),
        Map.entry("maddy-16", DirectScenarios::twoDomainsOneRefusesTheContent),
        Map.entry("maddy-17", DirectScenarios::threeRecipientsTwoOfThemRefused),
        Map.entry("maddy-18", DirectScenarios::oneSessionForTwoMessages));
  }

  static World.Builder oneHost(Rule... rules) {
    World.Builder world = World.builder().mx("example.invalid", 10, MX);
    for (Rule rule : rules) {
      world.host(MX, host -> host.rule(rule));
    }
    return world;
  }

  private static World.Builder twoDomains(Rule... rules) {
    return oneHost(rules).mx("example2.invalid", 10, "mx.example2.invalid");
  }

  private static List<String> recipients(Scene scene, String host) {
    return scene.received(host).stream()
        .map(ReceivedMessage::recipients)
        .flatMap(List::stream)
        .toList();
  }

  private static void delivered() {
    try (Scene scene = Scene.of(oneHost())) {
      assertThat(scene.outcome(ANN)).isInstanceOf(Outcome.Delivered.class);
      assertThat(recipients(scene, MX)).containsExactly(ANN);
    }
  }

  private static void nullSender() {
    try (Scene scene = Scene.of(oneHost())) {
      assertThat(scene.send(Envelope.fromNullSender().to(ANN)).getFirst().outcome())
          .isInstanceOf(Outcome.Delivered.class);
      assertThat(scene.said(MX, "MAIL FROM:<>")).isEqualTo(1);
    }
  }

  private static void addressLiteral() {
    try (Scene scene = Scene.of(World.builder().host(MX))) {
      String literal = "test@[" + scene.world().host(MX).host() + "]";

      assertThat(scene.outcome(literal)).isInstanceOf(Outcome.Delivered.class);
      assertThat(scene.said(MX, "RCPT TO:<" + literal + ">")).isEqualTo(1);
      assertThat(scene.world().nameServer().questions()).isEmpty();
    }
  }

  private static void implicitMx() {
    try (Scene scene = Scene.of(World.builder().domain("example.invalid"))) {
      assertThat(scene.outcome(ANN)).isInstanceOf(Outcome.Delivered.class);
      assertThat(recipients(scene, "example.invalid")).containsExactly(ANN);
    }
  }

  private static void noMxAndNoAddress() {
    World.Builder world =
        World.builder().host(MX).records("example.invalid. 300 IN TXT \"no mail here\"");
    try (Scene scene = Scene.of(world)) {
      assertThat(scene.outcome(ANN)).isInstanceOf(Outcome.Failed.class);
      assertThat(scene.connections(MX)).isZero();
    }
  }

  private static void nullMx() {
    try (Scene scene = Scene.of(World.builder().nullMx("example.invalid").host(MX))) {
      Outcome outcome = scene.outcome(ANN);

      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(outcome.status()).hasToString("Optional[5.1.10]");
      assertThat(scene.connections(MX)).isZero();
    }
  }

  private static void abortedBeforeTheBody() {
    var mailer = new AtomicReference<Mailer>();
    DeliveryListener impatient =
        event -> {
          if (event instanceof DeliveryEvent.InSession in
              && in.event() instanceof SmtpEvent.RecipientAnswered) {
            mailer.get().cancel(Duration.ZERO);
          }
        };
    try (Scene scene = Scene.watchedBy(impatient, oneHost())) {
      mailer.set(scene.mailer());
      Outcome outcome = scene.outcome(ANN);
      scene.close();

      assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
      assertThat(outcome.reason().orElseThrow().code()).isEqualTo(Reason.CANCELLED);
      assertThat(scene.received(MX)).isEmpty();
    }
  }

  private static void senderRefused() {
    try (Scene scene = Scene.of(oneHost(Rule.replyTo(Moment.MAIL, "550 5.1.2 Hey")))) {
      Outcome outcome = scene.outcome(ANN);

      assertRefused(outcome, 550, "5.1.2");
      assertThat(outcome.toString()).contains(MX, "Hey");
    }
  }

  private static void assertRefused(Outcome outcome, int code, String status) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.reply().orElseThrow().code()).isEqualTo(code);
    assertThat(outcome.status()).hasToString("Optional[" + status + "]");
  }

  private static void senderRefusedForTwo() {
    try (Scene scene = Scene.of(oneHost(Rule.replyTo(Moment.MAIL, "550 5.1.2 Hey")))) {
      List<RecipientReport> both = scene.send(ANN, BOB);

      assertThat(both).hasSize(2);
      both.forEach(one -> assertRefused(one.outcome(), 550, "5.1.2"));
      assertThat(scene.said(MX, "MAIL")).isEqualTo(1);
    }
  }

  private static void oneRecipientRefused() {
    try (Scene scene = Scene.of(oneHost(Rule.rejectRecipient(ANN, "550 5.1.2 Hey")))) {
      List<RecipientReport> both = scene.send(ANN, BOB);

      assertRefused(both.get(0).outcome(), 550, "5.1.2");
      assertThat(both.get(1).outcome()).isInstanceOf(Outcome.Delivered.class);
      assertThat(recipients(scene, MX)).containsExactly(BOB);
    }
  }

  private static World.Builder twoExchangers() {
    return World.builder()
        .mx("example.invalid", 20, "mx1.example.invalid")
        .mx("example.invalid", 10, "mx2.example.invalid")
        .host("mx2.example.invalid", host -> host.down());
  }

  private static void firstMxDown() {
    try (Scene scene = Scene.of(twoExchangers())) {
      assertThat(scene.outcome(ANN)).isInstanceOf(Outcome.Delivered.class);
      assertThat(recipients(scene, "mx1.example.invalid")).containsExactly(ANN);
    }
  }

  private static void allMxDown() {
    World.Builder world = twoExchangers().host("mx1.example.invalid", host -> host.down());
    try (Scene scene = Scene.of(world)) {
      assertThat(scene.outcome(ANN)).isInstanceOf(Outcome.Deferred.class);
    }
  }

  private static void twoDomains() {
    try (Scene scene = Scene.of(twoDomains(new Rule[0]))) {
      assertThat(scene.send(ANN, EVE)).allMatch(one -> one.outcome() instanceof Outcome.Delivered);
      assertThat(recipients(scene, MX)).containsExactly(ANN);
      assertThat(recipients(scene, "mx.example2.invalid")).containsExactly(EVE);
    }
  }

  private static void twoDomainsOneRefuses() {
    try (Scene scene = Scene.of(twoDomains(Rule.replyTo(Moment.RCPT, "550 5.1.2 Hey")))) {
      List<RecipientReport> both = scene.send(ANN, EVE);

      assertRefused(both.get(0).outcome(), 550, "5.1.2");
      assertThat(both.get(1).outcome()).isInstanceOf(Outcome.Delivered.class);
      assertThat(recipients(scene, "mx.example2.invalid")).containsExactly(EVE);
    }
  }

  private static void contentRefused() {
    try (Scene scene = Scene.of(oneHost(contentRefusal()))) {
      assertRefused(scene.outcome(ANN), 554, "5.6.0");
    }
  }

  private static Rule contentRefusal() {
    return Rule.replyTo(Moment.END_OF_CONTENT, "554 5.6.0 Hey");
  }

  private static void twoDomainsOneRefusesTheContent() {
    try (Scene scene = Scene.of(twoDomains(contentRefusal()))) {
      List<RecipientReport> both = scene.send(ANN, EVE);

      assertRefused(both.get(0).outcome(), 554, "5.6.0");
      assertThat(both.get(1).outcome()).isInstanceOf(Outcome.Delivered.class);
    }
  }

  private static void threeRecipientsTwoOfThemRefused() {
    try (Scene scene = Scene.of(twoDomains(contentRefusal()))) {
      List<RecipientReport> all = scene.send(ANN, BOB, EVE);

      assertRefused(all.get(0).outcome(), 554, "5.6.0");
      assertRefused(all.get(1).outcome(), 554, "5.6.0");
      assertThat(all.get(2).outcome()).isInstanceOf(Outcome.Delivered.class);
    }
  }

  private static void oneSessionForTwoMessages() {
    try (Scene scene = Scene.of(oneHost())) {
      scene.send(ANN);
      scene.send(BOB);

      assertThat(scene.received(MX)).extracting(ReceivedMessage::connection).containsExactly(1, 1);
      assertThat(scene.connections(MX)).isEqualTo(1);
    }
  }
}
