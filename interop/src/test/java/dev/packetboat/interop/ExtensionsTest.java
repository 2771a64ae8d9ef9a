package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.MailParameter.Overdue;
import dev.packetboat.mail.Notify;
import dev.packetboat.mail.RecipientOptions;
import dev.packetboat.mail.ReturnContent;
import dev.packetboat.mime.SevenBit;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.RecipientResult.NotAsked;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A Postfix that hides another extension from each client. A message that it can take is delivered
 * octet for octet; one that it cannot is refused with the code that says why, or converted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtensionsTest {

  private static final int LIMIT = 200_000;
  private static final Envelope JOE_TO_ANN = Envelope.from("joe@client.test").to("ann@mx.test");

  /** What is hidden, by the address that the client connects from. */
  enum Hidden {
    NOTHING(10, ""),
    PIPELINING(11, "PIPELINING"),
    SIZE(12, "SIZE"),
    DSN(13, "DSN"),
    SMTPUTF8(14, "SMTPUTF8"),
    CHUNKING(15, "CHUNKING"),
    EIGHTBITMIME(16, "8BITMIME"),
    ENHANCEDSTATUSCODES(17, "ENHANCEDSTATUSCODES"),
    PIPELINING_AND_CHUNKING(18, "PIPELINING CHUNKING"),
    SIZE_AND_CHUNKING(19, "SIZE CHUNKING"),
    SIZE_AND_PIPELINING(20, "SIZE PIPELINING"),
    ALL(21, "PIPELINING SIZE DSN SMTPUTF8 CHUNKING 8BITMIME ENHANCEDSTATUSCODES");

    private final String clientAddress;
    private final String keywords;

    Hidden(int client, String keywords) {
      this.clientAddress = "127.0.0." + client;
      this.keywords = keywords;
    }

    boolean hides(String keyword) {
      return List.of(keywords.split(" ")).contains(keyword);
    }

    static String table() {
      StringBuilder table = new StringBuilder("inline:{");
      for (Hidden hidden : values()) {
        table
            .append("{")
            .append(hidden.clientAddress)
            .append(" = silent-discard ")
            .append(hidden.keywords)
            .append("} ");
      }
      return table.append("}").toString();
    }
  }

  private PostfixServer postfix;

  @BeforeAll
  void start() {
    postfix =
        PostfixServer.builder()
            .set("smtpd_discard_ehlo_keyword_address_maps", Hidden.table())
            .set("message_size_limit", Integer.toString(LIMIT))
            .set("smtpd_forbid_unauth_pipelining", "yes")
            .start();
  }

  @AfterAll
  void stop() {
    if (postfix != null) {
      postfix.close();
    }
  }

  private SmtpClient.Builder client(Hidden hidden) {
    try {
      return Relays.named("127.0.0.1")
          .port(postfix.port())
          .sourceAddress(InetAddress.getByName(hidden.clientAddress));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Connected, and the extensions are hidden as they should be. */
  private static SmtpSession connect(SmtpClient.Builder client, Hidden hidden)
      throws SmtpException {
    SmtpSession session = client.connect();
    for (String keyword : Hidden.ALL.keywords.split(" ")) {
      assertThat(session.extensions().offers(keyword))
          .as(keyword)
          .isEqualTo(!hidden.hides(keyword));
    }
    return session;
  }

  private SmtpSession connect(Hidden hidden) throws SmtpException {
    return connect(client(hidden), hidden);
  }

  /** The message that was taken, with CRLF, as it arrived. */
  private String arrived(Receipt receipt) {
    return PostfixServer.withoutTrace(postfix.awaitMessage(receipt.reply().text()))
        .replace("\n", "\r\n");
  }

  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void aMessageForWhichAllIsAskedThatCanBeArrivesWhole(Hidden hidden) throws SmtpException {
    Envelope asking =
        Envelope.from("joe@client.test")
            .to(
                Address.parse("ann@mx.test"),
                RecipientOptions.notify(Notify.NEVER).originalRecipient("ann+x=y@first.test"))
            .with(
                MailParameter.returnContent(ReturnContent.HEADERS),
                MailParameter.envelopeId("QQ 314159+1=2"),
                MailParameter.deliverWithin(Duration.ofHours(1), Overdue.NOTIFY),
                MailParameter.holdUntil(Instant.EPOCH),
                MailParameter.priority(3),
                MailParameter.submittedBy(Address.parse("joe+y@client.test")));
    String text = "Subject: a\r\n\r\n.\r\n..\r\n" + "x".repeat(900) + "\r\n.".repeat(9000) + "\r\n";
    try (SmtpSession session = connect(hidden)) {
      for (int i = 0; i < 3; i++) {
        Receipt receipt = session.send(asking, Content.of(i + text));

        assertThat(arrived(receipt).equals(i + text)).isTrue();
        assertThat(postfix.awaitRecipients(receipt.reply().text())).containsExactly("ann@mx.test");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void eightBitContentArrivesWholeOrIsRefused(Hidden hidden) throws SmtpException {
    String text = "Subject: a\r\n\r\nGr\u00fc\u00dfe\r\n";
    try (SmtpSession session = connect(hidden)) {
      if (hidden.hides("8BITMIME")) {
        assertUnsupported(session, JOE_TO_ANN, text, "5.6.3");
      } else {
        assertThat(arrived(session.send(JOE_TO_ANN, Content.of(text)))).isEqualTo(octets(text));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void eightBitContentIsConvertedOnlyWhereItMustBe(Hidden hidden) throws SmtpException {
    String head = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n";
    String text =
        head
            + "Content-Transfer-Encoding: 8bit\r\n\r\nGr\u00fc\u00dfe = many kind greetings from the sea\r\n";
    String converted =
        head
            + "Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe =3D many kind greetings from the sea\r\n";
    try (SmtpSession session = connect(client(hidden).converter(SevenBit::convert), hidden)) {
      assertThat(arrived(session.send(JOE_TO_ANN, Content.of(text))))
          .isEqualTo(hidden.hides("8BITMIME") ? converted : octets(text));
    }
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void aHeaderInUtf8ArrivesWholeOrIsRefused(Hidden hidden) throws SmtpException {
    String text = "Subject: Gr\u00fc\u00dfe\r\n\r\nHello.\r\n";
    try (SmtpSession session = connect(hidden)) {
      if (hidden.hides("SMTPUTF8")) {
        assertUnsupported(session, JOE_TO_ANN, text, "5.6.9");
      } else if (hidden.hides("8BITMIME")) {
        // No server may offer SMTPUTF8 alone (RFC 6531 §3.6).
        assertUnsupported(session, JOE_TO_ANN, text, "5.6.3");
      } else {
        assertThat(arrived(session.send(JOE_TO_ANN, Content.of(text)))).isEqualTo(octets(text));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void whoseAddressNeedsUtf8IsAskedForOnlyWhereThatIsUnderstood(Hidden hidden)
      throws SmtpException {
    Envelope envelope =
        Envelope.from("joe@client.test").to("gr\u00fc\u00dfe@mx.test", "ann@mx.test");
    try (SmtpSession session = connect(hidden)) {
      Receipt receipt = session.send(envelope, Content.of("Subject: a\r\n\r\nHello.\r\n"));
      List<String> recipients = postfix.awaitRecipients(receipt.reply().text());

      if (hidden.hides("SMTPUTF8")) {
        assertThat(receipt.recipients().getFirst().answer())
            .isInstanceOfSatisfying(
                NotAsked.class, answer -> assertThat(answer.status()).hasToString("5.6.7"));
        assertThat(recipients).containsExactly("ann@mx.test");
      } else {
        assertThat(recipients).containsExactlyInAnyOrder("gr\u00fc\u00dfe@mx.test", "ann@mx.test");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void aSenderWhoNeedsUtf8IsRefusedWhereThatIsNotUnderstood(Hidden hidden) throws SmtpException {
    Envelope envelope = Envelope.from("j\u00f6@client.test").to("ann@mx.test");
    String text = "Subject: a\r\n\r\nHello.\r\n";
    try (SmtpSession session = connect(hidden)) {
      if (hidden.hides("SMTPUTF8")) {
        assertUnsupported(session, envelope, text, "5.6.7");
      } else {
        assertThat(arrived(session.send(envelope, Content.of(text)))).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void aDomainInUtf8HasAnotherForm(Hidden hidden) throws SmtpException {
    Envelope envelope = Envelope.from("joe@client.test").to("ann@b\u00fccher.test");
    try (SmtpSession session = connect(hidden)) {
      Receipt receipt = session.send(envelope, Content.of("Subject: a\r\n\r\nHello.\r\n"));

      assertThat(postfix.awaitRecipients(receipt.reply().text()))
          .containsExactly(
              hidden.hides("SMTPUTF8") ? "ann@xn--bcher-kva.test" : "ann@b\u00fccher.test");
    }
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void whatIsRequiredAndHiddenIsRefused(Hidden hidden) throws SmtpException {
    Envelope named = JOE_TO_ANN.with(MailParameter.envelopeId("x").required());
    Envelope notified =
        Envelope.from("joe@client.test")
            .to(Address.parse("ann@mx.test"), RecipientOptions.notify(Notify.NEVER).required());
    String text = "Subject: a\r\n\r\nHello.\r\n";
    try (SmtpSession session = connect(hidden)) {
      if (hidden.hides("DSN")) {
        assertUnsupported(session, named, text, "5.3.3");
        var refused =
            catchThrowableOfType(
                SmtpException.class, () -> session.send(notified, Content.of(text)));
        assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
      } else {
        session.send(named, Content.of(text));
        session.send(notified, Content.of(text));
      }
      assertThat(arrived(session.send(JOE_TO_ANN, Content.of(text)))).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void aMessageOverTheLimitIsRefusedAndTheNextIsTaken(Hidden hidden) throws SmtpException {
    byte[] large = new byte[3 * LIMIT];
    Arrays.fill(large, (byte) '\n');
    String text = "Subject: a\r\n\r\nHello.\r\n";
    try (SmtpSession session = connect(hidden)) {
      for (int i = 0; i < 2; i++) {
        if (hidden.hides("SIZE")) {
          var refused =
              catchThrowableOfType(
                  SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, Content.of(large)));
          assertThat(refused.reply().map(Reply::code)).contains(552);
          assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
          assertThat(refused.sessionUsable()).isTrue();
        } else {
          assertUnsupported(session, JOE_TO_ANN, "\n".repeat(LIMIT), "5.3.4");
        }
        assertThat(arrived(session.send(JOE_TO_ANN, Content.of(text)))).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void binaryContentIsConvertedForAServerThatTakesNone(Hidden hidden) throws SmtpException {
    Envelope binary = JOE_TO_ANN.with(MailParameter.binaryBody());
    String head = "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n";
    byte[] text =
        (head + "Content-Transfer-Encoding: binary\r\n\r\n\0\r\u00ff\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    try (SmtpSession session = connect(client(hidden).converter(SevenBit::convert), hidden)) {
      assertThat(session.extensions().offers("BINARYMIME")).isFalse();
      assertThat(arrived(session.send(binary, Content.of(text))))
          .isEqualTo(head + "Content-Transfer-Encoding: base64\r\n\r\nAA3/Cg==\r\n");
    }
  }

  /** Nothing of it was sent, and the session goes on. */
  private static void assertUnsupported(
      SmtpSession session, Envelope envelope, String text, String status) throws SmtpException {
    var refused =
        catchThrowableOfType(
            SmtpException.Unsupported.class, () -> session.send(envelope, Content.of(text)));
    assertThat(refused.status()).hasToString(status);
    assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
    assertThat(session.noop().isPositive()).isTrue();
  }
}
