package dev.packetboat.smtp.internal.sasl;

import static dev.packetboat.smtp.internal.sasl.SaslScript.authenticate;
import static dev.packetboat.smtp.internal.sasl.SaslScript.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.SmtpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mechanisms against the exchanges that their specifications print. */
class PublishedExamplesTest {

  private static final Credentials TIM = Credentials.password("tim", "tanstaaftanstaaf");

  // RFC 4616 §4
  @Test
  void plainIsThePublishedExample() throws SmtpException {
    assertThat(
            authenticate(
                """
                C: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm
                S: 235 welcome
                """,
                TIM,
                "PLAIN"))
        .isEqualTo("PLAIN");
  }

  // RFC 2195 §2
  @Test
  void cramMd5IsThePublishedExample() throws SmtpException {
    assertThat(
            authenticate(
                """
                C: AUTH CRAM-MD5
                S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
                C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
                S: 235 welcome
                """,
                TIM,
                "CRAM-MD5"))
        .isEqualTo("CRAM-MD5");
  }

  // RFC 7628 §4.1, and the same for port 587
  @ParameterizedTest
  @CsvSource({
    "143, bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB",
    "587, bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9NTg3AWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB"
  })
  void oauthBearerIsThePublishedExample(int port, String response) throws SmtpException {
    var user =
        Credentials.token("user@example.com", () -> "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==");

    assertThat(
            authenticate(
                "C: AUTH OAUTHBEARER " + response + "\nS: 235 welcome\n",
                user,
                port,
                "OAUTHBEARER"))
        .isEqualTo("OAUTHBEARER");
  }

  // RFC 7628 §4.3: a single %x01 answers the error, then comes the refusal
  @Test
  void oauthBearerAnswersThePublishedErrorAndTellsIt() {
    var failed =
        failure(
            """
            C~ AUTH OAUTHBEARER .*
            S: 334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxlX3Njb3BlIiwib3BlbmlkLWNvbmZpZ3VyYXRpb24iOiJodHRwczovL2V4YW1wbGUuY29tLy53ZWxsLWtub3duL29wZW5pZC1jb25maWd1cmF0aW9uIn0=
            C: AQ==
            S: 535 5.7.1 not accepted
            """,
            Credentials.token("user@example.com", () -> "stale"),
            "OAUTHBEARER");

    assertThat(failed)
        .hasMessageContaining("535 5.7.1 not accepted")
        .hasMessageContaining("{\"status\":\"invalid_token\"");
    assertThat(failed.sessionUsable()).isTrue();
  }

  // https://developers.google.com/gmail/imap/xoauth2-protocol
  @Test
  void xoauth2IsThePublishedExample() throws SmtpException {
    assertThat(
            authenticate(
                """
                C: AUTH XOAUTH2 dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==
                S: 235 welcome
                """,
                Credentials.token(
                    "someuser@example.com", () -> "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"),
                "XOAUTH2"))
        .isEqualTo("XOAUTH2");
  }
}
