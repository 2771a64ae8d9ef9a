package dev.packetboat.smtp;

import static dev.packetboat.smtp.ChunkingTest.FIRST;
import static dev.packetboat.smtp.ChunkingTest.GREETED_CHUNKING;
import static dev.packetboat.smtp.ChunkingTest.WHOLE;
import static dev.packetboat.smtp.Scripts.GREETED;
import static dev.packetboat.smtp.Scripts.GREETED_PIPELINING;
import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static dev.packetboat.smtp.Scripts.QUIT;
import static dev.packetboat.smtp.Scripts.TAKEN;
import static dev.packetboat.smtp.Scripts.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.testkit.ScriptedServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several messages over one session, each begun before the one ahead of it is answered. */
class PipelineTest {

  private static final String ENVELOPE =
      """
      C: MAIL FROM:<joe@client.test>
      C: RCPT TO:<ann@mx.test>
      C: DATA
      """;
  private static final String GRANTED =
      """
      S: 250 ok
      S: 250 ok
      S: 354 go ahead
      """;
  private static final String CONTENT =
      """
      C: Subject: hello
      C:
      C: Hello.
      C: .
      """;
  private static final String FLUSHED = "C: RSET\n";

  /** What became of each, in words. */
  private static List<String> sendAll(ScriptedServer server, int messages) throws SmtpException {
    try (var session = connect(server)) {
      List<Sending> sent = new ArrayList<>();
      try (Pipeline pipeline = session.pipeline()) {
        for (int i = 0; i < messages; i++) {
          sent.add(pipeline.send(JOE_TO_ANN, HELLO));
        }
      }
      return sent.stream().map(PipelineTest::outcome).toList();
    }
  }

  private static String outcome(Sending sending) {
    assertThat(sending.isDecided()).isTrue();
    try {
      return sending.receipt().reply().toString();
    } catch (SmtpException failure) {
      return failure.phase()
          + " "
          + failure.acceptance()
          + failure.reply().map(reply -> " " + reply).orElse("");
    }
  }

  // RFC 2920 §3.1
  @Test
  void theEndOfOneMessageLeavesWithTheEnvelopeOfTheNext() throws SmtpException {
    try (var server =
        ScriptedServer.play(
            GREETED_PIPELINING
                + ENVELOPE
                + GRANTED
                + CONTENT
                + ENVELOPE
                + "S: 250 first\n"
                + GRANTED
                + CONTENT
                + ENVELOPE
                + "S: 250 second\n"
                + GRANTED
                + CONTENT
                + "S: 250 third\n"
                + QUIT)) {
      assertThat(sendAll(server, 3)).containsExactly("250 first", "250 second", "250 third");
    }
  }

  @Test
  void withoutPipeliningOneFollowsTheOther() throws SmtpException {
    try (var server = ScriptedServer.play(GREETED + TAKEN + TAKEN + QUIT)) {
      assertThat(sendAll(server, 2)).containsExactly("250 queued", "250 queued");
    }
  }

  // RFC 3030 §4.2
  @Test
  void withChunkingSeveralAreUnderWayEachHeadedByReset() throws SmtpException {
    try (var server =
        ScriptedServer.play(
            GREETED_CHUNKING
                + FIRST.substring(0, FIRST.indexOf("S: 250 2.0.0"))
                // The first is not answered yet.
                + FLUSHED
                + WHOLE
                + FLUSHED
                + WHOLE
                + "S: 250 first\n"
                + "S: 250 flushed\nS: 250 ok\nS: 250 ok\nS: 250 second\n"
                + "S: 250 flushed\nS: 250 ok\nS: 250 ok\nS: 250 third\n"
                + QUIT)) {
      assertThat(sendAll(server, 3)).containsExactly("250 first", "250 second", "250 third");
    }
  }

  @Test
  void aRefusalAtTheEndDisturbsNoNeighbour() throws SmtpException {
    try (var server =
        ScriptedServer.play(
            GREETED_PIPELINING
                + ENVELOPE
                + GRANTED
                + CONTENT
                + ENVELOPE
                + "S: 554 5.7.1 spam\n"
                + GRANTED
                + CONTENT
                + "S: 250 second\n"
                + QUIT)) {
      assertThat(sendAll(server, 2)).containsExactly("CONTENT_END NO 554 5.7.1 spam", "250 second");
    }
  }

