package dev.packetboat.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Domain;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.routing.HostAddresses;
import dev.packetboat.routing.Route;
import dev.packetboat.routing.Router;
import dev.packetboat.routing.TlsPolicy;
import dev.packetboat.routing.TlsRequirement;
import dev.packetboat.routing.TlsRequirement.Level;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.World;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.function.Executable;

/** The scenarios of {@link EngineScenariosTest} in which it counts what is asked of the way. */
final class TlsScenarios {

  private static final String MX = "mx.example.invalid";
  private static final String ANN = "test@example.invalid";
  private static final TlsPolicy ENCRYPTED =
      (domain, exchanger) -> TlsRequirement.of(Level.ENCRYPTED);

  private TlsScenarios() {}

  static Map<String, Executable> all() {
    Map<String, Executable> all =
        new HashMap<>(
            Map.of(
                "maddy-19", TlsScenarios::noCommonVersion,
                "maddy-20", TlsScenarios::selfSignedIsEncrypted,
                "maddy-21", TlsScenarios::handshakeFails,
                "maddy-22", TlsScenarios::encryptionNotOffered,
                "maddy-23", TlsScenarios::encryptionOffered,
                "maddy-24", TlsScenarios::encryptionNeededAndHandshakeFails,
                "maddy-31", TlsScenarios::authenticatedAnswer,
                "maddy-32", TlsScenarios::unauthenticatedAnswer));
    all.put("maddy-36", () -> requireTls(TlsScenarios::offeringTls));
    all.put("maddy-37", () -> requireTls(MailServer.Builder::withoutTls));
    all.put("maddy-38", () -> requireTls(TlsScenarios::brokenHandshake));
    return all;
  }

  private static World.Builder world(Consumer<MailServer.Builder> host) {
    return DirectScenarios.oneHost().host(MX, host);
  }

  /** A server that knows only versions that nobody speaks any more. */
  private static SSLContext outdated() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLSv1.1");
    context.init(null, null, null);
    return context;
  }

  private static void noCommonVersion() throws GeneralSecurityException {
    SSLContext outdated = outdated();
    try (Scene scene = Scene.of(world(host -> host.startTls(outdated)))) {
      assertInClear(scene);
      assertThat(scene.connections(MX)).isEqualTo(2);
      assertThat(scene.said(MX, "STARTTLS")).isEqualTo(1);
    }
  }

  private static void assertInClear(Scene scene) {
    Outcome outcome = scene.outcome(ANN);
    assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
    assertThat(outcome.hop().orElseThrow().tls()).isEmpty();
    assertThat(scene.received(MX)).singleElement().matches(mail -> mail.tls().isEmpty());
  }

  private static void selfSignedIsEncrypted() {
    var identity = TestCertificates.selfSigned("mx.other.invalid");
    try (Scene scene = Scene.of(world(host -> host.startTls(identity)), ENCRYPTED)) {
      assertEncrypted(scene);
    }
  }

  private static void assertEncrypted(Scene scene) {
    Outcome outcome = scene.outcome(ANN);
    assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
    assertThat(outcome.hop().orElseThrow().tls()).contains("TLSv1.3");
    assertThat(scene.received(MX)).singleElement().matches(mail -> mail.tls().isPresent());
  }

  private static void brokenHandshake(MailServer.Builder host) {
    host.startTls(TestCertificates.selfSigned(MX)).rule(Rule.dropAt(Moment.HANDSHAKE));
  }

  private static void offeringTls(MailServer.Builder host) {
    host.startTls(TestCertificates.selfSigned(MX)).announce("REQUIRETLS");
  }

  // RFC 8689 §4.2.1
  private static void requireTls(Consumer<MailServer.Builder> host) {
    try (Scene scene = Scene.of(world(host))) {
      Outcome outcome =
          scene
              .send(Envelope.from("test@client.test").to(ANN).with(MailParameter.requireTls()))
              .getFirst()
              .outcome();

      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(outcome.status()).hasToString("Optional[5.7.10]");
      assertThat(scene.connections(MX)).isZero();
    }
  }

  private static void handshakeFails() {
    try (Scene scene = Scene.of(world(TlsScenarios::brokenHandshake))) {
      assertInClear(scene);
    }
  }

  private static void encryptionNotOffered() {
    try (Scene scene = Scene.of(world(host -> {}), ENCRYPTED)) {
      assertNotDelivered(scene);
      assertThat(scene.connections(MX)).isEqualTo(1);
    }
  }

  private static void assertNotDelivered(Scene scene) {
    Outcome outcome = scene.outcome(ANN);
    assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
    assertThat(outcome.reason().orElseThrow().code()).isEqualTo(Reason.TLS);
    assertThat(scene.said(MX, "MAIL")).isZero();
    assertThat(scene.received(MX)).isEmpty();
  }

  private static void encryptionOffered() {
    var identity = TestCertificates.authority().server(MX);
    try (Scene scene = Scene.of(world(host -> host.startTls(identity)), ENCRYPTED)) {
      assertEncrypted(scene);
    }
  }

  private static void encryptionNeededAndHandshakeFails() {
    try (Scene scene = Scene.of(world(TlsScenarios::brokenHandshake), ENCRYPTED)) {
      assertNotDelivered(scene);
      assertThat(scene.connections(MX)).as("no second try, in clear").isEqualTo(1);
    }
  }

  /** The local rule of the last two: no way is taken that DNSSEC does not vouch for. */
  private record Vouched(Router router) implements Router {

    @Override
    public Route route(Domain domain) throws InterruptedException {
      return router.route(domain) instanceof Route.Direct direct && !direct.isAuthenticated()
          ? Route.Direct.to(domain, direct.kind(), direct.exchangers())
              .policy((of, exchanger) -> TlsRequirement.unmet("DNSSEC does not vouch for the MX"))
              .build()
          : router.route(domain);
    }

    @Override
    public HostAddresses addresses(String host) throws InterruptedException {
      return router.addresses(host);
    }
  }

  private static void authenticatedAnswer() {
    try (Scene scene = Scene.ruledBy(Vouched::new, world(host -> {}))) {
      scene.world().nameServer().zone().authenticated("example.invalid");

      assertThat(scene.outcome(ANN)).isInstanceOf(Outcome.Delivered.class);
    }
  }

  private static void unauthenticatedAnswer() {
    try (Scene scene = Scene.ruledBy(Vouched::new, world(host -> {}))) {
      assertNotDelivered(scene);
      assertThat(scene.connections(MX)).isZero();
    }
  }
}
