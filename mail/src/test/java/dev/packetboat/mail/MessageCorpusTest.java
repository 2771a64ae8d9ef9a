package dev.packetboat.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Whole messages of other projects' tests, each with LF and with CRLF. */
class MessageCorpusTest {

  private static final String FOUND = "messages/expected.json";

  @TestFactory
  Stream<DynamicTest> everyMessageOnWhichAllParsersAgree() {
    return Corpora.records(FOUND)
        .filter(message -> message.get("unanimous").asBoolean())
        .flatMap(MessageCorpusTest::withEitherLineEnd);
  }

  @TestFactory
  Stream<DynamicTest> everyMessagePutTogetherFromThoseAddressLists() {
    return Corpora.records("messages/composed.json").flatMap(MessageCorpusTest::withEitherLineEnd);
  }

  private static Stream<DynamicTest> withEitherLineEnd(JsonNode message) {
    return Stream.of("\n", "\r\n")
        .map(
            lineEnd ->
                dynamicTest(
                    message.get("file").asString() + (lineEnd.length() == 1 ? " LF" : " CRLF"),
                    () -> assertThat(disagreement(message, lineEnd)).isEmpty()));
  }

  /**
   * Where the parsers differ we agree with some of them but for these, and on purpose: octets that
   * are no UTF-8 make no letter of an address, UTF-8 is not read as Latin-1, of two addresses
   * without a comma neither is taken, and the one in angle brackets counts, not the name before it.
   */
  @Test
  void mostOfTheOthers() throws IOException {
    List<JsonNode> others =
        Corpora.records(FOUND).filter(message -> !message.get("unanimous").asBoolean()).toList();
    int right = 0;
    for (JsonNode message : others) {
      right += disagreement(message, "\r\n").isEmpty() ? 1 : 0;
    }

    assertThat(right + " of " + others.size()).isEqualTo("9 of 14");
  }

  /** What does not agree with the expectation, empty if all does. */
  private static String disagreement(JsonNode message, String lineEnd) throws IOException {
    MessageHeader header = MessageHeader.read(content(message, lineEnd));
    // RFC 5322 §3.6.6: the expectation names both; a message that was sent on is for the latter.
    String block = header.isResent() ? "resent-" : "";
    JsonNode expected = message.get("expected");
    String fields =
        Corpora.disagreement(texts(expected.path(block + "to")), header.to())
            + Corpora.disagreement(texts(expected.path(block + "cc")), header.cc())
            + Corpora.disagreement(texts(expected.path(block + "bcc")), header.bcc());
    return fields + (header.isResent() ? "" : disagreement(message, header));
  }

  private static String disagreement(JsonNode message, MessageHeader header) {
    List<String> expected =
        texts(message.get("envelope_recipients")).stream().map(Corpora::plain).sorted().toList();
    List<String> actual = header.recipients().stream().map(Corpora::plain).sorted().toList();
    return actual.equals(expected) ? "" : "expected %s, read %s".formatted(expected, actual);
  }

  private static Content content(JsonNode message, String lineEnd) throws IOException {
    byte[] octets = Files.readAllBytes(Corpora.path("messages/" + message.get("file").asString()));
    // Latin-1 keeps every octet as it is.
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    return Content.of(text.replaceAll("\r?\n", lineEnd).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
  }
}