  static Stream<Arguments> refusedEnvelopes() {
    return Stream.of(
        Arguments.of(
            "the sender", "S: 550 5.7.1 no\nS: 503 no\nS: 503 no\n", "", "MAIL NO 550 5.7.1 no"),
        Arguments.of(
            "the sender, yet DATA is granted",
            "S: 550 5.7.1 no\nS: 503 no\nS: 354 go\n",
            "C: .\nS: 503 nothing\n",
            "MAIL NO 550 5.7.1 no"),
        Arguments.of(
            "the recipient",
            "S: 250 ok\nS: 450 4.2.0 later\nS: 503 no\n",
            "C: RSET\n",
            "RCPT NO 450 4.2.0 later"),
        Arguments.of(
            "the recipient, yet DATA is granted",
            "S: 250 ok\nS: 550 5.1.1 no\nS: 354 go\n",
            "C: .\nS: 554 no valid recipients\nC: RSET\n",
            "RCPT NO 550 5.1.1 no"),
        Arguments.of(
            "DATA",
            "S: 250 ok\nS: 250 ok\nS: 451 4.3.0 not now\n",
            "C: RSET\n",
            "DATA NO 451 4.3.0 not now"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedEnvelopes")
  void aRefusedEnvelopeDisturbsNoNeighbour(
      String what, String answers, String cleanup, String outcome) throws SmtpException {
    boolean reset = cleanup.endsWith("C: RSET\n");
    try (var server =
        ScriptedServer.play(
            GREETED_PIPELINING
                + ENVELOPE
                + GRANTED
                + CONTENT
                + ENVELOPE
                + "S: 250 first\n"
                + answers
                + cleanup
                + ENVELOPE
                + (reset ? "S: 250 flushed\n" : "")
                + GRANTED
                + CONTENT
                + "S: 250 third\n"
                + QUIT)) {
      assertThat(sendAll(server, 3)).containsExactly("250 first", outcome, "250 third");
    }
  }

  static Stream<Arguments> brokenGroups() {
    return Stream.of(
        Arguments.of("cut before any answer", "[close]\n", "CONTENT_END UNKNOWN", "MAIL NO"),
        Arguments.of("reset before any answer", "[reset]\n", "CONTENT_END UNKNOWN", "MAIL NO"),
        Arguments.of(
            "cut amid the answer", "S\\ 250 fir\n[close]\n", "CONTENT_END UNKNOWN", "MAIL NO"),
        Arguments.of(
            "no reply at all", "S: well\n[client closes]\n", "CONTENT_END UNKNOWN", "MAIL NO"),
        Arguments.of("cut behind the answer", "S: 250 first\n[close]\n", "250 first", "MAIL NO"),
        Arguments.of(
            "cut behind MAIL", "S: 250 first\nS: 250 ok\n[close]\n", "250 first", "RCPT NO"),
        Arguments.of(
            "cut behind RCPT",
            "S: 250 first\nS: 250 ok\nS: 250 ok\n[close]\n",
            "250 first",
            "DATA NO"),
        Arguments.of(
            "a farewell to the end",
            "S: 421 closing\n[close]\n",
            "CONTENT_END NO 421 closing",
            "MAIL NO 421 closing"),
        Arguments.of(
            "a farewell to MAIL",
            "S: 250 first\nS: 421 closing\n[close]\n",
            "250 first",
            "MAIL NO 421 closing"),
        Arguments.of(
            "a farewell to RCPT",
            "S: 250 first\nS: 250 ok\nS: 421 closing\n[close]\n",
            "250 first",
            "RCPT NO 421 closing"),
        Arguments.of(
            "a reply too many",
            "S: 250 first\nS: 250 first\nS: 250 ok\nS: 250 ok\nS: 354 go\n[client closes]\n",
            "250 first",
            "DATA NO"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenGroups")
  void aBrokenLineLeavesInDoubtOnlyWhoseEndWasWritten(
      String when, String answers, String first, String second) throws SmtpException {
    try (var server =
        ScriptedServer.play(
            GREETED_PIPELINING + ENVELOPE + GRANTED + CONTENT + ENVELOPE + answers)) {
      assertThat(sendAll(server, 3).subList(0, 2)).containsExactly(first, second);
    }
  }

  static Stream<Arguments> brokenFlights() {
    String first = "S: 250 first\n";
    String second = "S: 250 flushed\nS: 250 ok\nS: 250 ok\nS: 250 second\n";
    return Stream.of(
        Arguments.of(
            "cut before any answer",
            "[close]\n",
            List.of("CONTENT_END UNKNOWN", "MAIL UNKNOWN", "MAIL UNKNOWN")),
        Arguments.of(
            "cut behind the first",
            first + "[close]\n",
            List.of("250 first", "MAIL UNKNOWN", "MAIL UNKNOWN")),
        Arguments.of(
            "cut amid the second",
            first + "S: 250 flushed\nS: 250 ok\n[close]\n",
            List.of("250 first", "RCPT UNKNOWN", "MAIL UNKNOWN")),
        Arguments.of(
            "cut behind the second",
            first + second + "[close]\n",
            List.of("250 first", "250 second", "MAIL UNKNOWN")),
        Arguments.of(
            "the second is refused",
            first
                + "S: 250 flushed\nS: 250 ok\nS: 250 ok\nS: 554 no\n"
                + "S: 250 flushed\nS: 250 ok\nS: 250 ok\nS: 250 third\n"
                + QUIT,
            List.of("250 first", "CONTENT_END NO 554 no", "250 third")),
        Arguments.of(
            "the second's recipient is refused",
            first
                + "S: 250 flushed\nS: 250 ok\nS: 550 no\nS: 554 no\n"
                + "S: 250 flushed\nS: 250 ok\nS: 250 ok\nS: 250 third\n"
                + QUIT,
            List.of("250 first", "RCPT NO 550 no", "250 third")),
        Arguments.of(
            "a farewell, and nothing more",
            first + "S: 421 4.7.0 enough\n[close]\n",
            List.of("250 first", "MAIL NO 421 4.7.0 enough", "MAIL NO 421 4.7.0 enough")),
        // Exim, after a number of RSET that it finds too large
        Arguments.of(
            "RSET is refused, and nothing more",
            first + "S: 554 Too many nonmail commands\n[close]\n",
            List.of("250 first", "MAIL NO", "MAIL NO")),
        Arguments.of(
            "RSET is refused, and the connection reset",
            first + "S: 554 Too many nonmail commands\n[reset]\n",
            List.of("250 first", "MAIL NO", "MAIL NO")),
        // Whoever goes on is listened to.
        Arguments.of(
            "a farewell that is none",
            first
                + "S: 250 flushed\nS: 421 4.7.0 not you\nS: 503 no\nS: 503 no\n"
                + "S: 250 flushed\nS: 250 ok\nS: 250 ok\nS: 250 third\n"
                + "[client closes]\n",
            List.of("250 first", "MAIL NO 421 4.7.0 not you", "250 third")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenFlights")
  void ofBrokenFlightsEachKeepsItsOwnOutcome(String when, String answers, List<String> outcomes)
      throws SmtpException {
    try (var server =
        ScriptedServer.play(
            GREETED_CHUNKING
                + FIRST.substring(0, FIRST.indexOf("S: 250 2.0.0"))
                + FLUSHED
                + WHOLE
                + FLUSHED
                + WHOLE
                + answers)) {
      assertThat(sendAll(server, 3)).containsExactlyElementsOf(outcomes);
    }
  }

  @Test
  void whatCannotBeSentHereIsToldAndNothingOfItIsWritten() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_PIPELINING + ENVELOPE + GRANTED + CONTENT + "S: 250 first\n" + QUIT);
        var session = connect(server)) {
      try (Pipeline pipeline = session.pipeline()) {
        Sending first = pipeline.send(JOE_TO_ANN, HELLO);
        Sending unreadable =
            pipeline.send(
                JOE_TO_ANN,
                Content.writing(
                    out -> {
                      throw new IOException("gone");
                    }));
        Sending foreign = pipeline.send(Envelope.from("jö@client.test").to("ann@mx.test"), HELLO);

        assertThat(unreadable.failure()).containsInstanceOf(SmtpException.ContentFailed.class);
        assertThat(foreign.failure()).containsInstanceOf(SmtpException.Unsupported.class);
        assertThat(first.receipt().reply().text()).isEqualTo("first");
        assertThat(pipeline.isEmpty()).isTrue();
      }
    }
  }

  @Test
  void theSessionDoesNothingElseMeanwhile() throws SmtpException {
    try (var server = ScriptedServer.play(GREETED_PIPELINING + "C: NOOP\nS: 250 ok\n" + QUIT);
        var session = connect(server)) {
      try (Pipeline pipeline = session.pipeline()) {
        assertThatThrownBy(session::noop)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("pipeline");
        assertThatThrownBy(session::pipeline).isInstanceOf(IllegalStateException.class);
        assertThat(pipeline.isEmpty()).isTrue();
      }
      session.noop();
    }
  }

  @Test
  void closingTheSessionDecidesWhatIsUnderWay() throws SmtpException {
    try (var server =
        ScriptedServer.play(
            GREETED_PIPELINING + ENVELOPE + GRANTED + CONTENT + "S: 250 first\n" + QUIT)) {
      var session = connect(server);
      Pipeline pipeline = session.pipeline();
      Sending first = pipeline.send(JOE_TO_ANN, HELLO);
      session.close();

      assertThat(outcome(first)).isEqualTo("250 first");
      assertThatThrownBy(() -> pipeline.send(JOE_TO_ANN, HELLO))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void eachMessageTellsItsOwnEventsInOrder() throws SmtpException {
    var told = new ArrayList<String>();
    try (var server =
            ScriptedServer.play(
                GREETED_PIPELINING
                    + ENVELOPE
                    + GRANTED
                    + CONTENT
                    + ENVELOPE
                    + "S: 250 first\n"
                    + GRANTED
                    + CONTENT
                    + "S: 250 second\n"
                    + QUIT);
        var session = connect(server);
        Pipeline pipeline = session.pipeline()) {
      for (String name : List.of("first", "second")) {
        pipeline.send(
            JOE_TO_ANN,
            HELLO,
            accepted -> told.add(name + " hook " + accepted.size()),
            event -> told.add(name + " " + event.getClass().getSimpleName()));
      }
      pipeline.flush();

      assertThat(told)
          .containsExactly(
              "first SenderAnswered",
              "first RecipientAnswered",
              "first ContentProgress",
              "first hook 1",
              "first ContentEnding",
              "first Accepted",
              "second SenderAnswered",
              "second RecipientAnswered",
              "second ContentProgress",
              "second hook 1",
              "second ContentEnding",
              "second Accepted");
    }
  }
}
