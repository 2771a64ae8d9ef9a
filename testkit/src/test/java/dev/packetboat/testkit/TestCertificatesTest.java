package dev.packetboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCertificatesTest {

  private final TestCertificates authority = TestCertificates.authority("The Authority");

  @Test
  void issuesWhatPathValidationAccepts() throws GeneralSecurityException {
    X509Certificate server =
        authority.server("mx.test", "*.mx.test", "127.0.0.1", "::1").certificate();

    assertThatCode(() -> validate(server)).doesNotThrowAnyException();
    assertThat(server.getVersion()).isEqualTo(3);
    assertThat(server.getSubjectX500Principal().getName()).isEqualTo("CN=mx.test");
    assertThat(server.getIssuerX500Principal().getName()).isEqualTo("CN=The Authority");
    assertThat(server.getSubjectAlternativeNames())
        .containsExactly(
            List.of(2, "mx.test"),
            List.of(2, "*.mx.test"),
            List.of(7, "127.0.0.1"),
            List.of(7, "0:0:0:0:0:0:0:1"));
    assertThat(server.getBasicConstraints()).as("no authority").isEqualTo(-1);
    assertThat(server.getKeyUsage()[0]).as("digitalSignature").isTrue();
    assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
  }

  @Test
  void givesTheAuthorityTheRightToSignCertificates() {
    X509Certificate certificate = authority.certificate();
    assertThat(certificate.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
    assertThat(certificate.getKeyUsage()[5]).as("keyCertSign").isTrue();
    assertThat(certificate.getKeyUsage()[0]).as("digitalSignature").isFalse();
  }

  @Test
  void issuesCertificatesForOtherTimes() {
    X509Certificate expired = authority.expired("mx.test").certificate();
    X509Certificate early = authority.notYetValid("mx.test").certificate();

    assertThatThrownBy(() -> validate(expired))
        .hasCauseInstanceOf(CertificateExpiredException.class);
    assertThatThrownBy(() -> validate(early))
        .hasCauseInstanceOf(CertificateNotYetValidException.class);
  }

  @Test
  void signsForNobodyElse() {
    X509Certificate stranger =
        TestCertificates.authority("The Authority").server("mx.test").certificate();
    assertThatThrownBy(() -> validate(stranger)).isInstanceOf(CertPathValidatorException.class);
  }

  private void validate(X509Certificate certificate) throws GeneralSecurityException {
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
    parameters.setRevocationEnabled(false);
    var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mx.test", "127.0.0.1", "a.mx.test"})
  void servesHandshakesThatCheckTheName(String name) throws IOException {
    TestIdentity identity = authority.server("mx.test", "*.mx.test", "127.0.0.1");
    try (var server =
            ScriptedServer.script("C: STARTTLS\nS: 220 go\n[tls]\nC: QUIT\nS: 221 bye")
                .tls(identity)
                .start();
        var client = RawClient.of(server)) {
      client.ask("STARTTLS");
      SSLSocket tls = client.startTls(authority.clientContext(), name);
      assertThat(tls.getSession().getPeerCertificates()).startsWith(identity.certificate());
      assertThat(client.ask("QUIT")).isEqualTo("221 bye");
    }
  }

  @Test
  void lowersNoGuardForAWrongName() throws IOException {
    assertHandshakeFails(authority.server("mx.test"), authority.clientContext(), "mx.example");
  }

  @Test
  void lowersNoGuardForAnExpiredCertificate() throws IOException {
    assertHandshakeFails(authority.expired("mx.test"), authority.clientContext(), "mx.test");
  }

  @Test
  void lowersNoGuardForAStranger() throws IOException {
    assertHandshakeFails(
        TestCertificates.selfSigned("mx.test"), authority.clientContext(), "mx.test");
  }

  private static void assertHandshakeFails(TestIdentity identity, SSLContext context, String name)
      throws IOException {
    try (var server = ScriptedServer.script("[tls fails]").tls(identity).start();
        var client = RawClient.of(server)) {
      assertThatThrownBy(() -> client.startTls(context, name))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void noticesAHandshakeThatFailsAgainstTheScript() throws IOException {
    var server = ScriptedServer.script("[tls]").tls(TestCertificates.selfSigned("mx.test")).start();
    try (var client = RawClient.of(server)) {
      assertThatThrownBy(() -> client.startTls(authority.clientContext(), "mx.test"))
          .isInstanceOf(SSLHandshakeException.class);
      assertThatThrownBy(server::close).hasMessageContaining("the handshake should have succeeded");
    }
  }

  @Test
  void trustsAServerThatVouchesForItselfWhereAsked() throws IOException {
    TestIdentity identity = TestCertificates.selfSigned("mx.test");
    try (var server = ScriptedServer.script("[tls]\nS: 220 hello").tls(identity).start();
        var client = RawClient.of(server)) {
      client.startTls(identity.sslContext(), "mx.test");
      assertThat(client.readLine()).isEqualTo("220 hello");
    }
  }

  @Test
  void identifiesClients() throws IOException {
    TestIdentity joe = authority.client("joe");
    try (var server =
            ScriptedServer.script("[tls]\nS: 220 hello").tls(authority.server("mx.test")).start();
        var client = RawClient.of(server)) {
      SSLSocket tls = client.startTls(joe.sslContext(), "mx.test");
      assertThat(client.readLine()).isEqualTo("220 hello");
      assertThat(tls.getSession().getLocalCertificates()).startsWith(joe.certificate());
    }
  }

  @Test
  void writesPemThatTheJdkReadsAgain(@TempDir Path folder) throws Exception {
    TestIdentity mx = authority.server("mx.test");
    mx.writePem(folder.resolve("mx.crt"), folder.resolve("mx.key"));
    Path ca = authority.writePem(folder.resolve("ca.crt"));

    assertThat(readCertificate(folder.resolve("mx.crt"))).isEqualTo(mx.certificate());
    assertThat(readCertificate(ca)).isEqualTo(authority.certificate());
    String key = Files.readString(folder.resolve("mx.key")).replaceAll("-----[A-Z ]+-----|\n", "");
    var privateKey =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(privateKey);
    signature.update((byte) 1);
    byte[] signed = signature.sign();
    signature.initVerify(mx.certificate());
    signature.update((byte) 1);
    assertThat(signature.verify(signed)).as("key and certificate belong together").isTrue();
  }

  private static X509Certificate readCertificate(Path file) throws Exception {
    var in = new ByteArrayInputStream(Files.readAllBytes(file));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bücher.test", "::g"})
  void refusesNamesThatACertificateCannotHave(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> authority.server(name))
        .withMessageContaining(name);
  }
}
