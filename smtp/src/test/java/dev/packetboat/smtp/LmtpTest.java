package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN_AND_BOB;
import static dev.packetboat.smtp.Scripts.QUIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.testkit.ScriptedServer;
import dev.packetboat.testkit.TestCertificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LMTP: one last word for each recipient (RFC 2033). */
class LmtpTest {

  private static final String GREETED =
      """
      S: 220 mx.test LMTP
      C: LHLO client.test
      S: 250-mx.test
      S: 250 PIPELINING
      """;

  /** The envelope as one group, and the content. */
  private static final String TO_ANN_AND_BOB =
      """
      C: MAIL FROM:<joe@client.test>
      C: RCPT TO:<ann@mx.test>
      C: RCPT TO:<bob@mx.test>
      C: DATA
      S: 250 ok
      S: 250 ann
      S: 250 bob
      S: 354 go ahead
      [content]
      """;

  private static final Envelope TO_FOUR =
      Envelope.from("joe@client.test")
          .to("ann@mx.test", "bob@mx.test", "eve@mx.test", "zoe@mx.test");

  private static final String TO_FOUR_BUT_BOB =
      """
      C: MAIL FROM:<joe@client.test>
      C: RCPT TO:<ann@mx.test>
      C: RCPT TO:<bob@mx.test>
      C: RCPT TO:<eve@mx.test>
      C: RCPT TO:<zoe@mx.test>
      C: DATA
      S: 250 ok
      S: 250 ann
      S: 550 who
      S: 250 eve
      S: 250 zoe
      S: 354 go ahead
      [content]
      """;

  private static SmtpClient.Builder client(ScriptedServer server) {
    return SmtpClient.lmtp(server.host(), server.port())
        .localName("client.test")
        .timeouts(
            Timeouts.builder().all(Duration.ofSeconds(10)).quit(Duration.ofSeconds(5)).build());
  }

  /** Each recipient with the last word about it. */
  private static List<String> words(List<RecipientResult> recipients) {
    return recipients.stream()
        .map(
            result ->
                result.recipient().address().localPart()
                    + ": "
                    + switch (result.answer()) {
                      case RecipientResult.Accepted yes -> yes.reply().toString();
                      case RecipientResult.Refused no -> no.reply().toString();
                      case RecipientResult.NotAsked why -> why.reason();
                      case RecipientResult.Unanswered silence -> "?";
                    })
        .toList();
  }

