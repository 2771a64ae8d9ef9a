package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static dev.packetboat.smtp.Scripts.QUIT;
import static dev.packetboat.smtp.Scripts.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.ConversionRefusedException;
import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.MailParameter.Overdue;
import dev.packetboat.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a server beside the sender, and what is done where it does not offer that. */
class ParametersTest {

  private static String greeted(String extension) {
    return "S: 220 mx.test ready\nC: EHLO client.test\nS: 250-mx.test\nS: 250 " + extension + "\n";
  }

  private static String taken(String parameters) {
    return "C: MAIL FROM:<joe@client.test>"
        + parameters
        + "\n"
        + """
        S: 250 ok
        C: RCPT TO:<ann@mx.test>
        S: 250 ok
        C: DATA
        S: 354 go ahead
        [content]
        S: 250 queued
        """
        + QUIT;
  }

  private static Arguments row(String extension, MailParameter parameter, String wire) {
    return Arguments.of(extension, parameter, wire);
  }

  static Stream<Arguments> offered() {
    Instant evening = Instant.parse("2030-01-02T19:30:00.5Z");
    return Stream.of(
        // RFC 2852 §4
        row(
            "DELIVERBY",
            MailParameter.deliverWithin(Duration.ofMinutes(2), Overdue.RETURN),
            " BY=120;R"),
        row(
            "DELIVERBY 60",
            MailParameter.deliverWithin(Duration.ofMinutes(2), Overdue.RETURN),
            " BY=120;R"),
        row(
            "DELIVERBY 240",
            MailParameter.deliverWithin(Duration.ofMinutes(2), Overdue.NOTIFY),
            " BY=120;N"),
        row(
            "DELIVERBY",
            MailParameter.deliverWithin(Duration.ofSeconds(-5), Overdue.NOTIFY),
            " BY=-5;N"),
        // RFC 4865 §4
        row("FUTURERELEASE", MailParameter.holdFor(Duration.ofHours(1)), " HOLDFOR=3600"),
        row(
            "FUTURERELEASE 86400 2031-01-01T00:00:00Z",
            MailParameter.holdUntil(evening),
            " HOLDUNTIL=2030-01-02T19:30:00Z"),
        // RFC 6710 §3
        row("MT-PRIORITY MIXER", MailParameter.priority(-3), " MT-PRIORITY=-3"),
        // RFC 4954 §5
        row(
            "AUTH PLAIN",
            MailParameter.submittedBy(Address.parse("e+mc2@example.com")),
            " AUTH=e+2Bmc2@example.com"),
        row("AUTH PLAIN", MailParameter.submittedByUnknown(), " AUTH=<>"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("offered")
  void whatIsOfferedIsAskedFor(String extension, MailParameter parameter, String wire)
      throws SmtpException {
    try (var server = ScriptedServer.play(greeted(extension) + taken(wire));
        var session = client(server).connect()) {
      assertThat(session.send(JOE_TO_ANN.with(parameter), HELLO).accepted()).hasSize(1);
    }
  }

  static Stream<Arguments> beyond() {
    return Stream.of(
        Arguments.of("8BITMIME", MailParameter.priority(3)),
        Arguments.of(
            "DELIVERBY 240", MailParameter.deliverWithin(Duration.ofMinutes(2), Overdue.RETURN)),
        Arguments.of("FUTURERELEASE 1800", MailParameter.holdFor(Duration.ofHours(1))),
        Arguments.of(
            "FUTURERELEASE 1800 2029-01-01T00:00:00Z",
            MailParameter.holdUntil(Instant.parse("2030-01-02T19:30:00Z"))));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("beyond")
  void whatIsNotOfferedIsLeftOutUnlessItIsRequired(String extension, MailParameter parameter)
      throws SmtpException {
    try (var server = ScriptedServer.play(greeted(extension) + taken(""));
        var session = client(server).connect()) {
      var refused =
          catchThrowableOfType(
              SmtpException.Unsupported.class,
              () -> session.send(JOE_TO_ANN.with(parameter.required()), HELLO));

      assertThat(refused.status()).hasToString("5.3.3");
      assertThat(refused).hasMessageContaining(parameter.keyword());
      assertThat(session.send(JOE_TO_ANN.with(parameter), HELLO).accepted()).hasSize(1);
    }
  }

  // RFC 8689 §4.2.1
  @Test
  void requireTlsIsNotAskedForInClear() throws SmtpException {
    try (var server = ScriptedServer.play(greeted("REQUIRETLS") + QUIT);
        var session = client(server).connect()) {
      var refused =
          catchThrowableOfType(
              SmtpException.Unsupported.class,
              () -> session.send(JOE_TO_ANN.with(MailParameter.requireTls()), HELLO));

      assertThat(refused.status()).hasToString("5.7.10");
      assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
    }
  }

  private static final byte[] BINARY =
      "Subject: b\nBcc: secret@mx.test\n\n\0\n.\r\nx\ry".getBytes(StandardCharsets.ISO_8859_1);

  private static final String GREETED_BINARY =
      """
      S: 220 mx.test ready
      C: EHLO client.test
      S: 250-mx.test
      S: 250-BINARYMIME
      S: 250 CHUNKING
      """;

  // RFC 3030 §3
  @Test
  void aBinaryBodyGoesOctetForOctet() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_BINARY
                    + """
                    C: MAIL FROM:<joe@client.test> BODY=BINARYMIME
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ok
                    C: BDAT 1
                    C\\ S
                    S: 250 ok
                    C: BDAT 21 LAST
                    C\\ ubject: b\\r\\n\\r\\n\\0\\n.\\r\\nx\\ry
                    S: 250 queued
                    """
                    + QUIT);
        var session = client(server).connect()) {
      assertThat(
              session.send(JOE_TO_ANN.with(MailParameter.binaryBody()), Content.of(BINARY)).size())
          .isEqualTo(22);
    }
  }

  @Test
  void aBinaryBodyGoesInStages() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_BINARY
                    + """
                    C: MAIL FROM:<joe@client.test> BODY=BINARYMIME
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ok
                    C: BDAT 22 LAST
                    C\\ Subject: b\\r\\n\\r\\n\\0\\n.\\r\\nx\\ry
                    S: 250 queued
                    """
                    + QUIT);
        var session = client(server).connect();
        var transaction = session.begin("joe@client.test", MailParameter.binaryBody())) {
      transaction.addRecipient("ann@mx.test");
      transaction.append(BINARY);
      assertThat(transaction.commit().size()).isEqualTo(22);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BINARYMIME", "8BITMIME"})
  void aBinaryBodyIsConvertedForOthersOrNotSent(String offered) throws SmtpException {
    Content converted = Content.of("Subject: converted\r\n\r\n");
    try (var server =
            ScriptedServer.play(
                greeted(offered)
                    + taken("").replace("[content]", "C: Subject: converted\nC:\nC: ."));
        var session = client(server).converter(content -> converted).connect()) {
      assertThat(
              session
                  .send(JOE_TO_ANN.with(MailParameter.binaryBody()), Content.of(BINARY))
                  .accepted())
          .hasSize(1);
    }
    try (var server = ScriptedServer.play(greeted(offered) + QUIT);
        var session = client(server).connect()) {
      var refused =
          catchThrowableOfType(
              SmtpException.Unsupported.class,
              () -> session.send(JOE_TO_ANN.with(MailParameter.binaryBody()), Content.of(BINARY)));

      assertThat(refused.status()).hasToString("5.6.3");
      assertThat(session.isUsable()).isTrue();
    }
  }

  // RFC 6152 §3
  @Test
  void eightBitContentIsConvertedWhereTheServerTakesNoOther() throws SmtpException {
    Content eightBit = Content.of("Subject: x\r\n\r\nGrüße\r\n");
    try (var server =
            ScriptedServer.play(
                greeted("HELP") + taken("").replace("[content]", "C: Subject: seven\nC:\nC: ."));
        var session =
            client(server).converter(content -> Content.of("Subject: seven\r\n\r\n")).connect()) {
      assertThat(session.send(JOE_TO_ANN, eightBit).size()).isEqualTo(18);
    }
  }

  @Test
  void whatMustNotBeConvertedIsNotSent() throws SmtpException {
    try (var server = ScriptedServer.play(greeted("HELP") + QUIT);
        var session =
            client(server)
                .converter(
                    content -> {
                      throw new ConversionRefusedException(
                          "the message", "is signed", new EnhancedStatus(5, 6, 3));
                    })
                .connect()) {
      var refused =
          catchThrowableOfType(
              SmtpException.Unsupported.class,
              () -> session.send(JOE_TO_ANN, Content.of("Subject: x\r\n\r\nGrüße\r\n")));

      assertThat(refused.status()).hasToString("5.6.3");
      assertThat(refused).hasMessageContaining("is signed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Subject: x\r\n\r\nGrüße\r\n", "Subject: Grüße\r\n\r\nx\r\n"})
  void whatComesInStagesIsHeldBackAtTheEnd(String content) throws SmtpException {
    try (var server =
            ScriptedServer.play(
                greeted("HELP")
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ok
                    C: DATA
                    S: 354 go ahead
                    [client closes]
                    """);
        var session = client(server).connect();
        var transaction = session.begin("joe@client.test")) {
      transaction.addRecipient("ann@mx.test");
      transaction.append(content);
      var refused = catchThrowableOfType(SmtpException.Unsupported.class, transaction::commit);

      assertThat(refused.status().subject()).isEqualTo(6);
      assertThat(refused.sessionUsable()).isFalse();
      assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
    }
  }

  @Test
  void extensionsCanBeIgnored() throws SmtpException {
    try (var server = ScriptedServer.play(greeted("PIPELINING") + taken(""));
        var session = client(server).ignoreExtensions("pipelining").connect()) {
      assertThat(session.extensions().keywords()).isEmpty();
      session.send(JOE_TO_ANN, HELLO);
    }
    assertThatThrownBy(() -> SmtpClient.relay("mx.test").ignoreExtensions("starttls"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TlsMode");
  }
}
