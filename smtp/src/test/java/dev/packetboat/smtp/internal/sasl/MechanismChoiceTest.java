package dev.packetboat.smtp.internal.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.smtp.ChannelBinding;
import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.SaslMechanism;
import dev.packetboat.smtp.SmtpException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mechanisms are used, in which order, and what is said where none can be. */
class MechanismChoiceTest {

  private static final String ALL =
      "PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS"
          + " OAUTHBEARER XOAUTH2 EXTERNAL GSSAPI";
  private static final Credentials PASSWORD = Credentials.password("joe", "open sesame");
  private static final Credentials TOKEN = Credentials.token("joe", () -> "token");

  /** What the connection is like. */
  enum Connection {
    CLEAR,
    ALLOWED_CLEAR,
    TLS,
    TLS_WITHOUT_BINDING
  }

  private static MechanismChoice choice(String offered, Connection connection) {
    Optional<ChannelBinding> binding =
        connection == Connection.TLS
            ? Optional.of(new ChannelBinding("tls-exporter", new byte[32]))
            : Optional.empty();
    Optional<String> eavesdropping =
        connection == Connection.CLEAR
            ? Optional.of("the connection is not encrypted")
            : Optional.empty();
    List<String> names = offered.isEmpty() ? List.of() : List.of(offered.split(" "));
    return new MechanismChoice(
        new SaslMechanism.Context("mx.test", 587, names, binding), eavesdropping);
  }

  private static Credentials credentials(String kind) {
    return switch (kind) {
      case "password" -> PASSWORD;
      case "token" -> TOKEN;
      default -> Credentials.external();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "password, TLS, 'SCRAM-SHA-256-PLUS SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-1 PLAIN LOGIN CRAM-MD5'",
    "password, TLS_WITHOUT_BINDING, 'SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN CRAM-MD5'",
    "password, CLEAR, 'SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5'",
    "password, ALLOWED_CLEAR, 'SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN CRAM-MD5'",
    "token, TLS, 'OAUTHBEARER XOAUTH2'",
    "token, ALLOWED_CLEAR, 'OAUTHBEARER XOAUTH2'",
    "external, TLS, EXTERNAL",
    "external, CLEAR, EXTERNAL"
  })
  void theStrongestComesFirstAndNoSecretGoesInClear(
      String kind, Connection connection, String usable) throws SmtpException {
    assertThat(choice(ALL, connection).among(credentials(kind), Optional.empty()))
        .extracting(SaslMechanism::name)
        .containsExactly(usable.split(" "));
  }

  @Test
  void whatIsNamedIsUsedAloneWhateverItsCase() throws SmtpException {
    assertThat(choice(ALL, Connection.TLS).among(PASSWORD, Optional.of("login")))
        .extracting(SaslMechanism::name)
        .containsExactly("LOGIN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password | PLAIN LOGIN | CLEAR | | no mechanism can be used: the server offers PLAIN, LOGIN,"
            + " the credentials are for SCRAM-SHA-256-PLUS, SCRAM-SHA-256, SCRAM-SHA-1-PLUS,"
            + " SCRAM-SHA-1, PLAIN, LOGIN, CRAM-MD5; PLAIN is not used, because the connection is"
            + " not encrypted; LOGIN is not used, because the connection is not encrypted",
        "token | XOAUTH2 | CLEAR | | no mechanism can be used: the server offers XOAUTH2, the"
            + " credentials are for OAUTHBEARER, XOAUTH2; XOAUTH2 is not used, because the"
            + " connection is not encrypted",
        "token | PLAIN XOAUTH2 | TLS | PLAIN | no mechanism can be used: PLAIN is asked for, the server"
            + " offers PLAIN, XOAUTH2, the credentials are for OAUTHBEARER, XOAUTH2",
        "external | | TLS | | no mechanism can be used: the server offers no authentication, the"
            + " credentials are for EXTERNAL",
        "password | SCRAM-SHA-256-PLUS | TLS_WITHOUT_BINDING | SCRAM-SHA-256-PLUS | no mechanism can"
            + " be used: SCRAM-SHA-256-PLUS is asked for, the server offers SCRAM-SHA-256-PLUS, the"
            + " credentials are for SCRAM-SHA-256-PLUS, SCRAM-SHA-256, SCRAM-SHA-1-PLUS,"
            + " SCRAM-SHA-1, PLAIN, LOGIN, CRAM-MD5; SCRAM-SHA-256-PLUS is not used, because there"
            + " is nothing in the connection that it could be tied to"
      })
  void whereNoneCanBeUsedTheErrorSaysWhatIsOfferedAndWhyNot(
      String kind, String offered, Connection connection, String named, String message) {
    var none =
        catchThrowableOfType(
            SmtpException.AuthenticationFailed.class,
            () ->
                choice(offered == null ? "" : offered, connection)
                    .among(credentials(kind), Optional.ofNullable(named)));

    assertThat(none).hasMessage(message);
    assertThat(none.sessionUsable()).isTrue();
  }

  // RFC 4013: U+E000 and U+200E are prohibited, U+00AD is mapped to nothing
  @ParameterizedTest
  @CsvSource({"joe, '\uE000x'", "joe, '\u200Ex'", "joe, '\u00AD'", "'\uE000joe', x"})
  void aPasswordThatScramHasNoFormForGoesByAnotherMechanism(String user, String password)
      throws SmtpException {
    var credentials = Credentials.password(user, password);

    assertThat(choice(ALL, Connection.TLS).among(credentials, Optional.empty()))
        .extracting(SaslMechanism::name)
        .containsExactly("PLAIN", "LOGIN", "CRAM-MD5");
    assertThat(
            catchThrowableOfType(
                SmtpException.AuthenticationFailed.class,
                () -> choice("SCRAM-SHA-256", Connection.TLS).among(credentials, Optional.empty())))
        .hasMessageContaining("characters that it does not know")
        .hasMessageNotContaining("E000");
  }
}
