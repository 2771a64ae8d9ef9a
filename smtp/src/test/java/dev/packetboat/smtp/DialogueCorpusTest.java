package dev.packetboat.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.packetboat.testkit.DialogueServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Conversations from the tests of other clients and servers, played against ours. */
class DialogueCorpusTest {

  /** Where we do something else on purpose: the outcome here, and why it is right. */
  private static final Map<String, List<String>> DEVIATIONS =
      Map.of(
          "python-09",
          List.of(
              "client-refuses",
              "RFC 5321 §4.1.2: a mailbox has a domain, only postmaster does without"),
          "mailkit-21",
          List.of(
              "permanent",
              "RFC 8689 §2: REQUIRETLS needs TLS, and this connection is in clear: 5.7.10"));

  @TestFactory
  Stream<DynamicTest> dialogues() {
    return Corpora.json("dialogues/dialogues.json")
        .valueStream()
        .map(CorpusDialogue::new)
        .map(dialogue -> dynamicTest(dialogue.id(), () -> assertPlayed(dialogue)));
  }

  private static void assertPlayed(CorpusDialogue dialogue) {
    try (var server = DialogueServer.play(dialogue.script())) {
      CorpusDialogue.Result result = dialogue.drive(server);

      if (DEVIATIONS.containsKey(dialogue.id())) {
        assertThat(result.outcome()).isEqualTo(DEVIATIONS.get(dialogue.id()).get(0));
        return;
      }
      assertThat(result.outcome())
          .as("%s; %s", result.failure(), dialogue.expected())
          .isIn(outcomes(dialogue));
      if (result.outcome().equals(dialogue.expected().get("outcome").asString())) {
        assertDetails(dialogue.expected(), result);
      }
      if (!result.outcome().equals("client-refuses")) {
        assertThat(server.report().faults()).as("%s", server.report().transcript()).isEmpty();
      }
    }
  }

  private static List<String> outcomes(CorpusDialogue dialogue) {
    JsonNode expected = dialogue.expected();
    List<String> outcomes = new ArrayList<>(List.of(expected.get("outcome").asString()));
    expected.path("alt_outcomes").valueStream().forEach(one -> outcomes.add(one.asString()));
    if (outcomes.remove("mixed")) {
      // several messages: the first that is not delivered stands for all
      expected
          .path("transactions")
          .valueStream()
          .forEach(one -> outcomes.add(one.get("outcome").asString()));
    }
    return outcomes;
  }

  private static void assertDetails(JsonNode expected, CorpusDialogue.Result result) {
    if (expected.path("code").isInt() && result.failure().isPresent()) {
      assertThat(result.failure().get().reply().map(Reply::code))
          .contains(expected.get("code").asInt());
    }
    if (expected.path("enhanced").isString() && result.failure().isPresent()) {
      assertThat(enhanced(result.failure().get())).isEqualTo(expected.get("enhanced").asString());
    }
    if (expected.path("phase").isString() && result.failure().isPresent()) {
      assertThat(phase(result.failure().get())).isEqualTo(expected.get("phase").asString());
    }
    for (JsonNode part : expected.path("message_contains").valueStream().toList()) {
      assertThat(result.failure().orElseThrow()).hasMessageContaining(part.asString());
    }
    expected
        .path("recipients")
        .propertyStream()
        .forEach(
            one ->
                assertThat(result.recipients())
                    .containsEntry(one.getKey(), one.getValue().asString()));
  }

  private static String enhanced(SmtpException failure) {
    return failure instanceof SmtpException.Unsupported unsupported
        ? unsupported.status().toString()
        : failure.reply().flatMap(Reply::enhanced).map(Object::toString).orElse("none");
  }

  private static String phase(SmtpException failure) {
    return switch (failure.phase()) {
      case CONTENT_END -> "data-end";
      case TLS -> "starttls";
      default -> failure.phase().name().toLowerCase(Locale.ROOT);
    };
  }
}
