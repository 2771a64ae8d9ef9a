package dev.packetboat.smtp;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.testkit.Dialogue;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A dialogue of the corpus with a message before those that it has, and one behind, which the
 * server takes whatever it says to others.
 */
final class NeighbourlyScript {

  private final List<JsonNode> steps;
  private final Dialogue.Builder script;
  private final boolean inGroups;

  NeighbourlyScript(
      CorpusDialogue dialogue, Dialogue.Builder script, CorpusDialogue.Manner manner) {
    this.steps = dialogue.steps().toList();
    this.script = script;
    this.inGroups = manner == CorpusDialogue.Manner.IN_GROUPS_AMID_NEIGHBOURS;
  }

  void write() {
    boolean begun = false;
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      if (!begun && asks(step, "MAIL FROM")) {
        begun = true;
        take("before");
      }
      if (asks(step, "QUIT")) {
        break;
      }
      if (inGroups && i > 0 && asks(steps.get(i - 1), "[EL]HLO")) {
        script.send(announcing(step.get("S").asString()));
      } else {
        CorpusDialogue.add(script, step);
      }
    }
    if (!begun) {
      take("before");
    }
    // What was written together with a command that was refused.
    for (int i = 0; i < 4; i++) {
      script.perhaps("^RCPT TO:<(?!ann@neighbour)", "503 no\r\n");
    }
    script.perhaps("^DATA$", "503 no\r\n").perhaps("^RSET$", "250 ok\r\n");
    take("behind");
  }

  /** The neighbour of this name is sent. */
  static Sending send(Pipeline pipeline, String name) {
    return pipeline.send(
        Envelope.from(name + "@neighbour.test").to("ann@neighbour.test"),
        Content.of("Subject: " + textOf(name) + "\r\n\r\n"));
  }

  /** What stands in its content, and in no other. */
  static String textOf(String name) {
    return "from " + name;
  }

  private void take(String name) {
    script
        .expect("^MAIL FROM:<" + name + "@neighbour.test>")
        .send("250 ok\r\n")
        .expect("^RCPT TO:<ann@neighbour.test>")
        .send("250 ok\r\n")
        .expect("^DATA$")
        .send("354 go\r\n")
        .content()
        .send("250 ok\r\n");
  }

  private static boolean asks(JsonNode step, String verb) {
    return (step.path("C").asString("") + step.path("C?").asString(""))
        .matches("\\^?" + verb + ".*");
  }

  private static String announcing(String reply) {
    return reply.matches("(?s)250[- ].*")
        ? reply.replaceFirst("250[- ]", "250-mx\r\n250-PIPELINING\r\n$0")
        : reply;
  }
}
