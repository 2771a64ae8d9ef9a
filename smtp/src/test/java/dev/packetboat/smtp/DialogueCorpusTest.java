package dev.packetboat.smtp;

import static dev.packetboat.smtp.NeighbourlyScript.textOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.packetboat.smtp.CorpusDialogue.Manner;
import dev.packetboat.testkit.DialogueReport;
import dev.packetboat.testkit.DialogueServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Conversations from the tests of other clients and servers, played against ours. */
class DialogueCorpusTest {

  private static final int AT_A_TIME = 8;

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

  /** Several at a time: those that take long only wait. */
  @TestFactory
  List<DynamicNode> dialogues() {
    try (var players = Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
      return Stream.of(Manner.values())
          .<DynamicNode>map(manner -> dynamicContainer(manner.toString(), play(manner, players)))
          .toList();
    }
  }

  private static List<DynamicTest> play(Manner manner, ExecutorService players) {
    return Corpora.json("dialogues/dialogues.json")
        .valueStream()
        .map(CorpusDialogue::new)
        .filter(dialogue -> dialogue.sendsMessages() || manner == Manner.ONE_BY_ONE)
        .map(dialogue -> play(dialogue, manner, players))
        .toList();
  }

  private static DynamicTest play(CorpusDialogue dialogue, Manner manner, ExecutorService players) {
    Future<?> played = players.submit(() -> assertPlayed(dialogue, manner));
    return dynamicTest(
        dialogue.id(),
        () -> {
          if (played.state() != Future.State.SUCCESS) {
            throw played.exceptionNow();
          }
        });
  }

  private static void assertPlayed(CorpusDialogue dialogue, Manner manner) {
    try (var server = DialogueServer.play(dialogue.script(manner))) {
      CorpusDialogue.Result result = dialogue.drive(server, manner);

      if (manner.hasNeighbours()) {
        assertNeighbours(dialogue, result, server.report());
      }

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
      if (!result.outcome().equals("client-refuses") && !manner.hasNeighbours()) {
        assertThat(server.report().faults()).as("%s", server.report().transcript()).isEmpty();
      }
    }
  }

  /** Whatever becomes of the messages between them: each is where it is said to be. */
  private static void assertNeighbours(
      CorpusDialogue dialogue, CorpusDialogue.Result result, DialogueReport report) {
    for (Sending neighbour : result.neighbours()) {
      Optional<SmtpException> failure = neighbour.failure();
      String name = neighbour == result.neighbours().getFirst() ? "before" : "behind";
      assertThat(report.contents())
          .as("%s %s: %s", name, failure, report.transcript())
          .filteredOn(content -> new String(content, UTF_8).contains(textOf(name)))
          .hasSize(failure.isEmpty() ? 1 : 0);
      failure.ifPresent(how -> assertThat(how.acceptance()).isEqualTo(Acceptance.NO));
    }
    boolean usable = result.failure().map(SmtpException::sessionUsable).orElse(true);
    if (usable && !dialogue.isCutShort() && report.faults().isEmpty()) {
      assertThat(result.neighbours())
          .as("%s", report.transcript())
          .allMatch(neighbour -> neighbour.failure().isEmpty());
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
