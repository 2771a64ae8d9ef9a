package dev.packetboat.smtp.internal.sasl;

import static dev.packetboat.smtp.internal.sasl.SaslScript.authenticate;
import static dev.packetboat.smtp.internal.sasl.SaslScript.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.SaslMechanism;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.TokenSource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said in an authentication, line by line, where all goes well and where it does not. */
class AuthenticationScriptTest {

  private static final Credentials TIM = Credentials.password("tim", "tanstaaftanstaaf");

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static TokenSource tokens(String... tokens) {
    Queue<String> queue = new ArrayDeque<>(List.of(tokens));
    return queue::remove;
  }

  // RFC 5801 §4: "," and "=" have forms of their own in a gs2 header
  @Test
  void aUserNameCannotChangeTheHeaderOfOauthBearer() throws SmtpException {
    String message = "n,a=j=2Cn=3Dx,\1host=server.example.com\1port=587\1auth=Bearer t\1\1";

    assertThat(
            authenticate(
                "C: AUTH OAUTHBEARER " + base64(message) + "\nS: 235 welcome\n",
                Credentials.token("j,n=x", () -> "t"),
                "OAUTHBEARER"))
        .isEqualTo("OAUTHBEARER");
  }

  @Test
  void xoauth2AnswersAnErrorWithAnEmptyLineAndTriesAFreshTokenOnce() throws SmtpException {
    assertThat(
            authenticate(
                "C: AUTH XOAUTH2 "
                    + base64("user=joe\1auth=Bearer old\1\1")
                    + "\nS: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC: \nS: 535 5.7.8 stale\nC: AUTH XOAUTH2 "
                    + base64("user=joe\1auth=Bearer new\1\1")
                    + "\nS: 235 welcome\n",
                Credentials.token("joe", tokens("old", "new")),
                "XOAUTH2"))
        .isEqualTo("XOAUTH2");
  }

  @Test
  void theSameTokenIsNotSentTwice() {
    var failed =
        failure(
            "C~ AUTH XOAUTH2 .*\nS: 535 5.7.8 stale\n",
            Credentials.token("joe", tokens("old", "old", "new")),
            "XOAUTH2");

    assertThat(failed).hasMessageContaining("535 5.7.8 stale");
  }

