package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.mail.LeftOut;
import dev.packetboat.mail.ReturnContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A report as it should be, and what else comes back instead. */
class DeliveryNotificationTest {

  private static final String ALL_FIELDS =
      """
      Original-Envelope-Id: QQ+20314159
      Reporting-MTA: dns; mx.example
      DSN-Gateway: dns; gateway.example (of the old system)
      Received-From-MTA: smtp; mail.example.com ([192.0.2.1])
      Arrival-Date: Thu, 29 Apr 2010 23:34:45 +0900 (JST)
      X-Queue-ID: 4F00
      X-Queue-ID: 4F01

      Original-Recipient: rfc822; ann+2Bnews@example.org
      Final-Recipient: rfc822; <annette@inner.example>
      Action: failed
      Status: 5.1.1 (no such user)
      Remote-MTA: dns; mx.inner.example
      Diagnostic-Code: smtp; 550-5.1.1 no such user,
       550 5.1.1 and never was
      Last-Attempt-Date: Thu, 29 Apr 2010 14:35:00 GMT
      Final-Log-ID: 4F00-1
      X-Kind: hard

      Final-Recipient: rfc822; bob@example.org
      Action: DELAYED
      Status: 4.4.1
      Will-Retry-Until: 4 May 10 01:02 EST
      """;

  @Test
  void everyField() throws IOException {
    DeliveryNotification report = Reports.withFields(ALL_FIELDS);

    assertThat(report.envelopeId()).contains("QQ 314159");
    assertThat(report.reportingMta()).contains(new MtaName("dns", "mx.example"));
    assertThat(report.gateway()).contains(new MtaName("dns", "gateway.example"));
    assertThat(report.receivedFrom()).contains(new MtaName("smtp", "mail.example.com"));
    assertThat(report.arrivalDate()).contains(OffsetDateTime.parse("2010-04-29T23:34:45+09:00"));
    assertThat(report.field("x-queue-id")).containsExactly("4F00", "4F01");
    assertThat(report.leftOut()).isEmpty();
    assertThat(report)
        .hasToString(
            "dns;mx.example: [rfc822;annette@inner.example FAILED 5.1.1,"
                + " rfc822;bob@example.org DELAYED 4.4.1]");
  }

  @Test
  void everyFieldOfARecipient() throws IOException {
    List<ReportedRecipient> recipients = Reports.withFields(ALL_FIELDS).recipients();
    ReportedRecipient ann = recipients.getFirst();
    ReportedRecipient bob = recipients.getLast();

    assertThat(recipients).hasSize(2);
    assertThat(ann.originalRecipient())
        .contains(new ReportedAddress("rfc822", "ann+news@example.org"));
    assertThat(ann.finalRecipient())
        .contains(new ReportedAddress("rfc822", "annette@inner.example"));
    assertThat(ann.address()).contains(Address.parse("ann+news@example.org"));
    assertThat(ann.action()).contains(Action.FAILED);
    assertThat(ann.status()).contains(new EnhancedStatus(5, 1, 1));
    assertThat(ann.remoteMta()).contains(new MtaName("dns", "mx.inner.example"));
    assertThat(ann.diagnostic())
        .contains(new Diagnostic("smtp", "550-5.1.1 no such user, 550 5.1.1 and never was"));
    assertThat(ann.diagnostic().orElseThrow().replyCode()).hasValue(550);
    assertThat(ann.diagnostic().orElseThrow().enhanced()).contains(new EnhancedStatus(5, 1, 1));
    assertThat(ann.lastAttempt()).contains(OffsetDateTime.parse("2010-04-29T14:35:00Z"));
    assertThat(ann.finalLogId()).contains("4F00-1");
    assertThat(ann.field("X-KIND")).containsExactly("hard");
    assertThat(bob.originalRecipient()).isEmpty();
    assertThat(bob.address()).contains(Address.parse("bob@example.org"));
    assertThat(bob.action()).contains(Action.DELAYED);
    assertThat(bob.willRetryUntil()).contains(OffsetDateTime.parse("2010-05-04T01:02-05:00"));
  }

  @Test
  void theLetterThatCameBack() throws IOException {
    DeliveryNotification report = Reports.withFields(ALL_FIELDS);
    ReturnedMessage returned = report.returned().orElseThrow();

    assertThat(report.originalMessageId()).contains("<1@example.com>");
    assertThat(returned.extent()).isEqualTo(ReturnContent.FULL);
    assertThat(returned.header().field("Subject")).containsExactly("hello");
    assertThat(text(returned.content())).startsWith("From: joe@").endsWith("Ann, call me.\n");
    assertThat(text(returned.content())).isEqualTo(text(returned.content()));
  }

