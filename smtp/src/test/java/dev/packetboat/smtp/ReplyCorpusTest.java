package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.GREETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.testkit.ScriptedServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Replies, offers and status codes that other implementations are tested with. */
class ReplyCorpusTest {

  /** What the parsers of the corpus do not agree on, and what is done here. */
  private static final Map<String, String> DISPUTED =
      Map.of(
          "432-6.8.9", "RFC 3463 §2 has no class 6: read, without an enhanced code",
          "230-Anonymous", "RFC 959 style, a line between without code: RFC 5321 §4.2.1 forbids it",
          "400-A", "bare LF ends a line: servers that write it are understood",
          "550-5.1.1 The", "a line between without code: RFC 5321 §4.2.1 forbids it");

  @TestFactory
  Stream<DynamicTest> replies() {
    return Corpora.json("replies/replies.json")
        .get("replies")
        .valueStream()
        .map(one -> dynamicTest(escaped(one.get("wire").asString()), () -> assertRead(one)));
  }

  private static void assertRead(JsonNode expected) throws SmtpException {
    String wire = expected.get("wire").asString();
    boolean read =
        expected.get("valid").isNull()
            ? isReadThoughDisputed(wire)
            : expected.get("valid").asBoolean();
    try (var server =
            ScriptedServer.play(
                GREETED
                    + "C: NOOP\nS\\ "
                    + escaped(wire)
                    + (read ? "\nC: QUIT\nS: 221 bye\n" : "\n[close]\n"));
        var session = Scripts.connect(server)) {
      if (!read) {
        assertThatThrownBy(session::noop)
            .isInstanceOfAny(
                SmtpException.ProtocolViolation.class, SmtpException.ConnectionLost.class);
        return;
      }
      Reply reply = session.noop();
      assertThat(reply.code()).isEqualTo(expected.get("code").asInt());
      if (!expected.get("lines").isNull()) {
        assertThat(reply.messages()).isEqualTo(strings(expected.get("lines")));
      }
      if (!expected.get("valid").isNull()) {
        assertThat(reply.enhanced().map(EnhancedStatus::toString))
            .isEqualTo(text(expected.get("enhanced")));
      }
    }
  }

  private static boolean isReadThoughDisputed(String wire) {
    String reason =
        DISPUTED.entrySet().stream()
            .filter(entry -> wire.startsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow(
                () -> new AssertionError("disputed, and no decision on it: " + escaped(wire)));
    return !reason.contains("forbids");
  }

  @TestFactory
  Stream<DynamicTest> offers() {
    return Corpora.json("replies/replies.json")
        .get("ehlo")
        .valueStream()
        .map(one -> dynamicTest(escaped(one.get("wire").asString()), () -> assertOffered(one)));
  }

  private static void assertOffered(JsonNode expected) throws SmtpException {
    String ehlo =
        "S: 220 x\nC: EHLO client.test\nS\\ " + escaped(expected.get("wire").asString()) + "\n";
    if (expected.has("error")) {
      try (var server =
          ScriptedServer.play(ehlo + "C: HELO client.test\nS: 523 no\nC: QUIT\nS: 221 bye\n")) {
        assertThatThrownBy(() -> Scripts.connect(server)).isInstanceOf(SmtpException.Refused.class);
      }
      return;
    }
    try (var server = ScriptedServer.play(ehlo + Scripts.QUIT);
        var session = Scripts.client(server).tls(TlsMode.NONE).connect()) {
      Extensions offered = session.extensions();
      assertThat(offered.serverName()).isEqualTo(expected.get("host").asString());
      assertThat(strings(expected.get("has"))).allMatch(offered::offers);
      if (expected.has("auth")) {
        assertThat(offered.mechanisms()).isEqualTo(strings(expected.get("auth")));
      }
      if (expected.has("size") && !expected.get("size").isNull()) {
        assertThat(offered.sizeLimit()).hasValue(expected.get("size").asLong());
      } else if (expected.has("size")) {
        assertThat(offered.sizeLimit()).isEmpty();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> statusCodes() {
    return Corpora.json("replies/replies.json")
        .get("status_syntax")
        .valueStream()
        .map(
            one -> {
              String status = one.get("status").asString();
              // RFC 3463 §2: subject and detail have one to three digits; the corpus's source takes
              // one for the subject
              boolean valid = one.get("valid").asBoolean() || status.equals("5.12.0");
              return dynamicTest(
                  status,
                  () ->
                      assertThat(EnhancedStatus.atStartOf(status + " text").isPresent())
                          .isEqualTo(valid));
            });
  }

  // RFC 2034 §4: the code stands at the start of the text, and its class is that of the reply
  @TestFactory
  Stream<DynamicTest> diagnostics() {
    return Corpora.json("replies/diagnostics.json")
        .valueStream()
        .filter(one -> !one.get("reply_code").isNull())
        .map(one -> dynamicTest(one.get("diagnostic").asString(), () -> assertDiagnosed(one)));
  }

  private static void assertDiagnosed(JsonNode expected) {
    String code = expected.get("reply_code").asString();
    String diagnostic = expected.get("diagnostic").asString();
    String said = diagnostic.substring(diagnostic.indexOf(code));
    String text = said.length() > 4 ? said.substring(4) : "";
    Reply reply = Reply.of(Integer.parseInt(code), text);

    assertThat(reply.enhanced().map(EnhancedStatus::toString))
        .isEqualTo(text(expected.get("enhanced")));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isNull() ? Optional.empty() : Optional.of(node.asString());
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static String escaped(String octets) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      escaped.append(
          switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\\' -> "\\\\";
            default -> c < ' ' ? String.format(Locale.ROOT, "\\x%02x", (int) c) : String.valueOf(c);
          });
    }
    return escaped.toString();
  }
}
