package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.ScriptedServer;
import dev.packetboat.testkit.TestCertificates;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that is made from another one, and servers whose addresses are known. */
class ClientCopyTest {

  private static SmtpClient everythingSet() throws IOException {
    return SmtpClient.submissions("mx.test")
        .port(4711)
        .tls(TlsMode.ENCRYPTED)
        .tlsOptions(TlsOptions.builder().trustAnyCertificateInsecurely().build())
        .localName("client.test")
        .sourceAddress(InetAddress.getLoopbackAddress())
        .proxy(ProxyServer.socks5("proxy.test", 1080))
        .credentials(Credentials.password("joe", "open sesame"))
        .mechanism("PLAIN")
        .allowCleartextAuthentication()
        .timeouts(Timeouts.builder().all(Duration.ofSeconds(7)).build())
        .hostResolver(HostResolver.known(InetAddress.getLoopbackAddress()))
        .threadFactory(Thread.ofPlatform().factory())
        .listener(event -> {})
        .transcript(Transcript.to(System.err))
        .recipientPolicy(RecipientPolicy.ALL_OR_NOTHING)
        .lineEnds(LineEnds.STRICT)
        .build();
  }

  /** Whatever a client will have one day, its copy has it too. */
  @Test
  void aCopyHasAllThatTheFirstHad() throws Exception {
    SmtpClient client = everythingSet();
    Field settings = SmtpClient.class.getDeclaredField("settings");
    settings.setAccessible(true);

    assertThat(settings.get(client.toBuilder().build())).isEqualTo(settings.get(client));
    assertThat(settings.get(client).toString())
        .as("each of them is set")
        .isNotEqualTo(settings.get(SmtpClient.submissions("mx.test").build()).toString())
        .contains("socket=Optional.empty") // which leaves no room for others: see LocalSocketTest
        .matches(
            text ->
                text.replace("socket=Optional.empty", "")
                    .matches("(?s)(?!.*(Optional.empty|=false)).*"));
  }

  @Test
  void theCopyCanDiffer() throws IOException {
    SmtpClient client = everythingSet();
    SmtpClient other = client.toBuilder().host("other.test").port(25).build();

    assertThat(other.host() + ":" + other.port()).isEqualTo("other.test:25");
    assertThat(client.host() + ":" + client.port()).isEqualTo("mx.test:4711");
  }

  @Test
  void aHostIsNoPlaceForLineEnds() {
    var builder = SmtpClient.relay("mx.test");

    assertThatThrownBy(() -> builder.host("mx.test\r\nQUIT"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theListenerCanBeAskedFor() {
    List<SmtpEvent> told = new ArrayList<>();
    SmtpClient client = SmtpClient.relay("mx.test").listener(told::add).build();

    client.listener().onEvent(new SmtpEvent.Closed());

    assertThat(told).containsExactly(new SmtpEvent.Closed());
  }

  @Test
  void knownAddressesAreNotLookedUp() throws SmtpException {
    try (var server = ScriptedServer.play(Scripts.GREETED + Scripts.QUIT);
        var session =
            Scripts.client(server)
                .host("no-such-host.invalid")
                .hostResolver(HostResolver.known(InetAddress.getLoopbackAddress()))
                .connect()) {
      assertThat(session.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
    }
  }

  /** The certificate is to name the host, the connection goes where we are told. */
  @Test
  void knownAddressesHoldWhateverTheHostLooksLike() throws SmtpException {
    try (var server = ScriptedServer.play(Scripts.GREETED + Scripts.QUIT);
        var session =
            Scripts.client(server)
                .host("127.0.0.77")
                .hostResolver(HostResolver.known(InetAddress.getLoopbackAddress()))
                .connect()) {
      assertThat(session.remoteAddress().getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
    }
  }

  @Test
  void noKnownAddressIsAHostWithoutOne() {
    assertThatThrownBy(
            () -> SmtpClient.relay("mx.test").hostResolver(HostResolver.known()).connect())
        .isInstanceOf(SmtpException.ConnectFailed.class)
        .hasMessageContaining("has no address");
  }

  @Test
  void encryptedTakesACertificateThatNobodyVouchesFor() throws SmtpException {
    try (var server =
            MailServer.builder()
                .startTls(TestCertificates.authority().expired("other.test"))
                .start();
        var session =
            SmtpClient.relay(server.host()).port(server.port()).tls(TlsMode.ENCRYPTED).connect()) {
      assertThat(session.tls().orElseThrow().isVerified()).isFalse();
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
      assertThat(server.received().get(0).tls()).isPresent();
    }
  }
}
