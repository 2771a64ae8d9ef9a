package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * False ends of a message, sent as one message each to a Postfix that takes some of them for true
 * ones: no second message may come out of it.
 */
class SmugglingTest {

  @Test
  void oneMessageIsOneMessage() throws SmtpException {
    String folder = System.getProperty("packetboat.corpora", "");
    Path root = Path.of(System.getProperty("packetboat.root", ".."));
    Path corpora =
        folder.isEmpty() ? root.resolveSibling("shared").resolve("corpora") : Path.of(folder);
    assumeTrue(Files.isDirectory(corpora), "no independent test material at " + corpora);
    JsonNode vectors = new JsonMapper().readTree(corpora.resolve("smuggling/vectors.json"));
    String template = vectors.get("payload_template").asString();
    int sent = 0;
    try (PostfixServer postfix = PostfixServer.start();
        SmtpSession session = Relays.named("127.0.0.1").port(postfix.port()).connect()) {
      for (JsonNode vector : vectors.get("sequences").valueStream().toList()) {
        String payload = template.replace("{EOD}", vector.get("sequence").asString());
        try {
          session.send(
              Envelope.from("attacker@sender.example").to("victim@receiver.example"),
              Content.of(payload));
          sent++;
        } catch (SmtpException.ContentFailed refused) {
          assertThat(payload).as("only NUL is refused").contains("\0");
        }
      }
      postfix.awaitMessages(sent);
      postfix.awaitEmptyQueue();

      assertThat(sent).isEqualTo(12);
      assertThat(postfix.messages()).isEqualTo(sent);
    }
  }
}
