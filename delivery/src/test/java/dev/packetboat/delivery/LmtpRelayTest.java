package dev.packetboat.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.testkit.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A relay that speaks LMTP has a last word for each recipient, and so has the report. */
@Timeout(60)
class LmtpRelayTest {

  private static final Message LETTER =
      Message.of(
          Envelope.from("joe@client.test").to("ann@mx.test", "bob@mx.test", "eve@mx.test"),
          Content.of("Subject: hello\n\nHello.\n"));

  private static final String ALL_THE_SAME_TO_RCPT =
      """
      S: 220 mx.test LMTP
      C~ LHLO .*
      S: 250-mx.test
      S: 250 PIPELINING
      C: MAIL FROM:<joe@client.test>
      C: RCPT TO:<ann@mx.test>
      C: RCPT TO:<bob@mx.test>
      C: RCPT TO:<eve@mx.test>
      C: DATA
      S: 250 ok
      S: 250 ann
      S: 250 bob
      S: 250 eve
      S: 354 go ahead
      [content]
      """;

  private static List<String> outcomes(String script) {
    try (var server = ScriptedServer.play(ALL_THE_SAME_TO_RCPT + script);
        var mailer = Mailer.relay(SmtpClient.lmtp(server.host(), server.port()).build())) {
      return mailer.send(LETTER).recipients().stream()
          .map(
              one ->
                  one.recipient().orElseThrow().address().localPart()
                      + " "
                      + one.outcome().getClass().getSimpleName()
                      + one.outcome().reply().map(reply -> " " + reply).orElse(""))
          .toList();
    }
  }

  @Test
  void eachHasItsOwnOutcome() {
    assertThat(
            outcomes(
                """
                S: 250 2.0.0 in ann's
                S: 552 5.2.2 bob's is full
                S: 250 2.0.0 in eve's
                C: QUIT
                S: 221 bye
                """))
        .containsExactly(
            "ann Delivered 250 2.0.0 in ann's",
            "bob Failed 552 5.2.2 bob's is full",
            "eve Delivered 250 2.0.0 in eve's");
  }

  /** A 552 without a status could stand for too many recipients, but not here. */
  @Test
  void aFullMailboxIsNotAskedAgain() {
    assertThat(outcomes("S: 250 in\nS: 552 full\nS: 552 full\nC: QUIT\nS: 221 bye\n"))
        .containsExactly("ann Delivered 250 in", "bob Failed 552 full", "eve Failed 552 full");
  }

  @Test
  void whereNobodyGetsItEachHasItsOwnNo() {
    assertThat(outcomes("S: 550 a\nS: 451 b\nS: 550 c\nC: QUIT\nS: 221 bye\n"))
        .containsExactly("ann Failed 550 a", "bob Deferred 451 b", "eve Failed 550 c");
  }

  @Test
  void aCutLeavesOnlyTheUnansweredInDoubt() {
    assertThat(outcomes("S: 250 in ann's\nS: 550 not in bob's\n[close]\n"))
        .containsExactly(
            "ann Delivered 250 in ann's", "bob Failed 550 not in bob's", "eve Unknown");
  }
}