  // RFC 6522 §4, RFC 6533 §4
  @ParameterizedTest
  @ValueSource(
      strings = {"text/rfc822-headers", "message/global-headers", "MESSAGE/RFC822-Headers"})
  void orItsHeader(String type) throws IOException {
    DeliveryNotification report =
        Reports.read(Reports.source(ALL_FIELDS).replace("message/rfc822", type));

    assertThat(report.originalMessageId()).contains("<1@example.com>");
    assertThat(report.returned().orElseThrow().extent()).isEqualTo(ReturnContent.HEADERS);
  }

  @Test
  void orItsNameAlone() throws IOException {
    String alone =
        Reports.source("X-Original-Message-ID: <2@example.com>\n\n" + ALL_FIELDS)
            .replace("message/rfc822", "text/plain");

    assertThat(Reports.read(alone).originalMessageId()).contains("<2@example.com>");
    assertThat(Reports.read(alone).returned()).isEmpty();
  }

  // RFC 6533: the whole in UTF-8.
  @Test
  void inOtherScripts() throws IOException {
    DeliveryNotification report =
        Reports.read(
            Reports.source("Final-Recipient: utf-8; jürgen@bücher.example\nAction: failed\n")
                .replace("message/delivery-status", "message/global-delivery-status")
                .replace("message/rfc822", "message/global")
                .replace("Subject: hello", "Subject: Grüße"));

    assertThat(report.recipients().getFirst().address())
        .contains(Address.parse("jürgen@bücher.example"));
    assertThat(report.returned().orElseThrow().header().field("Subject")).containsExactly("Grüße");
  }

