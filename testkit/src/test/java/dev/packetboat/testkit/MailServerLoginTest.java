package dev.packetboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.ongres.scram.client.ScramClient;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailServerLoginTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final TestIdentity IDENTITY = AUTHORITY.server("mx.test");

  private static MailServer.Builder overTls() {
    return MailServer.builder().implicitTls(IDENTITY).user("joe", "secret").token("joe", "t0ken");
  }

  private static RawClient secured(MailServer server) throws IOException {
    return secured(server, AUTHORITY.client("joe"));
  }

  private static RawClient secured(MailServer server, TestIdentity client) throws IOException {
    RawClient raw = RawClient.of(server);
    raw.startTls(client.sslContext(), "mx.test");
    raw.readReply();
    raw.ask("EHLO client.test");
    return raw;
  }

  private static RawClient clear(MailServer server) throws IOException {
    RawClient raw = RawClient.of(server);
    raw.readReply();
    raw.ask("EHLO client.test");
    return raw;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String challenge) {
    assertThat(challenge).startsWith("334 ");
    return new String(Base64.getDecoder().decode(challenge.substring(4)), StandardCharsets.UTF_8);
  }

  @Test
  void offersWhatTheConnectionIsSafeFor() throws IOException {
    try (var server =
            MailServer.builder()
                .startTls(IDENTITY)
                .user("joe", "secret")
                .token("joe", "t")
                .start();
        var client = clear(server)) {
      assertThat(client.ask("EHLO client.test"))
          .endsWith("250 AUTH SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5");
      client.ask("STARTTLS");
      client.startTls(AUTHORITY.client("joe").sslContext(), "mx.test");
      assertThat(client.ask("EHLO client.test"))
          .contains(
              "250 AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-1 CRAM-MD5 EXTERNAL OAUTHBEARER"
                  + " XOAUTH2 PLAIN LOGIN");
    }
  }

  @Test
  void offersJustWhatIsAskedFor() throws IOException {
    try (var server =
            MailServer.builder().user("joe", "secret").mechanisms("login", "PLAIN").start();
        var client = clear(server)) {
      assertThat(client.ask("EHLO client.test")).endsWith("250 AUTH LOGIN PLAIN");
      assertThat(client.ask("AUTH CRAM-MD5")).startsWith("504 5.5.4 ");
      assertThat(client.ask("AUTH PLAIN " + base64("\0joe\0secret"))).startsWith("235 2.7.0 ");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MailServer.builder().mechanisms("TELEPATHY"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PLAIN       | \\0joe\\0secret                                          | 235 2.7.0
          PLAIN       | joe\\0joe\\0secret                                       | 235 2.7.0
          PLAIN       | ann\\0joe\\0secret                                       | 535 5.7.8
          PLAIN       | \\0joe\\0Secret                                          | 535 5.7.8
          PLAIN       | \\0ann\\0secret                                          | 535 5.7.8
          PLAIN       | joe secret                                               | 501 5.5.2
          XOAUTH2     | user=joe\\1auth=Bearer t0ken\\1\\1                       | 235 2.7.0
          XOAUTH2     | user=joe\\1auth=Basic t0ken\\1\\1                        | 501 5.5.2
          OAUTHBEARER | n,a=joe,\\1host=mx.test\\1port=587\\1auth=Bearer t0ken\\1\\1 | 235 2.7.0
          OAUTHBEARER | n,a=joe,\\1auth=Bearer t0ken\\1\\1                       | 235 2.7.0
          OAUTHBEARER | user=joe\\1auth=Bearer t0ken\\1\\1                       | 501 5.5.2
          EXTERNAL    | joe                                                      | 235 2.7.0
          EXTERNAL    | ann                                                      | 535 5.7.8
          """)
  void judgesAnInitialResponse(String mechanism, String response, String reply) throws IOException {
    try (var server = overTls().start();
        var client = secured(server)) {
      String octets = response.replace("\\0", "\0").replace("\\1", "\1");
      assertThat(client.ask("AUTH " + mechanism + " " + base64(octets))).startsWith(reply + " ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "plain"})
  void asksForTheResponseWhereItIsNotThere(String mechanism) throws IOException {
    try (var server = overTls().start();
        var client = secured(server)) {
      assertThat(client.ask("AUTH " + mechanism)).isEqualTo("334 ");
      assertThat(client.ask(base64("\0joe\0secret"))).startsWith("235 ");
    }
  }

  @Test
  void takesAnEmptyInitialResponse() throws IOException {
    try (var server = overTls().start();
        var client = secured(server)) {
      assertThat(client.ask("AUTH EXTERNAL =")).startsWith("235 ");
    }
  }

  @ParameterizedTest
  @CsvSource({"joe,secret,235", "joe,wrong,535", "ann,secret,535"})
  void speaksLogin(String user, String password, String code) throws IOException {
    try (var server = overTls().start();
        var client = secured(server)) {
      assertThat(decoded(client.ask("AUTH LOGIN"))).isEqualTo("Username:");
      assertThat(decoded(client.ask(base64(user)))).isEqualTo("Password:");
      assertThat(client.ask(base64(password))).startsWith(code);
    }
  }

  @ParameterizedTest
  @CsvSource({"joe,secret,235", "joe,wrong,535", "ann,secret,535"})
  void speaksCramMd5(String user, String password, String code) throws Exception {
    try (var server = MailServer.builder().user("joe", "secret").start();
        var client = clear(server)) {
      String challenge = decoded(client.ask("AUTH CRAM-MD5"));
      assertThat(challenge).matches("<\\d+@mx\\.test>");
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
      String digest =
          HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8)));
      assertThat(client.ask(base64(user + " " + digest))).startsWith(code);
    }
  }

  // RFC 7628 §3.2.3
  @ParameterizedTest
  @CsvSource({"XOAUTH2,user=joe", "OAUTHBEARER,'n,a=joe,'"})
  void saysWhyATokenIsWrongBeforeItRefuses(String mechanism, String beginning) throws IOException {
    try (var server = overTls().start();
        var client = secured(server)) {
      String response = base64(beginning + "\1auth=Bearer wrong\1\1");
      assertThat(decoded(client.ask("AUTH " + mechanism + " " + response)))
          .contains("\"status\":\"invalid_token\"");
      assertThat(client.ask("AQ==")).startsWith("535 5.7.8 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-1", "SCRAM-SHA-256"})
  void speaksScram(String mechanism) throws Exception {
    try (var server = MailServer.builder().user("jo=e,", "pässwörd").start();
        var client = clear(server)) {
      var scram =
          ScramClient.builder()
              .advertisedMechanisms(List.of(mechanism))
              .username("jo=e,")
              .password("pässwörd".toCharArray())
              .build();
      assertThat(converse(client, scram)).startsWith("235 ");
    }
  }

  @Test
  void refusesAWrongPasswordInScram() throws Exception {
    try (var server = MailServer.builder().user("joe", "secret").start();
        var client = clear(server)) {
      var scram =
          ScramClient.builder()
              .advertisedMechanisms(List.of("SCRAM-SHA-256"))
              .username("joe")
              .password("wrong".toCharArray())
              .build();
      assertThat(converse(client, scram)).startsWith("535 5.7.8 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SCRAM-SHA-1-PLUS,tls-server-end-point",
    "SCRAM-SHA-256-PLUS,tls-server-end-point",
    "SCRAM-SHA-256-PLUS,tls-exporter"
  })
  void bindsScramToTheConnection(String mechanism, String type) throws Exception {
    try (var server = overTls().start();
        var client = secured(server)) {
      var scram =
          ScramClient.builder()
              .advertisedMechanisms(List.of(mechanism))
              .username("joe")
              .password("secret".toCharArray())
              .channelBinding(type, binding(type, (SSLSocket) client.socket()))
              .build();
      assertThat(scram.getScramMechanism().getName()).isEqualTo(mechanism);
      assertThat(converse(client, scram)).startsWith("235 ");
    }
  }

  @Test
  void refusesABindingToAnotherConnection() throws Exception {
    try (var server = overTls().start();
        var client = secured(server)) {
      var scram =
          ScramClient.builder()
              .advertisedMechanisms(List.of("SCRAM-SHA-256-PLUS"))
              .username("joe")
              .password("secret".toCharArray())
              .channelBinding("tls-server-end-point", new byte[32])
              .build();
      assertThat(converse(client, scram)).startsWith("535 5.7.8 ");
    }
  }

  // RFC 5802 §6: y says that the client believes that the server cannot bind
  @ParameterizedTest
  @CsvSource({
    "'y,,n=joe,r=abc',535",
    "'p=tls-exporter,,n=joe,r=abc',535",
    "'n,,n=joe,r=abc',334",
    "'n,,r=abc',501",
    "'x,,n=joe,r=abc',501"
  })
  void noticesThatBindingWasHiddenFromTheClient(String first, String code) throws IOException {
    try (var server = overTls().start();
        var client = secured(server)) {
      assertThat(client.ask("AUTH SCRAM-SHA-256 " + base64(first))).startsWith(code);
    }
  }

  private static String converse(RawClient client, ScramClient scram) throws Exception {
    String name = scram.getScramMechanism().getName();
    scram.serverFirstMessage(
        decoded(client.ask("AUTH " + name + " " + base64(scram.clientFirstMessage().toString()))));
    String reply = client.ask(base64(scram.clientFinalMessage().toString()));
    if (!reply.startsWith("334")) {
      return reply;
    }
    scram.serverFinalMessage(decoded(reply)); // throws where the server does not know the password
    return client.ask("");
  }

  private static byte[] binding(String type, SSLSocket socket) throws Exception {
    if (type.equals("tls-server-end-point")) {
      return MessageDigest.getInstance("SHA-256").digest(IDENTITY.certificate().getEncoded());
    }
    Optional<Method> exporter =
        List.of(ExtendedSSLSession.class.getMethods()).stream()
            .filter(m -> m.getName().equals("exportKeyingMaterialData"))
            .findFirst();
    assumeThat(exporter).as("keying material can be exported since Java 25").isPresent();
    return (byte[])
        exporter
            .orElseThrow()
            .invoke(socket.getSession(), "EXPORTER-Channel-Binding", new byte[0], 32);
  }

  @ParameterizedTest
  @CsvSource({"*,501 5.7.0", "?,501 5.5.2"})
  void endsAnExchangeThatMakesNoSense(String response, String reply) throws IOException {
    try (var server = overTls().start();
        var client = secured(server)) {
      client.ask("AUTH PLAIN");
      assertThat(client.ask(response)).startsWith(reply);
      assertThat(client.ask("AUTH PLAIN " + base64("\0joe\0secret")))
          .as("it may be tried again")
          .startsWith("235 ");
      assertThat(client.ask("AUTH PLAIN")).as("but not after success").startsWith("503 ");
    }
  }

  @Test
  void asksForALoginWhereItIsRequired() throws IOException {
    try (var server = overTls().requireLogin().start();
        var client = secured(server)) {
      assertThat(client.ask("MAIL FROM:<joe@client.test>")).startsWith("530 5.7.0 ");
      client.ask("AUTH PLAIN " + base64("\0joe\0secret"));
      assertThat(client.ask("MAIL FROM:<joe@client.test> AUTH=<>")).startsWith("250 ");
      client.ask("RCPT TO:<ann@mx.test>");
      client.ask("DATA");
      client.ask(".");
      ReceivedMessage message = server.awaitMessages(1, Duration.ofSeconds(10)).getFirst();
      assertThat(message.user()).contains("joe");
      assertThat(message.transcript())
          .contains("C: AUTH PLAIN (secret)\n")
          .doesNotContain(base64("\0joe\0secret"));
      assertThat(server.events()).contains(new MailEvent.Authenticated(1, "joe"));
    }
  }

  @Test
  void knowsNobodyByExternalWithoutACertificate() throws IOException, GeneralSecurityException {
    try (var server = overTls().mechanisms("EXTERNAL").start();
        var client = RawClient.of(server)) {
      client.startTls(AUTHORITY.clientContext(), "mx.test");
      client.readReply();
      client.ask("EHLO client.test");
      assertThat(client.ask("AUTH EXTERNAL =")).startsWith("535 ");
    }
  }

  @Test
  void fails454WhereARuleSaysSo() throws IOException {
    try (var server =
            overTls()
                .rule(Rule.replyTo(Moment.AUTH, "454 4.7.0 try later").matching("PLAIN"::equals))
                .start();
        var client = secured(server)) {
      assertThat(client.ask("AUTH PLAIN " + base64("\0joe\0secret")))
          .isEqualTo("454 4.7.0 try later");
      assertThat(client.ask("AUTH EXTERNAL =")).startsWith("235 ");
    }
  }
}