  @ParameterizedTest
  @ValueSource(ints = {454, 501, 530, 550})
  void whatIsNoWordAboutTheTokenDoesNotAskForAnother(int code) {
    var failed =
        failure(
            "C~ AUTH XOAUTH2 .*\nS: " + code + " no\n",
            Credentials.token("joe", tokens("one")),
            "XOAUTH2");

    assertThat(failed.reply().orElseThrow().code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(ints = {504, 534})
  void aMechanismThatIsNotToBeUsedIsFollowedByTheNextWithoutANewTry(int code) throws SmtpException {
    assertThat(
            authenticate(
                "C~ AUTH OAUTHBEARER .*\nS: " + code + " no\nC~ AUTH XOAUTH2 .*\nS: 235 welcome\n",
                Credentials.token("joe", tokens("one", "two")),
                "OAUTHBEARER",
                "XOAUTH2"))
        .isEqualTo("XOAUTH2");
  }

  @Test
  void whatTheServerSaysAboutATokenShowsNeitherTheTokenNorControlCharacters() {
    var failed =
        failure(
            "C~ AUTH XOAUTH2 .*\nS: 334 "
                + base64("bad \u001b[31m\u009b token very-secret " + "x".repeat(1000))
                + "\nC: \nS: 535 no\n",
            Credentials.token("joe", () -> "very-secret"),
            "XOAUTH2");

    assertThat(failed).hasMessageContaining("bad \uFFFD[31m\uFFFD token ***");
    assertThat(failed.getMessage()).hasSizeLessThan(400).doesNotContain("very-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\r\nend", "\u00e9"})
  void whatIsNoTokenIsNotSent(String token) {
    var failed = failure("", Credentials.token("joe", () -> token), "OAUTHBEARER");

    assertThat(failed).hasMessageContaining("token");
    assertThat(failed.sessionUsable()).isTrue();
  }

  // RFC 4954 §6 has 235; 250 is met
  @ParameterizedTest
  @ValueSource(ints = {235, 250})
  void everyPositiveReplyIsAYes(int code) throws SmtpException {
    assertThat(
            authenticate(
                "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\n"
                    + "C: dGFuc3RhYWZ0YW5zdGFhZg==\nS: "
                    + code
                    + " ok\n",
                TIM,
                "LOGIN"))
        .isEqualTo("LOGIN");
  }

  // RFC 5321 §4.2.1: 354 is no answer to AUTH
  @Test
  void anIntermediateReplyThatIsNot334BreaksTheProtocol() {
    assertThatThrownBy(() -> authenticate("C~ AUTH PLAIN .*\nS: 354 go ahead\n", TIM, "PLAIN"))
        .isInstanceOfSatisfying(
            SmtpException.ProtocolViolation.class,
            violation -> assertThat(violation.sessionUsable()).isFalse());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CRAM-MD5 | AUTH CRAM-MD5 | not base64! | base64",
        "CRAM-MD5 | AUTH CRAM-MD5 | | not one of CRAM-MD5",
        "CRAM-MD5 | AUTH CRAM-MD5 | PAA+ | not one of CRAM-MD5",
        "CRAM-MD5 | AUTH CRAM-MD5 | /////w== | not one of CRAM-MD5",
        "PLAIN | AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm | | more than PLAIN has",
        "SCRAM-SHA-1 | AUTH SCRAM-SHA-1 biws[A-Za-z0-9+/=]* | bm90IHNjcmFt | not SCRAM"
      })
  void aChallengeThatCannotBeAnsweredIsCancelled(
      String mechanism, String command, String challenge, String reason) {
    var failed =
        failure(
            "C~ "
                + command
                + "\nS: 334 "
                + (challenge == null ? "" : challenge)
                + "\nC: *\nS: 501 cancelled\n",
            TIM,
            mechanism);

    assertThat(failed).hasMessageContaining(reason);
    assertThat(failed.sessionUsable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"S: 235 welcome", "S: 334 ", "S: 354 x", "[closed]"})
  void aCancellationThatIsNotTakenEndsTheSessionAndTheReasonIsKept(String answer) {
    var failed =
        failure("C: AUTH CRAM-MD5\nS: 334 not base64!\nC: *\n" + answer + "\n", TIM, "CRAM-MD5");

    assertThat(failed).hasMessageContaining("base64");
    assertThat(failed.sessionUsable()).isFalse();
  }

  @Test
  void aServerThatAsksWithoutEndIsCancelled() {
    var patient =
        Credentials.of(
            new OwnMechanism() {
              @Override
              public byte[] respond(byte[] challenge) {
                return challenge;
              }
            });

    var failed =
        failure(
            "C: AUTH X-OWN\n" + "S: 334 YQ==\nC: YQ==\n".repeat(10) + "S: 334\nC: *\nS: 501 ok\n",
            patient,
            "X-OWN");

    assertThat(failed).hasMessageContaining("without end");
  }

  @Test
  void aMechanismThatBreaksUnexpectedlyLeavesNoServerWaiting() {
    var broken =
        Credentials.of(
            new OwnMechanism() {
              @Override
              public byte[] respond(byte[] challenge) {
                throw new IllegalStateException("a fault of its own");
              }
            });
    var server = SaslScript.of("C: AUTH X-OWN\nS: 334 YQ==\nC: *\nS: 501 ok\n");
    Authentication authentication = server.authentication(587, "X-OWN");

    assertThatThrownBy(() -> authentication.run(broken, Optional.empty()))
        .isInstanceOf(IllegalStateException.class);
    server.assertPlayed();
  }

  // RFC 4954 §4: 512 octets for the command, 12288 for a line of base64, CRLF included
  @ParameterizedTest
  @CsvSource({"372, true", "373, false"})
  void anInitialResponseGoesWithTheCommandAsLongAsItFits(int octets, boolean together)
      throws SmtpException {
    // 372 octets are 496 in base64 and 507 with "AUTH PLAIN "; one more makes it 511
    var credentials = Credentials.password("u", "p".repeat(octets - "\0u\0".length()));
    String script =
        together
            ? "C~ AUTH PLAIN [A-Za-z0-9+/=]+\nS: 235 ok\n"
            : "C: AUTH PLAIN\nS: 334\nC~ [A-Za-z0-9+/=]+\nS: 235 ok\n";

    assertThat(authenticate(script, credentials, "PLAIN")).isEqualTo("PLAIN");
  }

  @Test
  void aResponseThatNoServerHasToTakeIsNotSent() {
    assertThat(failure("", Credentials.token("joe", () -> "t".repeat(9300)), "OAUTHBEARER"))
        .hasMessageContaining("longer than servers have to take");
  }

  @ParameterizedTest
  @CsvSource({"'jo\0e'", "'jo\r\ne'", "'\u0085'"})
  void noUserNameHoldsAControlCharacter(String user) {
    assertThatThrownBy(() -> Credentials.external(user))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Credentials.token(user, () -> "t"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Credentials.password(user, "p"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void credentialsNeedAMechanismWithAName() {
    assertThatThrownBy(Credentials::of).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                Credentials.of(
                    new OwnMechanism() {
                      @Override
                      public String name() {
                        return "X OWN";
                      }
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X OWN");
  }

  @Test
  void aPasswordInAnArrayMayBeClearedAtOnce() throws SmtpException {
    char[] password = "tanstaaftanstaaf".toCharArray();
    var credentials = Credentials.password("tim", password);
    Arrays.fill(password, '\0');

    assertThat(
            authenticate(
                "C: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm\nS: 235 ok\n", credentials, "PLAIN"))
        .isEqualTo("PLAIN");
  }

  /** A mechanism as a user writes one: the server speaks first. */
  private static class OwnMechanism implements SaslMechanism, SaslMechanism.Exchange {

    @Override
    public String name() {
      return "X-OWN";
    }

    @Override
    public Exposure exposure() {
      return Exposure.NONE;
    }

    @Override
    public Exchange start(Context context) {
      return this;
    }

    @Override
    public Optional<byte[]> initialResponse() {
      return Optional.empty();
    }

    @Override
    public byte[] respond(byte[] challenge) throws IOException {
      throw new IOException("it has no answer");
    }
  }
}
