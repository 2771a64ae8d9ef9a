package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.mail.LeftOut;
import dev.packetboat.mail.ReturnContent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Reports of many mail systems, from other projects' tests, held against what Python reads. */
class NotificationCorpusTest {

  private static final List<String> RECIPIENT_FIELDS =
      List.of(
          "Final-Recipient",
          "Original-Recipient",
          "Action",
          "Status",
          "Diagnostic-Code",
          "Remote-MTA");

  private static final Pattern FIELD = Pattern.compile("[A-Z][A-Za-z-]+: [^ ]");

  /** Where we differ from Python, all of it on purpose. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          // White space before the colons, where Python sees no field.
          "058-lhost-mimecast-02",
          "0 recipients, read [rfc/822;sabatora@example.net FAILED 5.0.0]",
          // The report is attached to another message.
          "226-lhost-x5-01",
          "not a report",
          // Two recipients without an empty line between them, which Python takes for one.
          "261-rhost-aol-03",
          "1 recipients, read [rfc822;sabineko@example.jp FAILED 5.2.2,"
              + " rfc822;mikeneko@example.jp FAILED 5.1.1]",
          // A reply of several lines that is not folded, at which Python stops.
          "309-rhost-messagelabs-01",
          "0 recipients, read [rfc822;kijitora@example.messagelabs.com FAILED 5.0.0]",
          // The recipient is in base64, in a group with a header of its own.
          "347-bounce.txt",
          "0 recipients, read [rfc822;netec.test@netecgc.com FAILED 5.1.1]",
          // More than one empty line between two groups.
          "348-delivery-status-multiple-blank-lines.txt",
          "0 recipients, read [rfc822;orig_recip@customer.com 5.5.0]",
          // All letters were replaced by x: this is a report-type=xxxxxxxxxxxxxxx.
          "350-delivery-status.anonymized",
          "not a report",
          // Two parts with fields, the first one of which has none.
          "355-multipart_report_multiple_status",
          "0 recipients, read [rfc822;u@ci.com FAILED 5.3.0]");

  @TestFactory
  Stream<DynamicTest> everyReport() {
    return Corpora.records("dsn/expected.json").stream()
        .map(expected -> dynamicTest(name(expected), () -> check(expected)));
  }

  private static void check(JsonNode expected) throws IOException {
    String differences =
        read(expected)
            .map(report -> String.join("; ", differences(expected, report)))
            .orElse("not a report");

    assertThat(differences).isEqualTo(DIFFERENT.getOrDefault(name(expected), ""));
  }

  private static String name(JsonNode expected) {
    return expected.get("file").asString().replace("raw/", "").replace(".eml", "");
  }

  private static Optional<DeliveryNotification> read(JsonNode expected) throws IOException {
    return DeliveryNotification.read(
        Content.of(Files.readAllBytes(Corpora.path("dsn/" + expected.get("file").asString()))));
  }

  private static List<String> differences(JsonNode expected, DeliveryNotification report) {
    List<String> differences = new ArrayList<>();
    expected
        .get("per_message")
        .properties()
        .forEach(
            field ->
                compare(
                    field.getKey(),
                    Optional.of(field.getValue().get(0)),
                    report.field(field.getKey()),
                    differences));
    JsonNode recipients = expected.get("recipients");
    if (recipients.size() != report.recipients().size()) {
      differences.add(recipients.size() + " recipients, read " + report.recipients());
      return differences;
    }
    for (int i = 0; i < recipients.size(); i++) {
      for (String name : RECIPIENT_FIELDS) {
        JsonNode value = recipients.get(i).get(name.toLowerCase(Locale.ROOT).replace('-', '_'));
        compare(
            name, Optional.ofNullable(value), report.recipients().get(i).field(name), differences);
      }
    }
    compareReturned(expected.get("returned_part"), report.returned(), differences);
    return differences;
  }

  private static void compare(
      String name, Optional<JsonNode> expected, List<String> read, List<String> differences) {
    String value =
        expected.filter(node -> !node.isNull()).map(node -> spaced(node.asString())).orElse("");
    String first = read.isEmpty() ? "" : spaced(read.getFirst());
    if (!first.equals(value)) {
      differences.add(name + ": " + value + ", read " + first);
    }
  }

  private static String spaced(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static void compareReturned(
      JsonNode expected, Optional<ReturnedMessage> read, List<String> differences) {
    String type =
        read.map(
                returned ->
                    returned.extent() == ReturnContent.FULL
                        ? "message/rfc822"
                        : "text/rfc822-headers")
            .orElse("none");
    if (!type.equals(expected.isNull() ? "none" : expected.asString())) {
      differences.add("returned " + expected + ", read " + type);
    }
  }

  /**
   * Those without an address are programs and files that a mail system delivered to, and one that
   * lacks its local part.
   */
  @Test
  void everyValueIsUnderstoodButThese() throws IOException {
    List<String> leftOut = new ArrayList<>();
    List<ReportedRecipient> recipients = new ArrayList<>();
    int messageIds = 0;
    for (JsonNode expected : Corpora.records("dsn/expected.json")) {
      Optional<DeliveryNotification> report = read(expected);
      report.map(DeliveryNotification::recipients).ifPresent(recipients::addAll);
      messageIds += report.flatMap(DeliveryNotification::originalMessageId).isPresent() ? 1 : 0;
      report.stream()
          .flatMap(read -> read.leftOut().stream())
          .map(LeftOut::text)
          .filter(text -> text.isEmpty() || FIELD.matcher(text).lookingAt())
          .forEach(leftOut::add);
    }

    assertThat(leftOut)
        .containsExactly(
            "Arrival-Date: 2012-10-31 04-46-42",
            "Arrival-Date: 2012-10-31 04-46-42",
            "Arrival-Date: 2013-07-08 18-21-01",
            "Action: expired",
            "Action: deliverable");
    assertThat(
            """
            %d recipients
            %d with an address
            %d with an action
            %d with a status
            %d with a reply code
            %d with a remote MTA
            %d reports with a Message-ID
            """
                .formatted(
                    recipients.size(),
                    count(recipients, ReportedRecipient::address),
                    count(recipients, ReportedRecipient::action),
                    count(recipients, ReportedRecipient::status),
                    count(
                        recipients,
                        recipient ->
                            recipient
                                .diagnostic()
                                .filter(diagnostic -> diagnostic.replyCode().isPresent())),
                    count(recipients, ReportedRecipient::remoteMta),
                    messageIds))
        .isEqualTo(
            """
            397 recipients
            394 with an address
            393 with an action
            389 with a status
            310 with a reply code
            216 with a remote MTA
            332 reports with a Message-ID
            """);
  }

