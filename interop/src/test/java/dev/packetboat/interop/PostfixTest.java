package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.smtp.TlsOptions;
import dev.packetboat.testkit.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Postfix takes what we send, and refuses as we say that it did. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostfixTest {

  private static final Envelope JOE_TO_ANN = Envelope.from("joe@client.test").to("ann@mx.test");
  private static final Content HELLO = Content.of("Subject: hello\r\n\r\nHello.\r\n");

  private final TestCertificates authority = TestCertificates.authority();
  private final TlsOptions trusting =
      TlsOptions.builder().trustOnly(authority.trustStore()).build();
  private PostfixServer postfix;

  @BeforeAll
  void start() {
    postfix = PostfixServer.builder().identity(authority.server("localhost")).start();
  }

  @AfterAll
  void stop() {
    if (postfix != null) {
      postfix.close();
    }
  }

  private SmtpClient.Builder client(TlsMode mode) {
    return Relays.named("localhost")
        .port(mode == TlsMode.IMPLICIT ? postfix.tlsPort() : postfix.port())
        .localName("client.test")
        .tls(mode)
        .tlsOptions(trusting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "OPPORTUNISTIC", "REQUIRED", "IMPLICIT"})
  void itTakesAMessageInEachTlsMode(TlsMode mode) throws SmtpException {
    try (SmtpSession session = client(mode).connect()) {
      assertThat(session.tls().isPresent()).isEqualTo(mode != TlsMode.NONE);
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().text())
          .startsWith("2.0.0 Ok: ")
          .contains(" queued as ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"REQUIRED", "IMPLICIT"})
  void aCertificateOfAnotherNameIsNotAccepted(TlsMode mode) {
    int port = mode == TlsMode.IMPLICIT ? postfix.tlsPort() : postfix.port();
    var client = Relays.named("127.0.0.1").port(port).tls(mode).tlsOptions(trusting);

    assertThatThrownBy(client::connect)
        .isInstanceOf(SmtpException.TlsFailed.class)
        .hasMessageContaining("certificate was not accepted");
  }

  @Test
  void aCertificateOfAnotherNameIsTakenOpportunisticallyAndNotVerified() throws SmtpException {
    try (SmtpSession session =
        Relays.named("127.0.0.1").port(postfix.port()).tlsOptions(trusting).connect()) {
      assertThat(session.tls().orElseThrow().isVerified()).isFalse();
    }
  }

  @Test
  void aMessageOverTheLimitIsRefusedBeforeItIsSent() throws SmtpException {
    try (var small = PostfixServer.builder().set("message_size_limit", "1000").start();
        SmtpSession session = Relays.named("127.0.0.1").port(small.port()).connect()) {
      Content large = Content.of("Subject: large\r\n\r\n" + "x\r\n".repeat(1000));

      assertThatThrownBy(() -> session.send(JOE_TO_ANN, large))
          .isInstanceOf(SmtpException.Unsupported.class)
          .hasMessageContaining("1000");
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
    }
  }

  @Test
  void aMessageOverAHiddenLimitIsRefusedAtTheEnd() throws SmtpException {
    try (var small =
            PostfixServer.builder().set("message_size_limit", "1000").hide("size").start();
        SmtpSession session = Relays.named("127.0.0.1").port(small.port()).connect()) {
      Content large = Content.of("Subject: large\r\n\r\n" + "x\r\n".repeat(1000));
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, large));

      assertThat(refused.phase()).isEqualTo(Phase.CONTENT_END);
      assertThat(refused.reply().map(Reply::code)).contains(552);
      assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
    }
  }

  @Test
  void moreRecipientsThanItTakesAreRefusedEachByItself() throws SmtpException {
    try (var strict = PostfixServer.builder().set("smtpd_recipient_limit", "5").start();
        SmtpSession session = Relays.named("127.0.0.1").port(strict.port()).connect()) {
      String[] recipients =
          IntStream.range(0, 8).mapToObj(i -> "user" + i + "@mx.test").toArray(String[]::new);
      Receipt receipt = session.send(Envelope.from("joe@client.test").to(recipients), HELLO);

      assertThat(receipt.accepted()).hasSize(5);
      assertThat(receipt.refused()).hasSize(3);
      assertThat(receipt.recipients().get(7).answer()).asString().contains("452");
    }
  }

  @ParameterizedTest(name = "without {0}")
  @ValueSource(
      strings = {
        "pipelining",
        "size",
        "8bitmime",
        "smtputf8",
        "dsn",
        "enhancedstatuscodes",
        "chunking",
        "starttls",
        "vrfy, etrn",
        "pipelining, size, 8bitmime, smtputf8, dsn, enhancedstatuscodes, chunking, starttls"
      })
  void itTakesAMessageWithAnExtensionHidden(String hidden) throws SmtpException {
    try (var plain =
            PostfixServer.builder().identity(authority.server("localhost")).hide(hidden).start();
        SmtpSession session = Relays.named("127.0.0.1").port(plain.port()).connect()) {
      for (String keyword : hidden.split(", ")) {
        assertThat(session.extensions().offers(keyword)).as(keyword).isFalse();
      }
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().code()).isEqualTo(250);
      assertThat(PostfixServer.withoutTrace(plain.awaitMessages(1).get(0)))
          .isEqualTo("Subject: hello\n\nHello.\n");
    }
  }

  @Test
  void eightBitContentIsNotSentWhereItIsNotOffered() throws SmtpException {
    try (var plain = PostfixServer.builder().hide("8bitmime").start();
        SmtpSession session = Relays.named("127.0.0.1").port(plain.port()).connect()) {
      Content letter = Content.of("Subject: hello\r\n\r\nGr\u00fc\u00dfe\r\n");

      assertThatThrownBy(() -> session.send(JOE_TO_ANN, letter))
          .isInstanceOf(SmtpException.Unsupported.class)
          .hasMessageContaining("not 7 bit");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"no body", "dots only", "no final line end", "binary-looking text"})
  void whatArrivesIsWhatWasSent(String what) throws SmtpException {
    byte[] sent = message(what);
    try (var fresh = PostfixServer.start();
        SmtpSession session = Relays.named("127.0.0.1").port(fresh.port()).connect()) {
      Receipt receipt = session.send(JOE_TO_ANN, Content.of(sent));
      String arrived = PostfixServer.withoutTrace(fresh.awaitMessages(1).get(0));

      String wanted = new String(sent, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
      assertThat(arrived.equals(wanted.endsWith("\n") ? wanted : wanted + "\n")).isTrue();
      assertThat(receipt.reply().isPositive()).isTrue();
    }
  }

  private static byte[] message(String what) {
    String header = "Subject: " + what + "\r\n\r\n";
    return switch (what) {
      case "no body" -> header.getBytes(StandardCharsets.US_ASCII);
      case "dots only" -> (header + ".\r\n..\r\n...\r\n.\r\n").getBytes(StandardCharsets.US_ASCII);
      case "no final line end" -> (header + "the end").getBytes(StandardCharsets.US_ASCII);
      default -> binaryLooking(header);
    };
  }

  /** 25 MiB of lines with every octet but NUL, CR and LF. */
  private static byte[] binaryLooking(String header) {
    byte[] octets = new byte[25 << 20];
    new Random(7).nextBytes(octets);
    for (int i = 0; i < octets.length; i++) {
      boolean special = octets[i] == 0 || octets[i] == '\r' || octets[i] == '\n';
      octets[i] = special ? (byte) '.' : octets[i];
    }
    for (int i = 700; i + 2 < octets.length; i += 700) {
      octets[i] = '\r';
      octets[i + 1] = '\n';
    }
    byte[] head = header.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(head, 0, octets, 0, head.length);
    byte[] end = "\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(octets, octets.length + 2);
    System.arraycopy(end, 0, all, octets.length, 2);
    return all;
  }
}
