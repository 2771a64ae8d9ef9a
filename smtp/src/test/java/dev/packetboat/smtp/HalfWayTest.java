package dev.packetboat.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.HalfWayServer.Fate;
import dev.packetboat.smtp.HalfWayServer.Leaving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which messages that leave together go wrong half-way. What the server took, and how
 * far it told so, is what the client has to say about each.
 */
@Timeout(120)
class HalfWayTest {

  private static final int MESSAGES = 4;

  /** Marks the last recipient of each message. */
  static final String LAST = "b";

  private static final List<String> PIPELINING = List.of("PIPELINING");
  private static final List<String> CHUNKING = List.of("PIPELINING", "CHUNKING");

  /** What goes wrong with one message: answers by what is asked. */
  record Wrong(String name, Map<String, String> answers) {

    Map<String, String> at(int message) {
      Map<String, String> all = new TreeMap<>();
      answers.forEach(
          (asked, answer) ->
              all.put(
                  asked.startsWith("RCPT ")
                      ? "RCPT " + message + asked.substring(5)
                      : asked + " " + message,
                  answer));
      return all;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final Wrong SENDER =
      new Wrong("the sender is refused", Map.of("MAIL", "550 5.7.1 not you"));
  private static final Wrong CONTENT_FOR_NOBODY =
      new Wrong(
          "all recipients are refused, yet the content is asked for",
          Map.of("RCPT a", "550 5.1.1 who", "RCPT b", "550 5.1.1 who", "DATA", "354 go"));
  private static final Wrong CONTENT =
      new Wrong("the content is not wanted", Map.of("DATA", "554 5.3.4 no"));
  private static final Wrong END =
      new Wrong("it is refused at its end", Map.of("END", "554 5.7.1 spam"));
  private static final Wrong PARTLY =
      new Wrong("the first recipient is refused", Map.of("RCPT a", "550 5.1.1 who"));
  private static final List<Wrong> NOT_TAKEN =
      List.of(
          SENDER,
          new Wrong("the sender is refused for now", Map.of("MAIL", "451 4.3.0 later")),
          new Wrong(
              "the sender is refused, yet the content is asked for",
              Map.of("MAIL", "550 5.7.1 not you", "DATA", "354 go")),
          new Wrong(
              "all recipients are refused",
              Map.of("RCPT a", "550 5.1.1 who", "RCPT b", "553 5.1.3 where")),
          new Wrong(
              "all recipients are refused, one for now",
              Map.of("RCPT a", "550 5.1.1 who", "RCPT b", "450 4.2.0 later")),
          CONTENT_FOR_NOBODY,
          new Wrong(
              "all recipients are refused, yet the content is taken for nobody",
              Map.of(
                  "RCPT a",
                  "450 4.2.0 later",
                  "RCPT b",
                  "450 4.2.0 later",
                  "DATA",
                  "354 go",
                  "END",
                  "250 ok")),
          CONTENT,
          new Wrong("the content is not wanted now", Map.of("DATA", "451 4.3.0 later")),
          new Wrong(
              "some recipients and the content are not wanted",
              Map.of("RCPT a", "550 5.1.1 who", "DATA", "451 4.3.0 later")),
          END,
          new Wrong("it is refused at its end for now", Map.of("END", "451 4.3.0 later")),
          new Wrong(
              "some recipients are refused, and it at its end",
              Map.of("RCPT b", "450 4.2.0 later", "END", "554 5.7.1 spam")));

  private static final List<Wrong> PARTLY_TAKEN =
      List.of(
          PARTLY, new Wrong("the last recipient is refused", Map.of("RCPT b", "450 4.2.0 later")));

  private static Stream<List<String>> extensions() {
    return Stream.of(PIPELINING, CHUNKING, List.of(), List.of("CHUNKING"));
  }

  private static Stream<Arguments> each(List<Wrong> wrongs) {
    return extensions()
        .flatMap(
            offers ->
                wrongs.stream()
                    .flatMap(
                        wrong ->
                            IntStream.range(0, MESSAGES)
                                .mapToObj(place -> Arguments.of(offers, wrong, place))));
  }

  static Stream<Arguments> notTaken() {
    return each(NOT_TAKEN);
  }

  static Stream<Arguments> partlyTaken() {
    return each(PARTLY_TAKEN);
  }

  @ParameterizedTest(name = "{0}: {1}, at place {2}")
  @MethodSource("notTaken")
  void aRefusedMessageDisturbsNoNeighbour(List<String> offers, Wrong wrong, int place)
      throws SmtpException {
    Run run = new Run(offers, wrong.at(place), Leaving.never());

    run.assertTold();
    assertThat(run.server.fate(place)).isInstanceOf(Fate.Refused.class);
    assertThat(run.sent.get(place).failure().orElseThrow().sessionUsable()).isTrue();
    run.assertAcceptedBut(place);
  }

  @ParameterizedTest(name = "{0}: {1}, at place {2}")
  @MethodSource("partlyTaken")
  void whoIsAcceptedGetsTheMessage(List<String> offers, Wrong wrong, int place)
      throws SmtpException {
    Run run = new Run(offers, wrong.at(place), Leaving.never());

    run.assertTold();
    assertThat(run.sent.get(place).receipt().refused()).hasSize(1);
    run.assertAcceptedBut(-1);
  }

  /** Runs in which all is well, and in which all goes wrong that can. */
  static Stream<Arguments> runs() {
    Map<String, String> mixed = new TreeMap<>();
    mixed.putAll(PARTLY.at(0));
    mixed.putAll(SENDER.at(1));
    mixed.putAll(CONTENT_FOR_NOBODY.at(2));
    Map<String, String> late = new TreeMap<>();
    late.putAll(CONTENT.at(1));
    late.putAll(END.at(2));
    Map<String, String> goesOn = Map.of("RSET 1", "451 4.3.0 later", "MAIL 3", "421 4.7.0 enough");
    return Stream.of(PIPELINING, CHUNKING)
        .flatMap(
            offers ->
                Stream.of(
                    Arguments.of("all are good", offers, Map.of()),
                    Arguments.of("envelopes are refused", offers, mixed),
                    Arguments.of("contents are refused", offers, late),
                    Arguments.of("the server takes its leave and goes on", offers, goesOn)));
  }

  // RFC 5321 §3.8
  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("runs")
  void aServerMayTakeItsLeaveAtAnyReply(
      String what, List<String> offers, Map<String, String> answers) throws SmtpException {
    breakEverywhere(offers, answers, Leaving::insteadOfReply, HalfWayServer::replies, 2);
  }

  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("runs")
  void aLineMayBreakBehindAnyOctetOfTheServer(
      String what, List<String> offers, Map<String, String> answers) throws SmtpException {
    int greeting = ("220 mx.test\r\n250-mx.test\r\n" + "250 \r\n".repeat(offers.size())).length();
    int hello = greeting + String.join("", offers).length();
    breakEverywhere(offers, answers, Leaving::afterSaying, HalfWayServer::octetsSaid, hello);
  }

  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("runs")
  void aLineMayBreakBehindAnyOctetOfTheClient(
      String what, List<String> offers, Map<String, String> answers) throws SmtpException {
    int hello = "EHLO client.test\r\n".length();
    breakEverywhere(offers, answers, Leaving::afterHearing, HalfWayServer::octetsHeard, hello);
  }

  private static void breakEverywhere(
      List<String> offers,
      Map<String, String> answers,
      IntFunction<Leaving> leaving,
      ToIntFunction<HalfWayServer> length,
      int from)
      throws SmtpException {
    Run whole = new Run(offers, answers, Leaving.never());
    whole.assertTold();
    int end = length.applyAsInt(whole.server);
    assertThat(end).isGreaterThan(from + MESSAGES * 4);
    for (int place = from; place < end; place++) {
      new Run(offers, answers, leaving.apply(place)).assertTold();
    }
  }

  /** The last octets of a content. */
  static String end(int number) {
    return "end-" + number + "\r\n";
  }

  /** Messages through a pipeline, and one behind where the session can still be used. */
  private static final class Run {

    final HalfWayServer server;
    final List<Sending> sent = new ArrayList<>();
    private final boolean usable;

    Run(List<String> offers, Map<String, String> answers, Leaving leaving) throws SmtpException {
      server = new HalfWayServer(offers, answers, leaving);
      try (server;
          SmtpSession session = connect(server)) {
        send(session, 0, MESSAGES);
        usable = session.isUsable();
        if (usable) {
          send(session, MESSAGES, MESSAGES + 1);
        }
      }
    }

    private static SmtpSession connect(HalfWayServer server) throws SmtpException {
      return SmtpClient.relay("127.0.0.1")
          .port(server.port())
          .localName("client.test")
          .timeouts(Timeouts.builder().all(Duration.ofSeconds(10)).build())
          .connect();
    }

    private void send(SmtpSession session, int from, int to) {
      try (Pipeline pipeline = session.pipeline()) {
        for (int i = from; i < to; i++) {
          Envelope envelope =
              Envelope.from("j" + i + "@a.test")
                  .to("r" + i + "a@b.test", "r" + i + LAST + "@b.test");
          sent.add(pipeline.send(envelope, Content.of("X: y\r\n\r\n" + end(i))));
        }
      }
    }

    void assertTold() throws SmtpException {
      for (int i = 0; i < sent.size(); i++) {
        assertThat(sent.get(i).isDecided()).as(this::toString).isTrue();
        assertTold(i);
      }
    }

    private void assertTold(int number) throws SmtpException {
      String what = "message " + number + " in\n" + server;
      switch (server.fate(number)) {
        case Fate.Accepted accepted -> {
          assertThat(sent.get(number).failure()).as(what).isEmpty();
          Receipt receipt = sent.get(number).receipt();
          assertThat(receipt.reply().text()).as(what).isEqualTo("taken " + number);
          assertThat(receipt.accepted())
              .as(what)
              .extracting(Object::toString)
              .containsExactlyElementsOf(accepted.recipients());
        }
        case Fate.Refused refused -> {
          SmtpException failure = failure(number, what);
          assertThat(failure).as(what).isInstanceOf(SmtpException.Refused.class);
          assertThat(failure.reply()).as(what).contains(refused.reply());
          assertThat(failure.acceptance()).as(what).isEqualTo(Acceptance.NO);
        }
        case Fate.InDoubt inDoubt ->
            assertThat(failure(number, what).acceptance()).as(what).isEqualTo(Acceptance.UNKNOWN);
        case Fate.NotSent notSent ->
            assertThat(failure(number, what).acceptance()).as(what).isEqualTo(Acceptance.NO);
      }
    }

    private SmtpException failure(int number, String what) {
      assertThat(sent.get(number).failure()).as(what).isPresent();
      SmtpException failure = sent.get(number).failure().get();
      assertThat(failure).as(what).isNotInstanceOf(SmtpException.TimedOut.class);
      return failure;
    }

    /** The one behind them too. */
    void assertAcceptedBut(int place) {
      assertThat(usable).isTrue();
      for (int i = 0; i <= MESSAGES; i++) {
        if (i != place) {
          assertThat(server.fate(i)).as(i + " in\n" + server).isInstanceOf(Fate.Accepted.class);
        }
      }
    }

    @Override
    public String toString() {
      return server.toString();
    }
  }
}