  private static long count(
      List<ReportedRecipient> recipients, Function<ReportedRecipient, Optional<?>> value) {
    return recipients.stream().map(value).filter(Optional::isPresent).count();
  }

  // RFC 5321 §4.2, RFC 2034 §4
  static Stream<Arguments> diagnostics() {
    return Corpora.records("replies/diagnostics.json").stream()
        .map(
            node ->
                arguments(
                    node.get("diagnostic").asString(),
                    node.get("reply_code").asInt(0),
                    node.get("enhanced").asString("")));
  }

  @ParameterizedTest
  @MethodSource
  void diagnostics(String value, int code, String enhanced) {
    Diagnostic diagnostic = Diagnostic.read(value);

    assertThat(diagnostic.replyCode().orElse(0)).isEqualTo(code);
    assertThat(diagnostic.enhanced().map(EnhancedStatus::toString).orElse("")).isEqualTo(enhanced);
  }

  @Test
  void thereAreAsManyAsThereShouldBe() {
    Map<String, Integer> counts =
        Stream.of("dsn/expected.json", "replies/diagnostics.json")
            .collect(Collectors.toMap(file -> file, file -> Corpora.records(file).size()));

    assertThat(counts).isEqualTo(Map.of("dsn/expected.json", 360, "replies/diagnostics.json", 83));
  }
}
