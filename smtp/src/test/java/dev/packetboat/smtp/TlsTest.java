package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.ScriptedServer;
import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS in each mode: what is required, what is checked, what is negotiated. */
class TlsTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final TestIdentity GOOD = AUTHORITY.server("127.0.0.1");
  private static final TestIdentity OF_ANOTHER_NAME = AUTHORITY.server("other.test");
  private static final TestIdentity EXPIRED = AUTHORITY.expired("127.0.0.1");

  @TempDir private Path folder;
  private TlsOptions trusting = TlsOptions.defaults();

  @BeforeEach
  void trustTheAuthority() throws IOException {
    trusting =
        TlsOptions.builder().trust(AUTHORITY.writePem(folder.resolve("authority.pem"))).build();
  }

  private static SmtpClient.Builder client(MailServer server, TlsMode mode) {
    return SmtpClient.relay(server.host()).port(server.port()).tls(mode);
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"REQUIRED", "IMPLICIT", "OPPORTUNISTIC"})
  void whatWasNegotiatedCanBeRead(TlsMode mode) throws SmtpException {
    var builder = MailServer.builder();
    try (var server =
            (mode == TlsMode.IMPLICIT ? builder.implicitTls(GOOD) : builder.startTls(GOOD))
                .start();
        var session = client(server, mode).tlsOptions(trusting).connect()) {
      TlsInfo tls = session.tls().orElseThrow();

      assertThat(tls.protocol()).isEqualTo("TLSv1.3");
      assertThat(tls.cipherSuite()).startsWith("TLS_");
      assertThat(tls.certificates().get(0)).isEqualTo(GOOD.certificate());
      assertThat(tls.isVerified()).isTrue();
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
      assertThat(server.received().get(0).tls()).isPresent();
    }
  }

  // RFC 3207 §4.2
  @Test
  void whatTheServerOffersIsReadAnewAfterwards() throws SmtpException {
    try (var server =
            ScriptedServer.script(
                    """
                    S: 220 x
                    C: EHLO client.test
                    S: 250-x
                    S: 250-STARTTLS
                    S: 250 SIZE 1
                    C: STARTTLS
                    S: 220 go ahead
                    [tls]
                    C: EHLO client.test
                    S: 250-x
                    S: 250 AUTH PLAIN
                    """
                        + Scripts.QUIT)
                .tls(GOOD)
                .start();
        var session = Scripts.client(server).tls(TlsMode.REQUIRED).tlsOptions(trusting).connect()) {
      assertThat(session.extensions().keywords()).containsExactly("AUTH");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"REQUIRED", "ENCRYPTED"})
  void requiredAndNotOfferedIsAnErrorBeforeAnyMail(TlsMode mode) {
    try (var server = ScriptedServer.play(Scripts.GREETED + Scripts.QUIT)) {
      var failed =
          catchThrowableOfType(
              SmtpException.TlsFailed.class, () -> Scripts.client(server).tls(mode).connect());

      assertThat(failed.phase()).isEqualTo(Phase.STARTTLS);
      assertThat(failed).hasMessageContaining("does not offer STARTTLS");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"REQUIRED", "ENCRYPTED"})
  void requiredAndRefusedIsAnErrorWithTheServersWords(TlsMode mode) {
    try (var server =
        ScriptedServer.play(
            "S: 220 x\nC: EHLO client.test\nS: 250-x\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 no certificate today\n"
                + Scripts.QUIT)) {
      var failed =
          catchThrowableOfType(
              SmtpException.TlsFailed.class, () -> Scripts.client(server).tls(mode).connect());

      assertThat(failed.reply()).contains(Reply.of(454, "no certificate today"));
    }
  }

  @Test
  void opportunisticAndRefusedGoesOnInClear() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                "S: 220 x\nC: EHLO client.test\nS: 250-x\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 no\n"
                    + Scripts.QUIT);
        var session = Scripts.connect(server)) {
      assertThat(session.tls()).isEmpty();
    }
  }

  /** The server takes its leave and closes: that is no word about TLS. */
  @Test
  void opportunisticAndLeavingIsARefusal() {
    try (var server =
        ScriptedServer.play(
            "S: 220 x\nC: EHLO client.test\nS: 250-x\nS: 250 STARTTLS\nC: STARTTLS\nS: 421 4.3.2 not now\n")) {
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> Scripts.connect(server));

      assertThat(refused.reply()).contains(Reply.of(421, "4.3.2 not now"));
    }
  }

  // RFC 3207 §6: they were put there by somebody in between
  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"REQUIRED", "ENCRYPTED", "OPPORTUNISTIC"})
  void clearTextBehindTheReplyToStarttlsEndsTheSession(TlsMode mode) {
    try (var server =
        ScriptedServer.play(
            "S: 220 x\nC: EHLO client.test\nS: 250-x\nS: 250 STARTTLS\nC: STARTTLS\n"
                + "S\\ 220 go ahead\\r\\n250-mx.test\\r\\n250 AUTH PLAIN\\r\\n\n[client closes]\n")) {
      assertThatThrownBy(() -> Scripts.client(server).tls(mode).connect())
          .isInstanceOf(SmtpException.ProtocolViolation.class)
          .hasMessageContaining("STARTTLS");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"REQUIRED", "IMPLICIT"})
  void aCertificateOfAnotherNameIsNotAccepted(TlsMode mode) {
    assertRefused(OF_ANOTHER_NAME, mode, trusting);
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"REQUIRED", "IMPLICIT"})
  void anExpiredCertificateIsNotAccepted(TlsMode mode) {
    assertRefused(EXPIRED, mode, trusting);
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"REQUIRED", "IMPLICIT"})
  void anUnknownAuthorityIsNotAccepted(TlsMode mode) {
    assertRefused(GOOD, mode, TlsOptions.defaults());
  }

  private static void assertRefused(TestIdentity identity, TlsMode mode, TlsOptions options) {
    var builder = MailServer.builder();
    try (var server =
        (mode == TlsMode.IMPLICIT ? builder.implicitTls(identity) : builder.startTls(identity))
            .start()) {
      var failed =
          catchThrowableOfType(
              SmtpException.TlsFailed.class,
              () -> client(server, mode).tlsOptions(options).connect());

      assertThat(failed.phase()).isEqualTo(Phase.TLS);
      assertThat(failed).hasMessageContaining("certificate was not accepted");
    }
  }

  @Test
  void opportunisticTakesAnyCertificateAndSaysWhatIsWrongWithIt() throws SmtpException {
    try (var server = MailServer.builder().startTls(OF_ANOTHER_NAME).start();
        var session = client(server, TlsMode.OPPORTUNISTIC).tlsOptions(trusting).connect()) {
      TlsInfo tls = session.tls().orElseThrow();

      assertThat(tls.isVerified()).isFalse();
      assertThat(tls.distrust().orElseThrow()).contains("127.0.0.1");
    }
  }

  @Test
  void insecureTakesAnyCertificateWhereTlsIsRequired() throws SmtpException {
    var insecure = TlsOptions.builder().trustAnyCertificateInsecurely().build();
    try (var server = MailServer.builder().startTls(EXPIRED).start();
        var session = client(server, TlsMode.REQUIRED).tlsOptions(insecure).connect()) {
      assertThat(session.tls().orElseThrow().isVerified()).isFalse();
    }
  }

  // RFC 7435
  @Test
  void opportunisticComesBackInClearWhenTheHandshakeFails() throws SmtpException {
    try (var server =
            MailServer.builder()
                .startTls(GOOD)
                .rule(Rule.dropAt(Moment.HANDSHAKE).first(1))
                .start();
        var session = client(server, TlsMode.OPPORTUNISTIC).connect()) {
      assertThat(session.tls()).isEmpty();
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"REQUIRED", "ENCRYPTED"})
  void requiredDoesNotComeBackWhenTheHandshakeFails(TlsMode mode) {
    try (var server =
        MailServer.builder().startTls(GOOD).rule(Rule.dropAt(Moment.HANDSHAKE)).start()) {
      assertThatThrownBy(() -> client(server, mode).tlsOptions(trusting).connect())
          .isInstanceOf(SmtpException.TlsFailed.class);
    }
  }

  @Test
  void aStoreOfOurOwnReplacesTheSystems() throws SmtpException {
    var options = TlsOptions.builder().trustOnly(AUTHORITY.trustStore()).build();
    try (var server = MailServer.builder().implicitTls(GOOD).start();
        var session = client(server, TlsMode.IMPLICIT).tlsOptions(options).connect()) {
      assertThat(session.tls().orElseThrow().isVerified()).isTrue();
    }
  }

  @Test
  void aContextOfOurOwnIsUsedAsItIs() throws SmtpException {
    var options = TlsOptions.builder().sslContext(AUTHORITY.clientContext()).build();
    try (var server = MailServer.builder().implicitTls(GOOD).start();
        var session = client(server, TlsMode.IMPLICIT).tlsOptions(options).connect()) {
      assertThat(session.tls()).isPresent();
    }
  }

  @Test
  void aClientCertificateIsShownToAServerThatAsks() throws SmtpException {
    TestIdentity joe = AUTHORITY.client("joe");
    var options =
        TlsOptions.builder()
            .trustOnly(AUTHORITY.trustStore())
            .clientCertificate(joe.keyStore(), joe.keyStorePassword())
            .build();
    try (var server =
            MailServer.builder().implicitTls(GOOD).user("joe", "-").mechanisms("EXTERNAL").start();
        var session =
            client(server, TlsMode.IMPLICIT)
                .tlsOptions(options)
                .credentials(Credentials.external())
                .connect()) {
      assertThat(session.authentication()).contains("EXTERNAL");
    }
  }

  @Test
  void aFileWithoutACertificateIsToldAsThat() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    var options = TlsOptions.builder().trust(empty).build();
    try (var server = MailServer.builder().implicitTls(GOOD).start()) {
      assertThatThrownBy(() -> client(server, TlsMode.IMPLICIT).tlsOptions(options).connect())
          .isInstanceOf(SmtpException.TlsFailed.class)
          .hasMessageContaining("empty.pem");
    }
  }
}
