package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN_AND_BOB;
import static dev.packetboat.smtp.Scripts.QUIT;
import static dev.packetboat.smtp.Scripts.client;
import static dev.packetboat.smtp.Scripts.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content by BDAT (RFC 3030 §2). */
class ChunkingTest {

  static final String GREETED_CHUNKING =
      """
      S: 220 mx.test ready
      C: EHLO client.test
      S: 250-mx.test
      S: 250-PIPELINING
      S: 250 CHUNKING
      """;

  /** The first message of a connection: one octet, and the rest once that was understood. */
  static final String FIRST =
      """
      C: MAIL FROM:<joe@client.test>
      C: RCPT TO:<ann@mx.test>
      C: BDAT 1
      C\\ S
      S: 250 sender ok
      S: 250 recipient ok
      S: 250 1 octet
      C: BDAT 25 LAST
      C: ubject: hello
      C:
      C: Hello.
      S: 250 2.0.0 queued
      """;

  /** The next, as a whole. */
  static final String WHOLE =
      """
      C: MAIL FROM:<joe@client.test>
      C: RCPT TO:<ann@mx.test>
      C: BDAT 26 LAST
      C: Subject: hello
      C:
      C: Hello.
      """;

  @Test
  void theFirstMessageWaitsForTheEnvelopeAndTheNextGoesWhole() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING
                    + FIRST
                    + WHOLE
                    + "S: 250 ok\nS: 250 ok\nS: 250 2.0.0 queued too\n"
                    + QUIT);
        var session = connect(server)) {
      assertThat(session.send(JOE_TO_ANN, HELLO).reply()).isEqualTo(Reply.of(250, "2.0.0 queued"));

      Receipt second = session.send(JOE_TO_ANN, HELLO);

      assertThat(second.reply()).isEqualTo(Reply.of(250, "2.0.0 queued too"));
      assertThat(second.size()).isEqualTo(26);
    }
  }

  // RFC 3030 §2: BDAT counts octets, so a dot is a dot
  @Test
  void dotsAreNotStuffed() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: BDAT 1
                    C\\ \\r
                    S: 250 ok
                    S: 250 ok
                    S: 250 ok
                    C: BDAT 4 LAST
                    C\\ \\n.\\r\\n
                    S: 250 queued
                    """
                    + QUIT);
        var session = connect(server)) {
      assertThat(session.send(JOE_TO_ANN, Content.of("\n.\n")).size()).isEqualTo(5);
    }
  }

  @Test
  void withoutPipeliningEachStepIsAnswered() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                """
                S: 220 mx.test ready
                C: EHLO client.test
                S: 250-mx.test
                S: 250 CHUNKING
                C: MAIL FROM:<joe@client.test>
                S: 250 ok
                C: RCPT TO:<ann@mx.test>
                S: 250 ok
                C: BDAT 1
                C\\ S
                S: 250 ok
                C: BDAT 25 LAST
                [content 25]
                S: 250 queued
                C: MAIL FROM:<joe@client.test>
                S: 250 ok
                C: RCPT TO:<ann@mx.test>
                S: 250 ok
                C: BDAT 26 LAST
                [content 26]
                S: 250 queued
                """
                    + QUIT);
        var session = connect(server)) {
      session.send(JOE_TO_ANN, HELLO);
      session.send(JOE_TO_ANN, HELLO);

      assertThat(session.isUsable()).isTrue();
    }
  }

  @Test
  void aServerThatDoesNotUnderstandBdatGetsDataFromThenOn() throws SmtpException {
    String byData =
        """
        C: MAIL FROM:<joe@client.test>
        C: RCPT TO:<ann@mx.test>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 354 go ahead
        C: Subject: hello
        C:
        C: Hello.
        C: .
        S: 250 queued
        """;
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: BDAT 1
                    C\\ S
                    S: 250 ok
                    S: 250 ok
                    S: 500 5.5.1 unknown command
                    C:
                    S: 500 5.5.1 unknown command
                    C: RSET
                    """
                    + byData.replaceFirst("S: 250 ok\n", "S: 250 flushed\nS: 250 ok\n")
                    + byData
                    + QUIT);
        var session = connect(server)) {
      assertThat(session.send(JOE_TO_ANN, HELLO).accepted()).hasSize(1);
      assertThat(session.send(JOE_TO_ANN, HELLO).accepted()).hasSize(1);
    }
  }

  @Test
  void aRefusedFirstChunkIsARefusalAndTheNextMessageBeginsAnew() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: BDAT 1
                    C\\ S
                    S: 250 ok
                    S: 250 ok
                    S: 452 4.3.1 no room
                    C: RSET
                    """
                    + FIRST.replaceFirst("S: 250", "S: 250 flushed\nS: 250")
                    + QUIT);
        var session = connect(server)) {
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.phase()).isEqualTo(Phase.CONTENT);
      assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(refused.sessionUsable()).isTrue();
      assertThat(session.send(JOE_TO_ANN, HELLO).accepted()).hasSize(1);
    }
  }

  static Stream<Arguments> refusedFlights() {
    return Stream.of(
        Arguments.of("the sender", "S: 550 5.7.1 no\nS: 503 no\nS: 503 no\n", Phase.MAIL),
        Arguments.of("the recipient", "S: 250 ok\nS: 550 5.1.1 no\nS: 554 no\n", Phase.RCPT),
        Arguments.of("the content", "S: 250 ok\nS: 250 ok\nS: 554 no\n", Phase.CONTENT_END));
  }

  // RFC 3030 §2: after a chunk that failed the transaction is undefined
  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedFlights")
  void aRefusedFlightHarmsNoOtherMessage(String what, String answers, Phase phase)
      throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING
                    + FIRST
                    + WHOLE
                    + answers
                    + "C: RSET\n"
                    + WHOLE
                    + "S: 250 flushed\nS: 250 ok\nS: 250 ok\nS: 250 queued\n"
                    + QUIT);
        var session = connect(server)) {
      session.send(JOE_TO_ANN, HELLO);
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.phase()).isEqualTo(phase);
      assertThat(refused.sessionUsable()).isTrue();
      assertThat(session.send(JOE_TO_ANN, HELLO).accepted()).hasSize(1);
    }
  }

  @Test
  void oneRefusedRecipientDoesNotSpoilAFlight() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING
                    + FIRST
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: RCPT TO:<bob@mx.test>
                    C: BDAT 26 LAST
                    [content 26]
                    S: 250 ok
                    S: 250 ok
                    S: 550 5.1.1 no such user
                    S: 250 queued
                    """
                    + QUIT);
        var session = connect(server)) {
      session.send(JOE_TO_ANN, HELLO);
      Receipt receipt = session.send(JOE_TO_ANN_AND_BOB, HELLO);

      assertThat(receipt.accepted()).containsExactly(Address.parse("ann@mx.test"));
      assertThat(receipt.refused()).containsExactly(Address.parse("bob@mx.test"));
    }
  }

  static Stream<Arguments> lostFlights() {
    return Stream.of(
        Arguments.of("before any answer", "", Acceptance.UNKNOWN),
        Arguments.of(
            "after the recipient was accepted", "S: 250 ok\nS: 250 ok\n", Acceptance.UNKNOWN),
        Arguments.of("after the recipient was refused", "S: 250 ok\nS: 550 no\n", Acceptance.NO),
        Arguments.of("after a farewell", "S: 421 closing\n", Acceptance.NO));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lostFlights")
  void aLostFlightIsInDoubtUnlessItWasRefused(String when, String answers, Acceptance acceptance)
      throws SmtpException {
    try (var server =
            ScriptedServer.play(GREETED_CHUNKING + FIRST + WHOLE + answers + "[close]\n");
        var session = connect(server)) {
      session.send(JOE_TO_ANN, HELLO);
      var lost = catchThrowableOfType(SmtpException.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(lost.acceptance()).isEqualTo(acceptance);
      assertThat(session.isUsable()).isFalse();
    }
  }

  private static Content large(int lines) {
    return Content.writing(
        out -> {
          byte[] line = ("x".repeat(98) + "\r\n").getBytes(StandardCharsets.US_ASCII);
          for (int i = 0; i < lines; i++) {
            out.write(line);
          }
        });
  }

  private static final String LARGE_ENVELOPE =
      """
      C: MAIL FROM:<joe@client.test>
      C: RCPT TO:<ann@mx.test>
      C: BDAT 1
      C\\ x
      S: 250 ok
      S: 250 ok
      S: 250 ok
      """;

  @Test
  void aLargeMessageGoesInChunksOf64KiB() throws SmtpException {
    StringBuilder chunks = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      chunks.append("C: BDAT 65536\n[content 65536]\n");
    }
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING
                    + LARGE_ENVELOPE
                    + chunks
                    + "C: BDAT 37855 LAST\n[content 37855]\n"
                    + "S: 250 ok\n".repeat(4)
                    + "S: 250 queued\n"
                    + QUIT);
        var session = connect(server)) {
      assertThat(session.send(JOE_TO_ANN, large(3000)).size()).isEqualTo(300_000);
    }
  }

  // RFC 3030 §2: with one of its chunks the message has failed. Whether a part of it is delivered
  // nobody knows.
  @Test
  void aMessageThatIsTakenWithoutAPartOfItIsInDoubt() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING
                    + LARGE_ENVELOPE
                    + """
                    C: BDAT 65536
                    [content 65536]
                    C: BDAT 34463 LAST
                    [content 34463]
                    S: 451 4.3.0 hiccup
                    S: 250 queued
                    [client closes]
                    """);
        var session = connect(server)) {
      var contradiction =
          catchThrowableOfType(
              SmtpException.ProtocolViolation.class, () -> session.send(JOE_TO_ANN, large(1000)));

      assertThat(contradiction.acceptance()).isEqualTo(Acceptance.UNKNOWN);
      assertThat(contradiction.phase()).isEqualTo(Phase.CONTENT_END);
      assertThat(contradiction.reply()).contains(Reply.of(451, "4.3.0 hiccup"));
      assertThat(session.isUsable()).isFalse();
    }
  }

  // What is said to the last chunk then is 503, for good, and was not the reason.
  @Test
  void theChunkThatWasRefusedFirstIsTheReason() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING
                    + LARGE_ENVELOPE
                    + """
                    C: BDAT 65536
                    [content 65536]
                    C: BDAT 34463 LAST
                    [content 34463]
                    S: 451 4.3.0 hiccup
                    S: 503 5.5.1 RSET first
                    C: RSET
                    """
                    + WHOLE.replaceFirst("C: BDAT", "S: 250 flushed\nS: 250 ok\nS: 250 ok\nC: BDAT")
                    + "S: 250 queued\n"
                    + QUIT);
        var session = connect(server)) {
      var refused =
          catchThrowableOfType(
              SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, large(1000)));

      assertThat(refused.reply()).contains(Reply.of(451, "4.3.0 hiccup"));
      assertThat(refused.sessionUsable()).isTrue();
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().text()).isEqualTo("queued");
    }
  }

  @Test
  void aRefusedChunkEndsALargeMessageAndLeavesTheSessionInStep() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING
                    + LARGE_ENVELOPE
                    + """
                    C: BDAT 65536
                    [content 65536]
                    S: 552 5.3.4 that is too much
                    [hold said]
                    C: RSET
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    S: 250 flushed
                    S: 250 ok
                    S: 250 ok
                    C: BDAT 26 LAST
                    [content 26]
                    S: 250 queued
                    """
                    + QUIT);
        var session = connect(server)) {
      byte[] part = ("x".repeat(98) + "\r\n").repeat(1400).getBytes(StandardCharsets.US_ASCII);
      var readings = new AtomicInteger();
      Content endless =
          Content.writing(
              out -> {
                boolean sending = readings.getAndIncrement() == 1;
                for (int i = 0; i < 10; i++) {
                  out.write(part);
                  if (sending && i == 0) {
                    awaitReached(server);
                  }
                }
              });
      var refused =
          catchThrowableOfType(
              SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, endless));
      server.release("said");

      assertThat(refused.reply()).contains(Reply.of(552, "5.3.4 that is too much"));
      assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(refused.sessionUsable()).isTrue();
      assertThat(session.send(JOE_TO_ANN, HELLO).accepted()).hasSize(1);
    }
  }

  private static void awaitReached(ScriptedServer server) throws IOException {
    server.awaitReached("said");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aVetoCostsNoConnection(boolean first) throws SmtpException {
    String before = first ? "" : FIRST;
    String vetoed =
        first
            ? """
              C: MAIL FROM:<joe@client.test>
              C: RCPT TO:<ann@mx.test>
              C: BDAT 1
              C\\ S
              S: 250 ok
              S: 250 ok
              S: 250 ok
              C: RSET
              """
            : "";
    String next =
        WHOLE + (first ? "S: 250 flushed\n" : "") + "S: 250 ok\nS: 250 ok\nS: 250 queued\n";
    // Nothing was answered before that, so the first message does not go as a whole yet.
    String afterFirst =
        """
        C: MAIL FROM:<joe@client.test>
        C: RCPT TO:<ann@mx.test>
        S: 250 flushed
        S: 250 ok
        S: 250 ok
        C: BDAT 26 LAST
        [content 26]
        S: 250 queued
        """;
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING + before + vetoed + (first ? afterFirst : next) + QUIT);
        var session = connect(server)) {
      if (!first) {
        session.send(JOE_TO_ANN, HELLO);
      }
      var vetoing =
          catchThrowableOfType(
              SmtpException.Vetoed.class,
              () ->
                  session.send(
                      JOE_TO_ANN,
                      HELLO,
                      accepted -> {
                        throw new IOException("not now");
                      }));

      assertThat(vetoing.sessionUsable()).isTrue();
      assertThat(session.send(JOE_TO_ANN, HELLO).accepted()).hasSize(1);
    }
  }

  @Test
  void inStagesItIsUsedOnceItIsProven() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_CHUNKING
                    + FIRST
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ok
                    C: BDAT 7 LAST
                    C\\ .\\r\\nhi\\r\\n
                    S: 250 queued
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ok
                    C: RSET
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: BDAT 26 LAST
                    [content 26]
                    S: 250 flushed
                    S: 250 ok
                    S: 250 ok
                    S: 250 queued
                    """
                    + QUIT);
        var session = client(server).connect()) {
      session.send(JOE_TO_ANN, HELLO);
      try (Transaction transaction = session.begin("joe@client.test")) {
        transaction.addRecipient("ann@mx.test");
        transaction.append(".\nhi");
        assertThat(transaction.commit().size()).isEqualTo(7);
      }
      try (Transaction abandoned = session.begin("joe@client.test")) {
        abandoned.addRecipient("ann@mx.test");
        abandoned.append("Subject: never");
      }
      assertThat(session.send(JOE_TO_ANN, HELLO).accepted()).hasSize(1);
    }
  }
}
