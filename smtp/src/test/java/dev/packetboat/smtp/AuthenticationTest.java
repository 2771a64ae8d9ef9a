package dev.packetboat.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.ScriptedServer;
import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which mechanism is used, what goes over the wire, and what a refusal means. */
class AuthenticationTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final TestIdentity SERVER = AUTHORITY.server("localhost", "127.0.0.1");
  private static final String JOE = "joe";
  private static final String SECRET = "open sesame";

  @TempDir private Path folder;

  private SmtpClient.Builder secured(MailServer server) throws IOException {
    Path pem = AUTHORITY.writePem(folder.resolve("authority.pem"));
    return SmtpClient.submission(server.host())
        .port(server.port())
        .tlsOptions(TlsOptions.builder().trust(pem).build());
  }

  private static MailServer.Builder server() {
    return MailServer.builder().startTls(SERVER).user(JOE, SECRET).token(JOE, "valid");
  }

  private static String offering(String mechanisms) {
    return "S: 220 x\nC: EHLO client.test\nS: 250-x\nS: 250 AUTH " + mechanisms + "\n";
  }

  private static SmtpClient.Builder inClear(ScriptedServer server) {
    return Scripts.client(server).tls(TlsMode.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PLAIN",
        "LOGIN",
        "CRAM-MD5",
        "SCRAM-SHA-1",
        "SCRAM-SHA-256",
        "SCRAM-SHA-1-PLUS",
        "SCRAM-SHA-256-PLUS"
      })
  void eachPasswordMechanismIsTakenWithTheRightPasswordAndNoOther(String mechanism)
      throws IOException {
    try (var server = server().mechanisms(mechanism).start()) {
      try (var session = secured(server).credentials(Credentials.password(JOE, SECRET)).connect()) {
        assertThat(session.authentication()).contains(mechanism);
      }
      var client = secured(server).credentials(Credentials.password(JOE, "close sesame"));
      var refused = catchThrowableOfType(SmtpException.AuthenticationFailed.class, client::connect);

      assertThat(refused.reply().map(Reply::code)).contains(535);
      assertThat(refused.phase()).isEqualTo(Phase.AUTH);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
  void aTokenThatHasExpiredIsAskedForOnceMore(String mechanism) throws IOException {
    Queue<String> tokens = new ArrayDeque<>(List.of("expired", "valid"));
    try (var server = server().mechanisms(mechanism).start();
        var session =
            secured(server).credentials(Credentials.token(JOE, tokens::remove)).connect()) {
      assertThat(session.authentication()).contains(mechanism);
      assertThat(tokens).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
  void aTokenIsAskedForTwiceAndNotAgain(String mechanism) throws IOException {
    Queue<String> tokens = new ArrayDeque<>(List.of("expired", "expired", "valid"));
    try (var server = server().mechanisms(mechanism).start()) {
      var client = secured(server).credentials(Credentials.token(JOE, tokens::remove));

      assertThatThrownBy(client::connect).isInstanceOf(SmtpException.AuthenticationFailed.class);
      assertThat(tokens).containsExactly("valid");
    }
  }

  @Test
  void aTokenThatCannotBeHadIsToldAsThat() throws IOException {
    TokenSource broken =
        () -> {
          throw new IOException("the identity provider is down");
        };
    try (var server = server().mechanisms("OAUTHBEARER").start()) {
      var client = secured(server).credentials(Credentials.token(JOE, broken));

      assertThatThrownBy(client::connect)
          .isInstanceOf(SmtpException.AuthenticationFailed.class)
          .hasMessageContaining("the identity provider is down");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS', SCRAM-SHA-256-PLUS",
    "'PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1-PLUS SCRAM-SHA-1 SCRAM-SHA-256', SCRAM-SHA-256",
    "'PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1-PLUS SCRAM-SHA-1', SCRAM-SHA-1-PLUS",
    "'PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1', SCRAM-SHA-1",
    "'CRAM-MD5 LOGIN PLAIN', PLAIN",
    "'CRAM-MD5 LOGIN', LOGIN",
    "'CRAM-MD5 XOAUTH2', CRAM-MD5"
  })
  void overTlsTheStrongestThatIsOfferedIsUsed(String offered, String used) throws IOException {
    try (var server = server().mechanisms(offered.split(" ")).start();
        var session = secured(server).credentials(Credentials.password(JOE, SECRET)).connect()) {
      assertThat(session.authentication()).contains(used);
    }
  }

  @Test
  void theMechanismThatIsNamedIsUsed() throws IOException {
    try (var server = server().mechanisms("SCRAM-SHA-256", "LOGIN").start();
        var session =
            secured(server)
                .credentials(Credentials.password(JOE, SECRET))
                .mechanism("login")
                .connect()) {
      assertThat(session.authentication()).contains("LOGIN");
    }
  }

  @Test
  void aMechanismThatIsNotOfferedIsAnErrorThatListsThoseThatAre() {
    try (var server = ScriptedServer.play(offering("SCRAM-SHA-1 GSSAPI") + Scripts.QUIT)) {
      var client =
          inClear(server).credentials(Credentials.password(JOE, SECRET)).mechanism("SCRAM-SHA-256");

      assertThatThrownBy(client::connect)
          .isInstanceOf(SmtpException.AuthenticationFailed.class)
          .hasMessageContaining("SCRAM-SHA-1, GSSAPI")
          .hasMessageContaining("SCRAM-SHA-256");
    }
  }

  @Test
  void noPasswordGoesInClear() {
    try (var server = ScriptedServer.play(offering("PLAIN LOGIN") + Scripts.QUIT)) {
      var client = inClear(server).credentials(Credentials.password(JOE, SECRET));

      assertThatThrownBy(client::connect)
          .isInstanceOf(SmtpException.AuthenticationFailed.class)
          .hasMessageContaining("not encrypted")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void noTokenGoesInClear() {
    try (var server = ScriptedServer.play(offering("OAUTHBEARER XOAUTH2") + Scripts.QUIT)) {
      var client = inClear(server).credentials(Credentials.token(JOE, () -> "valid"));

      assertThatThrownBy(client::connect)
          .isInstanceOf(SmtpException.AuthenticationFailed.class)
          .hasMessageContaining("not encrypted");
    }
  }

  // RFC 4616 §4
  @Test
  void aPasswordGoesInClearWhenItIsAskedForLoudly() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                offering("PLAIN")
                    + "C: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm\nS: 235 welcome\n"
                    + Scripts.QUIT);
        var session =
            inClear(server)
                .credentials(Credentials.password("tim", "tanstaaftanstaaf"))
                .allowCleartextAuthentication()
                .connect()) {
      assertThat(session.authentication()).contains("PLAIN");
    }
  }

  // RFC 2195 §2
  @Test
  void cramMd5AnswersThePublishedChallengeWithThePublishedDigest() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                offering("CRAM-MD5")
                    + """
                    C: AUTH CRAM-MD5
                    S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
                    C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
                    S: 235 welcome
                    """
                    + Scripts.QUIT);
        var session =
            inClear(server)
                .credentials(Credentials.password("tim", "tanstaaftanstaaf"))
                .connect()) {
      assertThat(session.authentication()).contains("CRAM-MD5");
    }
  }

  @Test
  void loginAnswersByPositionWhateverTheServerAsks() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                offering("LOGIN")
                    + """
                    C: AUTH LOGIN
                    S: 334 V2hvPw==
                    C: dGlt
                    S: 334
                    C: dGFuc3RhYWZ0YW5zdGFhZg==
                    S: 235 welcome
                    """
                    + Scripts.QUIT);
        var session =
            inClear(server)
                .credentials(Credentials.password("tim", "tanstaaftanstaaf"))
                .allowCleartextAuthentication()
                .connect()) {
      assertThat(session.authentication()).contains("LOGIN");
    }
  }

  // RFC 4954 §4: an empty initial response is written as "="
  @ParameterizedTest
  @CsvSource({"'', =", "joe, am9l"})
  void externalNamesWhomItActsFor(String user, String response) throws SmtpException {
    Credentials credentials = user.isEmpty() ? Credentials.external() : Credentials.external(user);
    try (var server =
            ScriptedServer.play(
                offering("EXTERNAL")
                    + "C: AUTH EXTERNAL "
                    + response
                    + "\nS: 235 welcome\n"
                    + Scripts.QUIT);
        var session = inClear(server).credentials(credentials).connect()) {
      assertThat(session.authentication()).contains("EXTERNAL");
    }
  }

  // RFC 4954 §4: what is too long for a command waits for an empty challenge
  @Test
  void aLongInitialResponseWaitsForTheChallenge() throws SmtpException {
    String token = "t".repeat(600);
    try (var server =
            ScriptedServer.play(
                offering("XOAUTH2")
                    + "C: AUTH XOAUTH2\nS: 334\nC~ [A-Za-z0-9+/=]{800,}\nS: 235 welcome\n"
                    + Scripts.QUIT);
        var session =
            inClear(server)
                .credentials(Credentials.token(JOE, () -> token))
                .allowCleartextAuthentication()
                .connect()) {
      assertThat(session.authentication()).contains("XOAUTH2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {504, 534})
  void theNextMechanismIsTriedWhereTheServerDoesNotDoTheFirst(int code) throws SmtpException {
    try (var server =
            ScriptedServer.play(
                offering("PLAIN LOGIN")
                    + "C~ AUTH PLAIN .*\nS: "
                    + code
                    + " not this one\n"
                    + """
                    C: AUTH LOGIN
                    S: 334 VXNlcm5hbWU6
                    C: am9l
                    S: 334 UGFzc3dvcmQ6
                    C~ .*
                    S: 235 welcome
                    """
                    + Scripts.QUIT);
        var session =
            inClear(server)
                .credentials(Credentials.password(JOE, SECRET))
                .allowCleartextAuthentication()
                .connect()) {
      assertThat(session.authentication()).contains("LOGIN");
    }
  }

  @Test
  void aWrongPasswordIsTriedOnceAndByNoOtherMechanism() {
    try (var server =
        ScriptedServer.play(
            offering("PLAIN LOGIN CRAM-MD5")
                + "C~ AUTH PLAIN .*\nS: 535 5.7.8 wrong\n"
                + Scripts.QUIT)) {
      var client =
          inClear(server)
              .credentials(Credentials.password(JOE, SECRET))
              .allowCleartextAuthentication();
      var refused = catchThrowableOfType(SmtpException.AuthenticationFailed.class, client::connect);

      assertThat(refused.reply()).contains(Reply.of(535, "5.7.8 wrong"));
    }
  }

  @Test
  void aChallengeThatIsNotBase64IsCancelled() {
    try (var server =
        ScriptedServer.play(
            offering("CRAM-MD5")
                + "C: AUTH CRAM-MD5\nS: 334 not base64!\nC: *\nS: 501 cancelled\n"
                + Scripts.QUIT)) {
      var client = inClear(server).credentials(Credentials.password(JOE, SECRET));

      assertThatThrownBy(client::connect)
          .isInstanceOf(SmtpException.AuthenticationFailed.class)
          .hasMessageContaining("base64");
    }
  }

  @Test
  void aServerThatAsksWithoutEndIsCancelled() {
    try (var server =
        ScriptedServer.play(
            offering("LOGIN")
                + "C: AUTH LOGIN\nS: 334\nC: am9l\nS: 334\nC~ .*\nS: 334\nC: *\nS: 501 cancelled\n"
                + Scripts.QUIT)) {
      var client =
          inClear(server)
              .credentials(Credentials.password(JOE, SECRET))
              .allowCleartextAuthentication();

      assertThatThrownBy(client::connect).isInstanceOf(SmtpException.AuthenticationFailed.class);
    }
  }

  @Test
  void scramIsNotConvincedByAServerThatDoesNotKnowThePassword() {
    try (var server =
        ScriptedServer.play(
            offering("SCRAM-SHA-256")
                + "C~ AUTH SCRAM-SHA-256 .*\nS: 235 welcome\n"
                + Scripts.QUIT)) {
      var client = inClear(server).credentials(Credentials.password(JOE, SECRET));

      assertThatThrownBy(client::connect)
          .isInstanceOf(SmtpException.AuthenticationFailed.class)
          .hasMessageContaining("did not show");
    }
  }

  @Test
  void secretsShowNowhere() throws IOException {
    var transcript = new RecordingTranscript();
    try (var server = server().mechanisms("PLAIN").start();
        var session =
            secured(server)
                .credentials(Credentials.password(JOE, SECRET))
                .transcript(transcript)
                .connect()) {
      assertThat(session.authentication()).contains("PLAIN");
    }
    assertThat(transcript.lines).contains("C: AUTH PLAIN ***");
    assertThat(Credentials.password(JOE, SECRET)).asString().doesNotContain(SECRET);
    assertThat(Credentials.password(JOE, SECRET).mechanisms())
        .allSatisfy(mechanism -> assertThat(mechanism).asString().doesNotContain(SECRET));
  }

  @ParameterizedTest
  @CsvSource({"'', secret", "joe, ''", "'jo\0e', secret", "joe, 'sec\r\nret'"})
  void whatCannotBeACredentialIsRefusedEarly(String user, String password) {
    assertThatThrownBy(() -> Credentials.password(user, password))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void authenticationByHandComesAfterConnecting() throws IOException {
    try (var server = server().start();
        var session = secured(server).connect()) {
      assertThat(session.authentication()).isEmpty();
      assertThat(session.authenticate(Credentials.password(JOE, SECRET)))
          .isEqualTo("SCRAM-SHA-256-PLUS");
      assertThat(session.authentication()).contains("SCRAM-SHA-256-PLUS");
    }
  }
}
