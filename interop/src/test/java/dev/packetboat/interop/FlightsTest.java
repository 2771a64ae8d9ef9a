package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Pipeline;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many messages through one connection without waiting for answers, to real servers of three makes.
 * What they hold afterwards is what they said that they took: none is lost, none is there twice.
 */
class FlightsTest {

  /** {@code -Dpacketboat.messages=10000} for more than there is time for every time. */
  private static final int MANY = Integer.getInteger("packetboat.messages", 400);

  /** To whom, and by which extension. */
  record Way(String name, Supplier<HoldingServer> server, String... ignored) {

    @Override
    public String toString() {
      return name;
    }

    /** Where the limit of size is not heard of, the server has to refuse. */
    SmtpSession connect(HoldingServer to) throws SmtpException {
      SmtpSession session =
          Relays.named("127.0.0.1")
              .port(to.port())
              .localName("client.test")
              .ignoreExtensions(ignored)
              .connect();
      assertThat(session.extensions().offers("PIPELINING")).isTrue();
      assertThat(session.extensions().offers("CHUNKING")).isEqualTo(name.endsWith("CHUNKING"));
      return session;
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way("Postfix by CHUNKING", PostfixServer::holding, "SIZE"),
        new Way("Postfix by PIPELINING", PostfixServer::holding, "SIZE", "CHUNKING"),
        // Exim 4.96 takes what is left of a chunk for commands once it is over the limit: here
        // the limit is heeded.
        new Way("Exim by CHUNKING", EximServer::patient),
        new Way("Exim by PIPELINING", EximServer::patient, "SIZE", "CHUNKING"),
        new Way("sendmail by PIPELINING", SendmailServer::start, "SIZE"));
  }

  /** What is sent, and what a server says to it; empty where it takes it. */
  private enum Kind {
    GOOD(""),
    PARTLY_GOOD(""),
    BLOCKED_SENDER("Not from you"),
    NOBODY("Nobody here"),
    REFUSED_FIELD("Not with this field"),
    TOO_LARGE("(?i)size.*(limit|maximum)|maximum.*size|too big|server takes");

    private final String answer;

    Kind(String answer) {
      this.answer = answer;
    }

    Envelope envelope() {
      Envelope from =
          Envelope.from(this == BLOCKED_SENDER ? HoldingServer.BLOCKED : "joe@client.test");
      return switch (this) {
        case PARTLY_GOOD -> from.to("ann@" + HoldingServer.NOBODY, "bob@mx.test");
        case NOBODY -> from.to("ann@" + HoldingServer.NOBODY);
        default -> from.to("ann@mx.test");
      };
    }

    Content content(int number) {
      String field = this == REFUSED_FIELD ? HoldingServer.REFUSED_FIELD + ": yes\r\n" : "";
      int lines = this == TOO_LARGE ? HoldingServer.LIMIT / 10 : number % 50;
      return Content.of(
          messageId(number)
              + "\r\n"
              + field
              + "Subject: x\r\n\r\n"
              + ".too and fro\r\n".repeat(lines));
    }
  }

  private static String messageId(int number) {
    return "Message-ID: <" + number + "@client.test>";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void eachMessageHasItsOwnFate(Way way) throws SmtpException {
    Random random = new Random(7);
    List<Kind> kinds =
        IntStream.range(0, 300)
            .mapToObj(i -> Kind.values()[random.nextInt(Kind.values().length)])
            .toList();
    try (HoldingServer server = way.server.get();
        SmtpSession session = way.connect(server)) {
      List<Sending> sent = send(session, kinds);

      Map<String, Integer> taken = new LinkedHashMap<>();
      for (int i = 0; i < kinds.size(); i++) {
        Optional<SmtpException> failure = sent.get(i).failure();
        if (kinds.get(i).answer.isEmpty()) {
          assertThat(failure).as(i + " " + kinds.get(i)).isEmpty();
          Receipt receipt = sent.get(i).receipt();
          assertThat(receipt.accepted()).hasSize(1);
          assertThat(receipt.refused()).hasSize(kinds.get(i) == Kind.PARTLY_GOOD ? 1 : 0);
          taken.put(server.idIn(receipt.reply()), i);
        } else {
          assertThat(failure).as(i + " " + kinds.get(i)).isPresent();
          assertThat(failure.get()).hasMessageFindingMatch(kinds.get(i).answer);
          assertThat(failure.get().acceptance()).isEqualTo(Acceptance.NO);
          assertThat(failure.get().sessionUsable()).isTrue();
        }
      }
      assertHolds(server, taken);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void noneOfManyIsLostOrDoubled(Way way) throws SmtpException {
    try (HoldingServer server = way.server.get();
        SmtpSession session = way.connect(server)) {
      List<Sending> sent =
          send(session, IntStream.range(0, MANY).mapToObj(i -> Kind.GOOD).toList());

      Map<String, Integer> taken = new LinkedHashMap<>();
      for (int i = 0; i < MANY; i++) {
        taken.put(server.idIn(sent.get(i).receipt().reply()), i);
      }
      assertThat(taken).hasSize(MANY);
      assertHolds(server, taken);
    }
  }

  private static List<Sending> send(SmtpSession session, List<Kind> kinds) {
    List<Sending> sent = new ArrayList<>();
    try (Pipeline pipeline = session.pipeline()) {
      for (int i = 0; i < kinds.size(); i++) {
        sent.add(pipeline.send(kinds.get(i).envelope(), kinds.get(i).content(i)));
      }
    }
    return sent;
  }

  /** These messages under these names, and no others. */
  private static void assertHolds(HoldingServer server, Map<String, Integer> taken) {
    Map<String, String> queue = server.queue();
    assertThat(queue.keySet()).containsExactlyInAnyOrderElementsOf(taken.keySet());
    taken.forEach((id, number) -> assertThat(queue.get(id)).contains(messageId(number)));
  }
}