  // RFC 2033 §4.2: one for each that was accepted, in their order
  @Test
  void eachAcceptedRecipientHasItsOwnLastWord() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + TO_FOUR_BUT_BOB
                    + """
                    S: 452 4.2.2 mailbox full
                    S: 250 2.0.0 in the box
                    S: 550 5.2.0 had it
                    """
                    + QUIT);
        var session = client(server).connect()) {
      Receipt receipt = session.send(TO_FOUR, HELLO);

      assertThat(receipt.isForEach()).isTrue();
      assertThat(receipt.reply()).isEqualTo(Reply.of(250, "2.0.0 in the box"));
      assertThat(words(receipt.recipients()))
          .containsExactly(
              "ann: 452 4.2.2 mailbox full",
              "bob: 550 who",
              "eve: 250 2.0.0 in the box",
              "zoe: 550 5.2.0 had it");
      assertThat(receipt.accepted()).map(Object::toString).containsExactly("eve@mx.test");
    }
  }

  @Test
  void inSmtpThereIsOneForAll() throws SmtpException {
    try (var server = ScriptedServer.play(Scripts.GREETED + Scripts.TAKEN + QUIT);
        var session = Scripts.connect(server)) {
      assertThat(session.send(JOE_TO_ANN, HELLO).isForEach()).isFalse();
    }
  }

  @Test
  void whereNobodyGetsItItIsRefusedForEach() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + TO_ANN_AND_BOB
                    + "S: 550 5.2.1 closed\nS: 451 4.3.0 later\n"
                    + TO_ANN_AND_BOB
                    + "S: 250 ann\nS: 250 bob\n"
                    + QUIT);
        var session = client(server).connect()) {
      var refused =
          catchThrowableOfType(
              SmtpException.Refused.class, () -> session.send(JOE_TO_ANN_AND_BOB, HELLO));

      assertThat(refused.phase()).isEqualTo(Phase.CONTENT_END);
      assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(refused.reply()).as("worth another try").contains(Reply.of(451, "4.3.0 later"));
      assertThat(words(refused.recipients()))
          .containsExactly("ann: 550 5.2.1 closed", "bob: 451 4.3.0 later");
      assertThat(refused.sessionUsable()).isTrue();
      assertThat(session.send(JOE_TO_ANN_AND_BOB, HELLO).refused()).isEmpty();
    }
  }

  @Test
  void everyLastWordIsTold() throws SmtpException {
    List<SmtpEvent> told = new ArrayList<>();
    try (var server =
            ScriptedServer.play(
                GREETED + TO_ANN_AND_BOB + "S: 250 in ann's\nS: 550 not in bob's\n" + QUIT);
        var session = client(server).listener(told::add).connect()) {
      Receipt receipt = session.send(JOE_TO_ANN_AND_BOB, HELLO);

      assertThat(told)
          .endsWith(
              new SmtpEvent.RecipientDecided(receipt.recipients().get(0)),
              new SmtpEvent.RecipientDecided(receipt.recipients().get(1)),
              new SmtpEvent.Accepted(receipt));
      assertThat(words(receipt.recipients()))
          .containsExactly("ann: 250 in ann's", "bob: 550 not in bob's");
    }
  }

  static Stream<Arguments> cuts() {
    return Stream.of(
        Arguments.of("the line ends", "[close]", SmtpException.ConnectionLost.class),
        Arguments.of("amid a word", "S\\ 250 ev\n[close]", SmtpException.ConnectionLost.class),
        Arguments.of("it falls silent", "[stall]", SmtpException.TimedOut.class),
        Arguments.of("it talks nonsense", "S: what", SmtpException.ProtocolViolation.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cuts")
  void aCutLeavesOnlyTheUnansweredInDoubt(
      String when, String cut, Class<? extends SmtpException> type) throws SmtpException {
    Timeouts impatient = Timeouts.builder().contentEnd(Duration.ofMillis(200)).build();
    try (var server =
            ScriptedServer.play(GREETED + TO_FOUR_BUT_BOB + "S: 250 in the box\n" + cut + "\n");
        var session = client(server).timeouts(impatient).connect()) {
      var broken = catchThrowableOfType(type, () -> session.send(TO_FOUR, HELLO));

      assertThat(broken.acceptance()).isEqualTo(Acceptance.UNKNOWN);
      assertThat(broken.phase()).isEqualTo(Phase.CONTENT_END);
      assertThat(words(broken.recipients()))
          .containsExactly("ann: 250 in the box", "bob: 550 who", "eve: ?", "zoe: ?");
      assertThat(session.isUsable()).isFalse();
    }
  }

  @Test
  void cancelledBetweenTwoLastWords() throws SmtpException {
    AtomicReference<SmtpSession> open = new AtomicReference<>();
    SmtpListener canceller =
        event -> {
          if (event instanceof SmtpEvent.RecipientDecided) {
            open.get().cancel();
          }
        };
    try (var server =
            ScriptedServer.play(GREETED + TO_ANN_AND_BOB + "S: 550 5.2.1 closed\n[stall]\n");
        var session = client(server).listener(canceller).connect()) {
      open.set(session);
      var cancelled =
          catchThrowableOfType(
              SmtpException.Cancelled.class, () -> session.send(JOE_TO_ANN_AND_BOB, HELLO));

      assertThat(cancelled.acceptance()).isEqualTo(Acceptance.UNKNOWN);
      assertThat(words(cancelled.recipients())).containsExactly("ann: 550 5.2.1 closed", "bob: ?");
    }
  }

  // RFC 5321 §3.8: with 421 the server says about one what it then does to all
  @Test
  void aFarewellToOneLeavesTheOthersInDoubt() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED + TO_ANN_AND_BOB + "S: 421 4.3.2 shutting down\n[close]\n");
        var session = client(server).connect()) {
      var lost =
          catchThrowableOfType(
              SmtpException.ConnectionLost.class, () -> session.send(JOE_TO_ANN_AND_BOB, HELLO));

      assertThat(lost.acceptance()).isEqualTo(Acceptance.UNKNOWN);
      assertThat(words(lost.recipients()))
          .containsExactly("ann: 421 4.3.2 shutting down", "bob: ?");
    }
  }

  @Test
  void aFarewellToTheLastIsItsOwn() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED + TO_ANN_AND_BOB + "S: 250 ann\nS: 421 4.3.2 shutting down\n[close]\n");
        var session = client(server).connect()) {
      Receipt receipt = session.send(JOE_TO_ANN_AND_BOB, HELLO);

      assertThat(words(receipt.recipients()))
          .containsExactly("ann: 250 ann", "bob: 421 4.3.2 shutting down");
      assertThat(session.isUsable()).isFalse();
    }
  }

  @Test
  void aServerThatGoesOnAfterItsFarewellIsHeardAndThenLeft() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ann
                    C: RCPT TO:<bob@mx.test>
                    S: 250 bob
                    C: DATA
                    S: 354 go ahead
                    C: .
                    S: 421 4.3.2 shutting down
                    S: 250 in bob's
                    [client closes]
                    """);
        var session = client(server).connect();
        var transaction = session.begin("joe@client.test")) {
      transaction.addRecipient("ann@mx.test");
      transaction.addRecipient("bob@mx.test");
      Receipt receipt = transaction.commit();

      assertThat(words(receipt.recipients()))
          .containsExactly("ann: 421 4.3.2 shutting down", "bob: 250 in bob's");
      server.await(); // the session is not closed yet
    }
  }

  // RFC 2033 §4.2: also where one is named twice
  @Test
  void inStages() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ann
                    C: RCPT TO:<bob@mx.test>
                    S: 550 who
                    C: RCPT TO:<eve@mx.test>
                    S: 250 eve
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ann again
                    C: DATA
                    S: 354 go ahead
                    C: Hello
                    C: .
                    S: 250 in ann's
                    S: 452 eve's is full
                    S: 550 ann has it
                    """
                    + QUIT);
        var session = client(server).connect();
        var transaction = session.begin("joe@client.test")) {
      transaction.addRecipient("ann@mx.test");
      transaction.addRecipient("bob@mx.test");
      transaction.addRecipient("eve@mx.test");
      transaction.addRecipient("ann@mx.test");
      Receipt receipt = transaction.append("Hello").commit();

      assertThat(words(receipt.recipients()))
          .containsExactly(
              "ann: 250 in ann's", "bob: 550 who", "eve: 452 eve's is full", "ann: 550 ann has it");
    }
  }

  // RFC 2033 §4.2: to BDAT LAST as to the dot; to the other chunks there is one
  @Test
  void inChunks() throws SmtpException {
    String envelope =
        """
        C: MAIL FROM:<joe@client.test>
        C: RCPT TO:<ann@mx.test>
        C: RCPT TO:<bob@mx.test>
        """;
    try (var server =
            ScriptedServer.play(
                """
                S: 220 mx.test LMTP
                C: LHLO client.test
                S: 250-mx.test
                S: 250-PIPELINING
                S: 250 CHUNKING
                """
                    + envelope
                    + """
                    C: BDAT 1
                    C\\ S
                    S: 250 ok
                    S: 250 ann
                    S: 250 bob
                    S: 250 1 octet
                    C: BDAT 25 LAST
                    C: ubject: hello
                    C:
                    C: Hello.
                    S: 550 not in ann's
                    S: 250 in bob's
                    """
                    + envelope
                    + """
                    S: 250 ok
                    S: 250 ann
                    S: 250 bob
                    C: BDAT 26 LAST
                    C: Subject: hello
                    C:
                    C: Hello.
                    S: 550 not in ann's
                    S: 550 nor in bob's
                    C: RSET
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    S: 250 flushed
                    S: 250 ok
                    S: 250 ann
                    C: BDAT 26 LAST
                    C: Subject: hello
                    C:
                    C: Hello.
                    S: 250 in ann's
                    """
                    + QUIT);
        var session = client(server).connect()) {
      assertThat(words(session.send(JOE_TO_ANN_AND_BOB, HELLO).recipients()))
          .containsExactly("ann: 550 not in ann's", "bob: 250 in bob's");
      assertThat(
              catchThrowableOfType(
                      SmtpException.Refused.class, () -> session.send(JOE_TO_ANN_AND_BOB, HELLO))
                  .recipients())
          .hasSize(2);
      assertThat(session.send(JOE_TO_ANN, HELLO).reply().text()).isEqualTo("in ann's");
    }
  }

  private static final String GREETED_BINARY =
      """
      S: 220 mx.test LMTP
      C: LHLO client.test
      S: 250-mx.test
      S: 250-PIPELINING
      S: 250-CHUNKING
      S: 250 BINARYMIME
      """;

  // What does not understand BDAT has one answer for it, whoever it is for.
  @Test
  void aServerThatDoesNotUnderstandBdatGetsNoLastChunk() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_BINARY
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: RCPT TO:<bob@mx.test>
                    C: BDAT 0
                    S: 250 ok
                    S: 250 ann
                    S: 250 bob
                    S: 502 what
                    C: RSET
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: RCPT TO:<bob@mx.test>
                    C: DATA
                    S: 250 flushed
                    S: 250 ok
                    S: 250 ann
                    S: 250 bob
                    S: 354 go ahead
                    C: .
                    S: 250 in ann's
                    S: 250 in bob's
                    """
                    + QUIT);
        var session = client(server).connect()) {
      Receipt receipt = session.send(JOE_TO_ANN_AND_BOB, Content.of(""));

      assertThat(words(receipt.recipients()))
          .containsExactly("ann: 250 in ann's", "bob: 250 in bob's");
    }
  }

  @ParameterizedTest
  @CsvSource({"250 nothing so far, delivered", "502 what, CONTENT"})
  void aBinaryMessageInStagesBeginsWithAnEmptyChunk(String answer, String outcome)
      throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED_BINARY
                    + """
                    C: MAIL FROM:<joe@client.test> BODY=BINARYMIME
                    S: 250 ok
                    C: RCPT TO:<ann@mx.test>
                    S: 250 ann
                    C: BDAT 0
                    """
                    + ("S: " + answer + "\n")
                    + (answer.startsWith("2")
                        ? "C: BDAT 11 LAST\nC\\ To: a\\r\\n\\r\\n\\0\\n\nS: 250 in ann's\n"
                        : "")
                    + QUIT);
        var session = client(server).connect();
        var transaction = session.begin("joe@client.test", MailParameter.binaryBody())) {
      transaction.addRecipient("ann@mx.test");
      assertThat(committed(transaction.append("To: a\r\n\r\n\0\n"))).isEqualTo(outcome);
    } catch (SmtpException.Refused refused) {
      assertThat(refused.phase().name()).isEqualTo(outcome);
    }
  }

  // After a chunk that failed nobody knows how many answers the last one has.
  @Test
  void theLastChunkWaitsForTheOthers() throws SmtpException {
    String to =
        """
        C: MAIL FROM:<joe@client.test>
        C: RCPT TO:<ann@mx.test>
        C: RCPT TO:<bob@mx.test>
        C: BDAT 1
        C\\ x
        S: 250 ok
        S: 250 ann
        S: 250 bob
        S: 250 ok
        C: BDAT 65536
        [content 65536]
        """;
    Content large = Content.of(("x".repeat(98) + "\r\n").repeat(1000));
    try (var server =
            ScriptedServer.play(
                GREETED_BINARY
                    + to
                    + """
                    S: 250 ok
                    C: BDAT 34463 LAST
                    [content 34463]
                    S: 250 in ann's
                    S: 250 in bob's
                    """
                    + to.replace("C: BDAT 1\nC\\ x\n", "")
                        .replaceFirst("S: 250 ok\nC: BDAT 65536", "C: BDAT 65536")
                    + "S: 451 hiccup\n"
                    + QUIT);
        var session = client(server).connect()) {
      assertThat(session.send(JOE_TO_ANN_AND_BOB, large).refused()).isEmpty();
      var refused =
          catchThrowableOfType(
              SmtpException.Refused.class, () -> session.send(JOE_TO_ANN_AND_BOB, large));

      assertThat(refused.reply()).contains(Reply.of(451, "hiccup"));
      assertThat(refused.sessionUsable()).isTrue();
    }
  }

  private static String committed(Transaction transaction) throws SmtpException {
    return transaction.commit().refused().isEmpty() ? "delivered" : "refused";
  }

  // RFC 2920 §3.1: the end of one leaves with the envelope of the next
  @Test
  void inAPipelineEachHasAsManyLastWordsAsRecipients() throws SmtpException {
    String envelope =
        """
        C: MAIL FROM:<joe@client.test>
        C: RCPT TO:<ann@mx.test>
        C: RCPT TO:<bob@mx.test>
        C: DATA
        """;
    String content =
        """
        C: Subject: hello
        C:
        C: Hello.
        C: .
        """;
    try (var server =
        ScriptedServer.play(
            GREETED
                + envelope
                + "S: 250 ok\nS: 250 ann\nS: 550 bob\nS: 354 go\n"
                + content
                + envelope
                + "S: 250 first ann\n"
                + "S: 250 ok\nS: 250 ann\nS: 250 bob\nS: 354 go\n"
                + content
                + envelope
                + "S: 550 second ann\nS: 250 second bob\n"
                + "S: 250 ok\nS: 250 ann\nS: 250 bob\nS: 354 go\n"
                + content
                + "S: 250 third ann\n[close]\n")) {
      List<Sending> sent = new ArrayList<>();
      try (var session = client(server).connect();
          var pipeline = session.pipeline()) {
        for (int i = 0; i < 3; i++) {
          sent.add(pipeline.send(JOE_TO_ANN_AND_BOB, HELLO));
        }
      }
      assertThat(words(sent.get(0).receipt().recipients()))
          .containsExactly("ann: 250 first ann", "bob: 550 bob");
      assertThat(words(sent.get(1).receipt().recipients()))
          .containsExactly("ann: 550 second ann", "bob: 250 second bob");
      assertThat(words(sent.get(2).failure().orElseThrow().recipients()))
          .containsExactly("ann: 250 third ann", "bob: ?");
    }
  }

  // RFC 2033 §4.2: DATA without recipients is answered by 503, and a dot then by nothing
  @Test
  void aServerThatWantsContentForNobodyIsLeft() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: DATA
                    S: 250 ok
                    S: 550 who
                    S: 354 go ahead
                    [client closes]
                    """);
        var session = client(server).connect()) {
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, HELLO));

      assertThat(refused.phase()).isEqualTo(Phase.RCPT);
      assertThat(refused.sessionUsable()).isFalse();
    }
  }

  // RFC 2033 §4.1: HELO is not there to fall back on
  @ParameterizedTest
  @ValueSource(strings = {"500 what", "502 no such command", "421 not now"})
  void aServerThatDoesNotKnowLhloIsLeft(String reply) {
    try (var server =
        ScriptedServer.play(
            "S: 220 mx.test ESMTP\nC: LHLO client.test\nS: "
                + reply
                + "\n"
                + (reply.startsWith("421") ? "" : QUIT))) {
      var refused =
          catchThrowableOfType(SmtpException.Refused.class, () -> client(server).connect());

      assertThat(refused.command()).contains("LHLO client.test");
    }
  }

  @Test
  void saysHelloAgainAfterStartTls() throws SmtpException {
    TestCertificates authority = TestCertificates.authority();
    try (var server =
            ScriptedServer.script(
                    """
                    S: 220 mx.test LMTP
                    C: LHLO client.test
                    S: 250-mx.test
                    S: 250 STARTTLS
                    C: STARTTLS
                    S: 220 go ahead
                    [tls]
                    C: LHLO client.test
                    S: 250 mx.test
                    """
                        + QUIT)
                .tls(authority.server("localhost"))
                .start();
        var session = client(server).connect()) {
      assertThat(session.tls()).isPresent();
    }
  }

  // Also where there is one word for all, who had been accepted is in doubt after a cut.
  @ParameterizedTest
  @CsvSource({"1, ann: ?", "2, ann: ?|bob: ?"})
  void inSmtpACutLeavesAllInDoubtWhoWereAccepted(int recipients, String words)
      throws SmtpException {
    Envelope envelope = recipients == 1 ? JOE_TO_ANN : JOE_TO_ANN_AND_BOB;
    try (var server =
            ScriptedServer.play(
                Scripts.GREETED
                    + "C: MAIL FROM:<joe@client.test>\nS: 250 ok\nC: RCPT TO:<ann@mx.test>\nS: 250 ok\n"
                    + (recipients == 1 ? "" : "C: RCPT TO:<bob@mx.test>\nS: 250 ok\n")
                    + "C: DATA\nS: 354 go\n[content]\n[close]\n");
        var session = Scripts.connect(server)) {
      var lost =
          catchThrowableOfType(
              SmtpException.ConnectionLost.class, () -> session.send(envelope, HELLO));

      assertThat(words(lost.recipients())).containsExactly(words.split("\\|"));
    }
  }
}