  @Test
  void inBase64() throws IOException {
    String encoded =
        Base64.getMimeEncoder().encodeToString(ALL_FIELDS.getBytes(StandardCharsets.UTF_8));
    String header = "message/delivery-status\nContent-Transfer-Encoding: base64";

    assertThat(
            Reports.read(Reports.source(encoded).replace("message/delivery-status", header))
                .recipients())
        .hasToString(Reports.withFields(ALL_FIELDS).recipients().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r\r\n", "\n\n"})
  void withOtherLineEnds(String lineEnd) throws IOException {
    String fields = ALL_FIELDS.replace("\n", lineEnd).replace(lineEnd + " ", " ");

    assertThat(Reports.withFields(fields).recipients())
        .hasToString(Reports.withFields(ALL_FIELDS).recipients().toString());
  }

  @Test
  void cutOffAnywhere() throws IOException {
    String source = Reports.source(ALL_FIELDS);
    int status = source.indexOf("Status: 5.1.1") + "Status: 5.1.1".length();

    DeliveryNotification report = Reports.read(source.substring(0, status));

    assertThat(report.recipients()).hasToString("[rfc822;annette@inner.example FAILED 5.1.1]");
    assertThat(report.returned()).isEmpty();
  }

  static Stream<Arguments> groups() {
    return Stream.of(
        arguments(
            "no empty line anywhere",
            "Reporting-MTA: a\n|Final-Recipient: b\nAction: failed\n|Final-Recipient: c\nAction: delayed\n",
            "[b FAILED, c DELAYED]"),
        arguments(
            "original before final",
            "|Original-Recipient: x\nFinal-Recipient: b\n|Original-Recipient: y\nFinal-Recipient: c\n",
            "[b, c]"),
        arguments(
            "too many empty lines",
            "Reporting-MTA: a\n\n\n\nFinal-Recipient: b\n\nAction: failed\n\nStatus: 5.0.0\n\n\nFinal-Recipient: c\n\nAction: failed\n",
            "[b FAILED 5.0.0, c FAILED]"),
        arguments(
            "nothing about the message", "Final-Recipient: b\nAction: failed\n", "[b FAILED]"),
        arguments(
            "no address",
            "Reporting-MTA: a\n\nAction: failed\nStatus: 5.0.0\n\nAction: delayed\n",
            "[somebody FAILED 5.0.0, somebody DELAYED]"),
        arguments(
            "a field of one's own first",
            "Reporting-MTA: a\n\nX-A: 1\nFinal-Recipient: b\n\nX-A: 2\nFinal-Recipient: c\n",
            "[b, c]"),
        arguments(
            "message fields at the end",
            "Final-Recipient: b\nAction: failed\nReporting-MTA: a\n",
            "[b FAILED]"),
        arguments(
            "white space before colons",
            "Reporting-MTA : a\n\nFinal-Recipient : b\nAction\t: failed\n",
            "[b FAILED]"),
        arguments(
            "white space in the empty line",
            "Reporting-MTA: a\n \t\nFinal-Recipient: b\n  \nFinal-Recipient: c\n",
            "[b, c]"),
        arguments(
            "other letters",
            "REPORTING-mta: a\n\nfinal-RECIPIENT: RFC822;b@x.test\naction: FaIlEd\n",
            "[rfc822;b@x.test FAILED]"),
        arguments("nothing", "", "[]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void groups(String name, String fields, String recipients) throws IOException {
    assertThat(Reports.withFields(fields.replace("|", "")).recipients())
        .as(name)
        .hasToString(recipients);
  }

  static Stream<Arguments> otherMail() {
    String report = Reports.source(ALL_FIELDS);
    return Stream.of(
        arguments("a letter", "From: ann@example.org\n\nReporting-MTA: dns; mx.example\n"),
        arguments("nothing", ""),
        arguments(
            "a letter about one",
            "Subject: Undelivered\nAuto-Submitted: auto-replied\n\nbounced\n"),
        // RFC 8098, RFC 5965
        arguments(
            "that it was read", report.replace("delivery-status", "disposition-notification")),
        arguments(
            "a complaint",
            report
                .replace("=delivery-status", "=feedback-report")
                .replace("message/delivery-status", "message/feedback-report")),
        arguments("another report", report.replace("=delivery-status", "=tlsrpt")),
        arguments("its text alone", "Content-Type: text/plain; report-type=delivery-status\n\nx\n"),
        arguments("a report sent on", "Content-Type: message/rfc822\n\n" + report),
        arguments(
            "a report attached",
            "Content-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: message/rfc822\n\n"
                + report
                + "\n--c--\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void otherMail(String name, String source) throws IOException {
    assertThat(DeliveryNotification.read(Content.of(source))).as(name).isEmpty();
  }

  static Stream<Arguments> reportsAllTheSame() {
    String report = Reports.source("Final-Recipient: b\n");
    return Stream.of(
        arguments("without its type", report.replace(" report-type=delivery-status;", "")),
        arguments(
            "called mixed",
            report.replace("multipart/report; report-type=delivery-status", "multipart/mixed")),
        arguments(
            "in quotes and with comments",
            report.replace(
                "report-type=delivery-status", "Report-Type=\"Delivery-Status\" (of us)")),
        arguments("in an mbox", "From MAILER-DAEMON Thu Apr 29 23:34:45 2010\n" + report),
        arguments(
            "with a footer of a list",
            "Content-Type: multipart/mixed; boundary=c\n\n--c\n"
                + report
                + "\n--c\n\nfooter\n--c--\n"),
        arguments(
            "without anything around it",
            "Content-Type: message/delivery-status\n\nFinal-Recipient: b\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void reportsAllTheSame(String name, String source) throws IOException {
    assertThat(Reports.read(source).recipients()).as(name).hasToString("[b]");
  }

  @Test
  void saysWhatItLeavesOut() throws IOException {
    DeliveryNotification report =
        Reports.withFields(
            """
            This is not a field
            Arrival-Date: yesterday

            Final-Recipient: rfc822; ann@example.org
            Action: exploded
            Status: 5.x.1
            Last-Attempt-Date: Thu, 29 Apr 2010 23:34:45
            """);

    assertThat(report.leftOut())
        .containsExactly(
            new LeftOut("This is not a field", "is no field"),
            new LeftOut("Arrival-Date: yesterday", "is no date with a time zone"),
            new LeftOut("Action: exploded", "is no action"),
            new LeftOut("Status: 5.x.1", "is no status code"),
            new LeftOut(
                "Last-Attempt-Date: Thu, 29 Apr 2010 23:34:45", "is no date with a time zone"));
    assertThat(report.recipients().getFirst().field("Action")).containsExactly("exploded");
  }

  @Test
  void aReportWithoutFields() throws IOException {
    DeliveryNotification report =
        Reports.read(Reports.source("").replace("message/delivery-status", "text/plain"));

    assertThat(report.recipients()).isEmpty();
    assertThat(report.originalMessageId()).contains("<1@example.com>");
    assertThat(report.leftOut())
        .containsExactly(new LeftOut("", "there is no part message/delivery-status"));
  }

  @Test
  void whatCannotBeRead() {
    byte[] head = Reports.source(ALL_FIELDS).substring(0, 400).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> DeliveryNotification.read(new Broken(head)))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is gone");
  }

  /** These octets, and then no more. */
  private record Broken(byte[] head) implements Content {

    @Override
    public InputStream open() {
      return new SequenceInputStream(
          new ByteArrayInputStream(head),
          new InputStream() {
            @Override
            public int read() throws IOException {
              throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] octets, int offset, int length) throws IOException {
              throw new IOException("the disk is gone");
            }
          });
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.empty();
    }
  }

  private static String text(Content content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
