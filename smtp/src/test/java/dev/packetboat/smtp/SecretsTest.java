package dev.packetboat.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.ScriptedServer;
import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** To whom a secret goes and who gets to see it, whatever the server and its answers are like. */
class SecretsTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final TestIdentity GOOD = AUTHORITY.server("127.0.0.1");
  private static final TestIdentity OF_ANOTHER_NAME = AUTHORITY.server("other.test");
  private static final Credentials JOE = Credentials.password("joe", "open sesame");

  @TempDir private Path folder;

  private TlsOptions trusting() throws IOException {
    return TlsOptions.builder().trust(AUTHORITY.writePem(folder.resolve("authority.pem"))).build();
  }

  private static MailServer.Builder server(TestIdentity identity) {
    return MailServer.builder().startTls(identity).user("joe", "open sesame");
  }

  private static SmtpClient.Builder client(MailServer server, TlsMode mode) {
    return SmtpClient.relay(server.host()).port(server.port()).tls(mode).credentials(JOE);
  }

  private static String offering(String mechanisms) {
    return "S: 220 x\nC: EHLO client.test\nS: 250-x\nS: 250 AUTH " + mechanisms + "\n";
  }

  private static SmtpClient.Builder inClear(ScriptedServer server) {
    return Scripts.client(server)
        .tls(TlsMode.NONE)
        .credentials(Credentials.password("tim", "tanstaaftanstaaf"))
        .allowCleartextAuthentication();
  }

  /** Whoever sits between can show some certificate. */
  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"OPPORTUNISTIC", "ENCRYPTED"})
  void unverifiedTlsGivesNoPasswordToWhoeverAnswers(TlsMode mode) throws IOException {
    try (var server = server(OF_ANOTHER_NAME).mechanisms("PLAIN", "LOGIN").start()) {
      var client = client(server, mode).tlsOptions(trusting());

      assertThatThrownBy(client::connect)
          .isInstanceOf(SmtpException.AuthenticationFailed.class)
          .hasMessageContaining("not certain to whom the secret would go")
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void opportunisticTlsGivesItToAServerThatIsKnown() throws IOException {
    try (var server = server(GOOD).mechanisms("PLAIN").start();
        var session = client(server, TlsMode.OPPORTUNISTIC).tlsOptions(trusting()).connect()) {
      assertThat(session.authentication()).contains("PLAIN");
    }
  }

  @Test
  void scramNeedsNoKnownServer() throws SmtpException {
    try (var server = server(OF_ANOTHER_NAME).mechanisms("SCRAM-SHA-256", "PLAIN").start();
        var session = client(server, TlsMode.OPPORTUNISTIC).connect()) {
      assertThat(session.authentication()).contains("SCRAM-SHA-256");
    }
  }

  @Test
  void whoAsksLoudlyMayGiveItToAnybody() throws SmtpException {
    try (var server = server(OF_ANOTHER_NAME).mechanisms("PLAIN").start()) {
      var client = client(server, TlsMode.OPPORTUNISTIC);
      var insecure = TlsOptions.builder().trustAnyCertificateInsecurely().build();
      try (var session = client.tlsOptions(insecure).connect()) {
        assertThat(session.authentication()).contains("PLAIN");
      }
      try (var session =
          client.tlsOptions(TlsOptions.defaults()).allowCleartextAuthentication().connect()) {
        assertThat(session.authentication()).contains("PLAIN");
      }
    }
  }

  /** Options that no server can satisfy are no reason to go on in clear. */
  @Test
  void opportunisticDoesNotGoOnInClearWhereTheOptionsAreAtFault() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.pem"), "no certificate");
    var options = TlsOptions.builder().trust(wrong).build();
    try (var server = server(GOOD).start()) {
      var client = client(server, TlsMode.OPPORTUNISTIC).tlsOptions(options);

      assertThatThrownBy(client::connect)
          .isInstanceOf(SmtpException.TlsFailed.class)
          .hasMessageContaining("wrong.pem")
          .hasMessageNotContaining("certificate was not accepted");
    }
  }

  @Test
  void aContextOfOurOwnIsNotSaidToHaveCheckedTheName() throws SmtpException {
    var options = TlsOptions.builder().sslContext(AUTHORITY.clientContext()).build();
    try (var server = server(OF_ANOTHER_NAME).mechanisms("PLAIN").start()) {
      assertThatThrownBy(client(server, TlsMode.OPPORTUNISTIC).tlsOptions(options)::connect)
          .isInstanceOf(SmtpException.AuthenticationFailed.class);
      try (var session =
          client(server, TlsMode.OPPORTUNISTIC)
              .tlsOptions(options)
              .allowCleartextAuthentication()
              .connect()) {
        assertThat(session.tls().orElseThrow().isVerified()).isFalse();
      }
    }
  }

  @Test
  void whereTlsIsRequiredAContextOfOurOwnChecksTheName() {
    var options = TlsOptions.builder().sslContext(AUTHORITY.clientContext()).build();
    try (var server = server(OF_ANOTHER_NAME).start()) {
      assertThatThrownBy(client(server, TlsMode.REQUIRED).tlsOptions(options)::connect)
          .isInstanceOf(SmtpException.TlsFailed.class)
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void aContextOfOurOwnKeepsItsProtocols() throws SmtpException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLSv1.2");
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(AUTHORITY.trustStore());
    context.init(null, trust.getTrustManagers(), null);
    var options = TlsOptions.builder().sslContext(context).build();
    try (var server = server(GOOD).start();
        var session = client(server, TlsMode.REQUIRED).tlsOptions(options).connect()) {
      TlsInfo tls = session.tls().orElseThrow();

      assertThat(tls.protocol()).isEqualTo("TLSv1.2");
      assertThat(tls.isVerified()).isTrue();
      assertThat(session.authentication()).contains("SCRAM-SHA-256-PLUS");
    }
  }

  /** Some servers repeat what they do not understand. */
  @Test
  void aSecretThatTheServerRepeatsShowsNowhere() {
    var transcript = new RecordingTranscript();
    String response = "AHRpbQB0YW5zdGFhZnRhbnN0YWFm";
    try (var server =
        ScriptedServer.play(
            offering("PLAIN")
                + "C: AUTH PLAIN "
                + response
                + "\nS: 500-5.5.1 unrecognized: \"AUTH PLAIN "
                + response
                + "\"\nS: 500 5.5.1 sorry\n"
                + Scripts.QUIT)) {
      var refused =
          catchThrowableOfType(
              SmtpException.AuthenticationFailed.class,
              () -> inClear(server).transcript(transcript).connect());

      assertThat(refused).hasMessageContaining("AUTH PLAIN ***").hasMessageNotContaining(response);
      assertThat(refused.reply().orElseThrow().text()).doesNotContain(response);
      assertThat(transcript.lines)
          .contains("C: AUTH PLAIN ***", "S: 500-5.5.1 unrecognized: \"AUTH PLAIN ***\"")
          .noneMatch(line -> line.contains(response));
    }
  }

  /** A challenge is data: the same letters in it are not a secret that was repeated. */
  @Test
  void aChallengeIsReadAsItStands() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                offering("LOGIN")
                    + """
                    C: AUTH LOGIN
                    S: 334 dGlt
                    C: dGlt
                    S: 334 dGlt
                    C: dGFuc3RhYWZ0YW5zdGFhZg==
                    S: 235 hello dGFuc3RhYWZ0YW5zdGFhZg==
                    """
                    + Scripts.QUIT);
        var session = inClear(server).connect()) {
      assertThat(session.authentication()).contains("LOGIN");
    }
  }

  @Test
  void aServerThatDoesNotKnowThePasswordLosesTheSession() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                offering("SCRAM-SHA-256")
                    + "C~ AUTH SCRAM-SHA-256 .*\nS: 235 welcome\n"
                    + Scripts.QUIT);
        var session = Scripts.client(server).tls(TlsMode.NONE).connect()) {
      var unproven =
          catchThrowableOfType(
              SmtpException.AuthenticationFailed.class, () -> session.authenticate(JOE));

      assertThat(unproven.sessionUsable()).isFalse();
      assertThat(session.isUsable()).isFalse();
      assertThat(session.authentication()).isEmpty();
    }
  }

  // RFC 4954 §4
  @Test
  void nobodyIsAuthenticatedTwice() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                offering("PLAIN") + "C~ AUTH PLAIN .*\nS: 235 welcome\n" + Scripts.QUIT);
        var session = inClear(server).connect()) {
      assertThatThrownBy(() -> session.authenticate(JOE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("PLAIN");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"NONE", "OPPORTUNISTIC"})
  void aTokenSourceThatThrowsWhatItShouldNotLeavesNoConnection(TlsMode mode) {
    TokenSource faulty =
        () -> {
          throw new IllegalStateException("a fault of its own");
        };
    try (var server = ScriptedServer.play(offering("XOAUTH2") + Scripts.QUIT)) {
      var client =
          Scripts.client(server)
              .tls(mode)
              .credentials(Credentials.token("joe", faulty))
              .allowCleartextAuthentication();

      assertThatThrownBy(client::connect).isInstanceOf(IllegalStateException.class);
    }
  }
}
