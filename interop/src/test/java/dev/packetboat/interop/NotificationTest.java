package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.MailParameter.Overdue;
import dev.packetboat.mail.Notify;
import dev.packetboat.mail.RecipientOptions;
import dev.packetboat.mail.ReturnContent;
import dev.packetboat.mime.Action;
import dev.packetboat.mime.DeliveryNotification;
import dev.packetboat.mime.ReportedAddress;
import dev.packetboat.mime.ReportedRecipient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Reports are asked for; real servers write them, they come back to the sender and are read. */
class NotificationTest {

  private static final AtomicInteger SENT = new AtomicInteger();
  private static final String ORIGINAL = "ann+x=y@first.test";

  private String envelopeId = "";
  private String messageId = "";

  @BeforeEach
  void number() {
    int number = SENT.incrementAndGet();
    envelopeId = "QQ 314+159=" + number;
    messageId = "<" + number + "@client.test>";
  }

  private Envelope envelope(String recipient, RecipientOptions options, MailParameter... more) {
    return Envelope.from("joe@client.test")
        .to(Address.parse(recipient), options.originalRecipient(ORIGINAL).required())
        .with(MailParameter.envelopeId(envelopeId).required())
        .with(more);
  }

  private void send(int port, Envelope envelope) throws SmtpException {
    try (SmtpSession session = Relays.named("127.0.0.1").port(port).connect()) {
      session.send(
          envelope,
          Content.of("Message-ID: " + messageId + "\r\nSubject: hello\r\n\r\nThe body.\r\n"));
    }
  }

  /** Waits for the report on this message, among all the mail that the server has delivered. */
  private DeliveryNotification await(Supplier<Map<String, String>> taken) {
    Programs.await(() -> find(taken.get()).isPresent(), "a report on " + envelopeId);
    return find(taken.get()).orElseThrow();
  }

  private Optional<DeliveryNotification> find(Map<String, String> taken) {
    return taken.values().stream()
        .map(NotificationTest::read)
        .flatMap(Optional::stream)
        .filter(report -> report.envelopeId().equals(Optional.of(envelopeId)))
        .findAny();
  }

  private static Optional<DeliveryNotification> read(String message) {
    try {
      return DeliveryNotification.read(Content.of(message.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private ReportedRecipient assertSays(
      DeliveryNotification report, String server, Action action, String status) {
    assertThat(report.leftOut()).isEmpty();
    assertThat(report.reportingMta().orElseThrow().name()).isEqualTo(server);
    assertThat(report.originalMessageId()).contains(messageId);
    assertThat(report.arrivalDate()).isPresent();
    assertThat(report.recipients()).hasSize(1);
    ReportedRecipient recipient = report.recipients().getFirst();
    assertThat(recipient.action()).contains(action);
    assertThat(recipient.status().orElseThrow()).hasToString(status);
    assertThat(recipient.originalRecipient().map(ReportedAddress::text)).contains(ORIGINAL);
    return recipient;
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class OfPostfix {

    private PostfixServer postfix;

    @BeforeAll
    void start() {
      postfix =
          PostfixServer.builder()
              .set("transport_maps", "inline:{{gone.test = gone:}, {further.test = pass:}}")
              .start();
    }

    @AfterAll
    void stop() {
      if (postfix != null) {
        postfix.close();
      }
    }

    @Test
    void successIsDelivered() throws SmtpException {
      send(postfix.port(), envelope("ann@mx.test", RecipientOptions.notify(Notify.SUCCESS)));

      ReportedRecipient recipient =
          assertSays(await(postfix::taken), "postfix.test", Action.DELIVERED, "2.0.0");
      assertThat(recipient.finalRecipient().map(ReportedAddress::text)).contains("ann@mx.test");
    }

    @Test
    void successIsRelayedWhereTheWayGoesOn() throws SmtpException {
      send(postfix.port(), envelope("ann@further.test", RecipientOptions.notify(Notify.SUCCESS)));

      assertSays(await(postfix::taken), "postfix.test", Action.RELAYED, "2.0.0");
    }

    @Test
    void failureBringsTheHeaderBack() throws SmtpException {
      send(
          postfix.port(),
          envelope(
              "ann@gone.test",
              RecipientOptions.notify(Notify.FAILURE, Notify.DELAY),
              MailParameter.returnContent(ReturnContent.HEADERS)));
      DeliveryNotification report = await(postfix::taken);

      ReportedRecipient recipient = assertSays(report, "postfix.test", Action.FAILED, "5.1.1");
      assertThat(recipient.diagnostic().orElseThrow().text()).contains("user unknown");
      assertThat(report.returned().orElseThrow().extent()).isEqualTo(ReturnContent.HEADERS);
    }

    @Test
    void failureBringsTheMessageBack() throws SmtpException, IOException {
      send(
          postfix.port(),
          envelope(
              "ann@gone.test",
              RecipientOptions.notify(Notify.FAILURE),
              MailParameter.returnContent(ReturnContent.FULL)));
      DeliveryNotification report = await(postfix::taken);

      assertSays(report, "postfix.test", Action.FAILED, "5.1.1");
      assertThat(report.returned().orElseThrow().extent()).isEqualTo(ReturnContent.FULL);
      try (var body = report.returned().orElseThrow().content().open()) {
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("The body.");
      }
    }

    @Test
    void nothingComesWhereNothingIsAskedFor() throws SmtpException {
      send(postfix.port(), envelope("ann@gone.test", RecipientOptions.notify(Notify.NEVER)));
      postfix.awaitEmptyQueue();

      assertThat(find(postfix.taken())).isEmpty();
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class OfSendmail {

    private SendmailServer sendmail;

    @BeforeAll
    void start() {
      sendmail = SendmailServer.start();
    }

    @AfterAll
    void stop() {
      if (sendmail != null) {
        sendmail.close();
      }
    }

    /** What was taken, after another try. */
    private Map<String, String> takenByNow() {
      sendmail.runQueue();
      return sendmail.taken();
    }

    @Test
    void successIsDelivered() throws SmtpException {
      send(
          sendmail.port(),
          envelope(
              "ann@mx.test",
              RecipientOptions.notify(Notify.SUCCESS),
              MailParameter.deliverWithin(Duration.ofHours(1), Overdue.RETURN).required()));
      DeliveryNotification report = await(this::takenByNow);

      assertSays(report, "sendmail.test", Action.DELIVERED, "2.1.5");
      assertThat(report.field("Deliver-By-Date")).hasSize(1);
    }

    // RFC 2852 §4
    @Test
    void whatIsNotDeliveredInTimeComesBack() throws SmtpException {
      send(
          sendmail.port(),
          envelope(
              "ann@" + SendmailServer.LATER,
              RecipientOptions.notify(Notify.FAILURE),
              MailParameter.deliverWithin(Duration.ofSeconds(1), Overdue.RETURN).required()));

      assertSays(await(this::takenByNow), "sendmail.test", Action.FAILED, "5.4.7");
    }

    @Test
    void whatIsNotDeliveredInTimeIsTold() throws SmtpException {
      send(
          sendmail.port(),
          envelope(
              "ann@" + SendmailServer.LATER,
              RecipientOptions.notify(Notify.DELAY),
              MailParameter.deliverWithin(Duration.ofSeconds(1), Overdue.NOTIFY).required()));

      assertSays(await(this::takenByNow), "sendmail.test", Action.DELAYED, "4.2.0");
    }
  }
}
