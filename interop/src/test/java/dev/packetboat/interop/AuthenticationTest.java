package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.smtp.TlsOptions;
import dev.packetboat.testkit.TestCertificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each mechanism of a real Dovecot behind a real Postfix, with the right secret and with a wrong
 * one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthenticationTest {

  private final TestCertificates authority = TestCertificates.authority();
  private DovecotAuth dovecot;
  private PostfixServer postfix;

  @BeforeAll
  void start() {
    dovecot = DovecotAuth.start();
    postfix =
        PostfixServer.builder()
            .identity(authority.server("localhost"))
            .authenticatedBy(dovecot)
            .set("smtpd_recipient_restrictions", "permit_sasl_authenticated, reject")
            .set("smtpd_relay_restrictions", "permit_sasl_authenticated, reject")
            .start();
  }

  @AfterAll
  void stop() {
    if (postfix != null) {
      postfix.close();
    }
    if (dovecot != null) {
      dovecot.close();
    }
  }

  private SmtpClient.Builder client() {
    return Relays.named("localhost")
        .tls(TlsMode.REQUIRED)
        .port(postfix.port())
        .tlsOptions(TlsOptions.builder().trustOnly(authority.trustStore()).build());
  }

  private static Credentials credentials(String mechanism, boolean right) {
    if (mechanism.equals("OAUTHBEARER") || mechanism.equals("XOAUTH2")) {
      return Credentials.token(DovecotAuth.USER, () -> right ? DovecotAuth.TOKEN : "stale");
    }
    return Credentials.password(DovecotAuth.USER, right ? DovecotAuth.PASSWORD : "close sesame");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PLAIN",
        "LOGIN",
        "CRAM-MD5",
        "SCRAM-SHA-1",
        "SCRAM-SHA-256",
        "OAUTHBEARER",
        "XOAUTH2"
      })
  void theRightSecretIsTaken(String mechanism) throws SmtpException {
    try (var session =
        client().credentials(credentials(mechanism, true)).mechanism(mechanism).connect()) {
      assertThat(session.authentication()).contains(mechanism);
      var envelope = Envelope.from("joe@client.test").to("ann@mx.test");
      assertThat(session.send(envelope, Content.of("Subject: hi\n\nhi\n")).reply().code())
          .isEqualTo(250);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PLAIN",
        "LOGIN",
        "CRAM-MD5",
        "SCRAM-SHA-1",
        "SCRAM-SHA-256",
        "OAUTHBEARER",
        "XOAUTH2"
      })
  void aWrongSecretIsRefused(String mechanism) {
    var client = client().credentials(credentials(mechanism, false)).mechanism(mechanism);
    var refused = catchThrowableOfType(SmtpException.AuthenticationFailed.class, client::connect);

    assertThat(refused.phase()).isEqualTo(Phase.AUTH);
    assertThat(refused.reply().map(Reply::code)).contains(535);
  }
}
