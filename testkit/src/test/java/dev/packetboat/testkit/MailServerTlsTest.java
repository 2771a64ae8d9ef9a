package dev.packetboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

class MailServerTlsTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final TestCertificates authority = TestCertificates.authority();
  private final TestIdentity identity = authority.server("mx.test", "127.0.0.1");

  private static void sendMessage(RawClient client) throws IOException {
    client.ask("EHLO client.test");
    client.ask("MAIL FROM:<joe@client.test>");
    client.ask("RCPT TO:<ann@mx.test>");
    client.ask("DATA");
    assertThat(client.ask("Hello\r\n.")).startsWith("250 ");
  }

  @Test
  void beginsTlsWhenAsked() throws IOException {
    try (var server = MailServer.builder().startTls(identity).start();
        var client = RawClient.of(server)) {
      client.readReply();
      assertThat(client.ask("EHLO client.test")).contains("STARTTLS");
      assertThat(client.ask("STARTTLS now")).startsWith("501 ");
      assertThat(client.ask("STARTTLS")).startsWith("220 ");
      client.startTls(authority.clientContext(), "mx.test");
      assertThat(client.ask("MAIL FROM:<>"))
          .as("the hello in clear is forgotten")
          .startsWith("503 ");
      assertThat(client.ask("EHLO client.test")).doesNotContain("STARTTLS");
      assertThat(client.ask("STARTTLS")).startsWith("503 ");
      sendMessage(client);

      SSLSession session = server.awaitMessages(1, SOON).getFirst().tls().orElseThrow();
      assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
      assertThatThrownBy(session::getPeerCertificates)
          .isInstanceOf(SSLPeerUnverifiedException.class);
    }
  }

  @Test
  void beginsWithTls() throws IOException {
    try (var server = MailServer.builder().implicitTls(identity).start();
        var client = RawClient.of(server)) {
      client.startTls(authority.clientContext(), "127.0.0.1");
      assertThat(client.readReply()).startsWith("220 mx.test ");
      sendMessage(client);
      assertThat(server.awaitMessages(1, SOON).getFirst().tls()).isPresent();
    }
  }

  @Test
  void knowsTheClientByItsCertificate() throws Exception {
    TestIdentity joe = authority.client("joe");
    try (var server = MailServer.builder().implicitTls(identity).start();
        var client = RawClient.of(server)) {
      client.startTls(joe.sslContext(), "mx.test");
      client.readReply();
      sendMessage(client);
      SSLSession session = server.awaitMessages(1, SOON).getFirst().tls().orElseThrow();
      assertThat(session.getPeerCertificates()[0]).isEqualTo(joe.certificate());
    }
  }

  @Test
  void insistsOnTlsWhereAsked() throws IOException {
    try (var server =
            MailServer.builder().startTls(identity).requireTls().user("joe", "secret").start();
        var client = RawClient.of(server)) {
      client.readReply();
      client.ask("EHLO client.test");
      assertThat(client.ask("MAIL FROM:<>")).startsWith("530 5.7.0 ");
      assertThat(client.ask("AUTH CRAM-MD5")).startsWith("530 5.7.0 ");
      client.ask("STARTTLS");
      client.startTls(authority.clientContext(), "mx.test");
      sendMessage(client);
    }
  }

  @Test
  void takesNoCommandsInClearIntoTheTlsSession() throws IOException {
    try (var server = MailServer.builder().startTls(identity).start();
        var client = RawClient.of(server)) {
      client.readReply();
      client.ask("EHLO client.test");
      client.send("STARTTLS\r\nRSET\r\n");
      assertThat(client.readReply()).startsWith("220 ");
      assertThatThrownBy(() -> client.startTls(authority.clientContext(), "mx.test"))
          .isInstanceOf(IOException.class);
      server.awaitEvent(MailEvent.Disconnected.class::isInstance, SOON);
      assertThat(server.events()).noneMatch(MailEvent.Secured.class::isInstance);
    }
  }

  @Test
  void failsInTheHandshakeWhereARuleSaysSo() throws IOException {
    try (var server =
            MailServer.builder()
                .startTls(identity)
                .rule(Rule.dropAt(Moment.HANDSHAKE).first(1))
                .start();
        var first = RawClient.of(server);
        var second = RawClient.of(server)) {
      for (RawClient client : new RawClient[] {first, second}) {
        client.readReply();
        client.ask("EHLO client.test");
        assertThat(client.ask("STARTTLS")).startsWith("220 ");
      }
      assertThatThrownBy(() -> first.startTls(authority.clientContext(), "mx.test"))
          .isInstanceOf(IOException.class);
      second.startTls(authority.clientContext(), "mx.test");
      sendMessage(second);
    }
  }
}
