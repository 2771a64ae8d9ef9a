package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Pipeline;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An Exim that has its own idea of how much may go through one connection. What it has not taken
 * when it hangs up goes through the next, so that every message is there once.
 */
class EximTest {

  private static final int MESSAGES = 40;

  private final Map<Integer, String> taken = new LinkedHashMap<>();
  private final List<Integer> refused = new ArrayList<>();
  private final List<String> farewells = new ArrayList<>();

  @ParameterizedTest(name = "without {0}")
  @ValueSource(strings = {"SIZE", "CHUNKING"})
  void moreMessagesThanAConnectionMayCarry(String ignored) throws SmtpException {
    try (EximServer exim = EximServer.start("smtp_accept_max_per_connection = 15")) {
      int connections = sendAll(exim, ignored, number -> "ann@mx.test");

      assertThat(connections).isEqualTo(3);
      assertThat(farewells).isNotEmpty();
      assertHoldsAll(exim, MESSAGES);
    }
  }

  @Test
  void moreResetsThanAConnectionMayCarry() throws SmtpException {
    try (EximServer exim = EximServer.start()) {
      int connections =
          sendAll(
              exim,
              "SIZE",
              number -> number % 2 == 1 ? "ann@" + HoldingServer.NOBODY : "ann@mx.test");

      assertThat(connections).isGreaterThan(1);
      assertThat(farewells).isNotEmpty().allMatch(said -> said.contains("nonmail"));
      assertThat(refused).hasSize(MESSAGES / 2);
      assertHoldsAll(exim, MESSAGES / 2);
    }
  }

  /** Sends until each message is taken or refused; gives the number of connections. */
  private int sendAll(EximServer exim, String ignored, IntFunction<String> recipient)
      throws SmtpException {
    List<Integer> left = new ArrayList<>(IntStream.range(0, MESSAGES).boxed().toList());
    int connections = 0;
    while (!left.isEmpty() && connections < MESSAGES) {
      connections++;
      Map<Integer, Sending> sent = new LinkedHashMap<>();
      try (SmtpSession session =
              Relays.named("127.0.0.1").port(exim.port()).ignoreExtensions(ignored).connect();
          Pipeline pipeline = session.pipeline()) {
        for (int number : left) {
          Envelope envelope = Envelope.from("joe@client.test").to(recipient.apply(number));
          sent.put(number, pipeline.send(envelope, Content.of(messageId(number) + "\r\n\r\nx")));
        }
      }
      sent.forEach(
          (number, sending) -> {
            if (isOver(exim, number, sending)) {
              left.remove(/* element */ number);
            }
          });
    }
    return connections;
  }

  private boolean isOver(EximServer exim, int number, Sending sending) {
    if (sending.failure().isEmpty()) {
      try {
        assertThat(taken.put(number, exim.idIn(sending.receipt().reply()))).isNull();
        return true;
      } catch (SmtpException decided) {
        throw new AssertionError(decided);
      }
    }
    SmtpException failure = sending.failure().get();
    String message = String.valueOf(failure.getMessage());
    assertThat(failure.acceptance()).as(message).isEqualTo(Acceptance.NO);
    if (message.contains("Nobody here")) {
      refused.add(number);
      return true;
    }
    farewells.add(message);
    return false;
  }

  private void assertHoldsAll(EximServer exim, int count) {
    assertThat(taken).hasSize(count);
    Map<String, String> queue = exim.queue();
    assertThat(queue.keySet()).containsExactlyInAnyOrderElementsOf(taken.values());
    taken.forEach((number, id) -> assertThat(queue.get(id)).contains(messageId(number)));
  }

  private static String messageId(int number) {
    return "Message-ID: <" + number + "@client.test>";
  }
}
