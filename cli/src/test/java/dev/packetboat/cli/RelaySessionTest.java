package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session tells of letters under way, and when. */
@Timeout(60)
class RelaySessionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Keeps what it is told. */
  private static final class Told implements RelaySession.Results {
    private final List<MessageReport> reports = new CopyOnWriteArrayList<>();
    private final List<String> again = new CopyOnWriteArrayList<>();
    private volatile boolean inStep = true;

    @Override
    public void told(MessageReport report) {
      reports.add(report);
    }

    @Override
    public void again(Letter letter) {
      again.add(letter.name());
    }

    @Override
    public void outOfStep() {
      inStep = false;
    }

    @Override
    public boolean isInStep() {
      return inStep;
    }

    private List<String> outcomes() {
      return reports.stream().map(report -> report.message() + " " + report.status()).toList();
    }
  }

  private final Told told = new Told();

  private RelaySession session(MailServer server) {
    var client = SmtpClient.relay("127.0.0.1").port(server.port()).tls(TlsMode.NONE);
    var bar = new ProgressBar(System.err, ProgressBar.Place.NOWHERE, System::nanoTime);
    return new RelaySession(client, "127.0.0.1", bar, told);
  }

  /** By BDAT the second message would be under way as a whole, a moment after the first. */
  private static MailServer.Builder byData() {
    return MailServer.builder().without(Extension.CHUNKING);
  }

  private static Letter letter(String to) {
    return new Letter(
        to,
        Content.of("Subject: hello\n\n"),
        Optional.empty(),
        Envelope.from("joe@client.test").to(to + "@mx.test"),
        List.of());
  }

  private static void send(RelaySession session, String... letters) {
    try {
      for (String to : letters) {
        session.open();
        session.send(letter(to));
      }
    } catch (SmtpException failure) {
      throw new AssertionError(failure);
    }
  }

  private static void sendAll(RelaySession session, String... letters) {
    send(session, letters);
    session.finish();
  }

  // RFC 2920 §3.1
  @Test
  void aLetterIsBegunBeforeTheOneAheadOfItIsAnswered() {
    try (var server = byData().start();
        var session = session(server)) {
      send(session, "ann");
      assertThat(told.outcomes()).isEmpty();
      send(session, "bob");
      assertThat(told.outcomes()).containsExactly("ann DELIVERED");
      session.finish();

      assertThat(told.outcomes()).containsExactly("ann DELIVERED", "bob DELIVERED");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"refused", "taken"})
  void whatBecameOfALetterIsToldBeforeTheNextIsComplete(String how) {
    var before = new CopyOnWriteArrayList<String>();
    Rule no = Rule.replyTo(Moment.END_OF_CONTENT, "554 5.6.0 no").first(1);
    try (var server = (how.equals("refused") ? byData().rule(no) : byData()).start();
        var session = session(server)) {
      send(session, "ann");
      var next = letter("bob");
      var content = Content.writing(out -> before.addAll(told.outcomes()));
      // It is read twice: once before anything of it is sent, once more as what is too large is.
      session.send(new Letter("bob", large(content), Optional.empty(), next.envelope(), List.of()));
      session.finish();

      assertThat(before).containsExactly(how.equals("refused") ? "ann FAILED" : "ann DELIVERED");
    }
  }

  private static Content large(Content also) {
    byte[] much = "A line of a large letter.\r\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    return Content.writing(
        out -> {
          out.write(much);
          also.writeTo(out);
        });
  }

  @Test
  void onceTheServerIsOutOfStepEachLetterWaitsForItsAnswer() {
    try (var server = byData().rule(Rule.garbleReplyTo(Moment.MAIL).after(1).first(1)).start();
        var session = session(server)) {
      sendAll(session, "ann", "bob");
      assertThat(told.again).containsExactly("bob");
      assertThat(told.inStep).isFalse();
      send(session, "bob");

      assertThat(told.outcomes()).containsExactly("ann DELIVERED", "bob DELIVERED");
    }
  }

  @Test
  void aServerThatWasNeverInStepIsToldAsItIs() {
    try (var server = byData().rule(Rule.garbleReplyTo(Moment.MAIL)).start();
        var session = session(server)) {
      sendAll(session, "ann");

      assertThat(told.outcomes()).containsExactly("ann DEFERRED");
      assertThat(told.inStep).isTrue();
    }
  }

  // RFC 3030 §4.2; a server that refuses RSET has had enough, and hangs up
  @Test
  void whatStoodBehindAFarewellInOtherWordsIsSentAgain() {
    Rule enough = Rule.replyTo(Moment.RSET, "554 5.7.0 too many nonmail commands").after(1);
    Rule hangUp = Rule.dropAt(Moment.MAIL).after(2);
    try (var server = MailServer.builder().rule(enough).rule(hangUp).start();
        var session = session(server)) {
      sendAll(session, "ann", "bob", "eve", "zoe");

      assertThat(told.outcomes()).containsExactly("ann DELIVERED", "bob DELIVERED");
      assertThat(told.again).containsExactly("eve", "zoe");
    }
  }

  // RFC 3030 §4.2; whether the answers to the first arrive is up to the network
  @Test
  void whatIsInDoubtIsNotSentAgainThoughTheServerHadNotSpokenOfIt() {
    Rule cut = Rule.dropAt(Moment.END_OF_CONTENT).after(1);
    try (var server = MailServer.builder().rule(cut).start();
        var session = session(server)) {
      sendAll(session, "ann", "bob", "eve");

      assertThat(told.outcomes().subList(1, 3)).containsExactly("bob UNKNOWN", "eve UNKNOWN");
      assertThat(told.again).isEmpty();
    }
  }

  // -- Ctrl-C

  // RFC 3030 §4.2; 200 answers may be outstanding, and each letter has four
  @Test
  void behindMessagesThatAreWholeNoFurtherIsBegun() throws Exception {
    var answered = new CountDownLatch(1);
    String[] letters = IntStream.range(0, 100).mapToObj(i -> "a" + i).toArray(String[]::new);
    try (var server = MailServer.builder().listener(event -> hold(event, answered)).start();
        var session = session(server)) {
      var sending = CompletableFuture.runAsync(() -> sendAll(session, letters));
      server.awaitMessages(1, PATIENCE);
      session.interrupt();
      answered.countDown();
      sending.get();

      assertThat(told.reports).hasSize(100);
      assertThat(told.reports.stream().filter(report -> report.status() == Status.DELIVERED))
          .hasSameSizeAs(server.received())
          .hasSizeLessThan(100);
      assertThat(told.reports.get(99).recipients().get(0).reason()).contains(Reports.INTERRUPTED);
    } finally {
      answered.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"goes on", "stalls"})
  void aLetterBehindOthersInDoubtIsCutOnceTheseAreAnswered(String then) throws Exception {
    var answered = new CountDownLatch(1);
    var builder = byData().listener(event -> hold(event, answered));
    if (then.equals("stalls")) {
      builder.rule(Rule.stallAt(Moment.RCPT).matching("bob@mx.test"::equals));
    }
    try (var server = builder.start();
        var session = session(server)) {
      var sending = CompletableFuture.runAsync(() -> sendAll(session, "ann", "bob"));
      server.awaitMessages(1, PATIENCE);
      session.interrupt();
      assertThat(told.outcomes()).isEmpty();
      answered.countDown();
      sending.get();

      assertThat(told.outcomes()).containsExactly("ann DELIVERED", "bob DEFERRED");
      assertThat(told.reports.get(1).recipients().get(0).reason()).contains(Reports.INTERRUPTED);
      assertThat(server.received()).as("bob's letter had no end").hasSize(1);
    } finally {
      answered.countDown();
    }
  }

  private static void hold(MailEvent event, CountDownLatch until) {
    if (event instanceof MailEvent.Received) {
      try {
        until.await();
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsUnknownAndWhatIsBehindItNotAttempted() throws Exception {
    try (var server = byData().rule(Rule.stallAt(Moment.END_OF_CONTENT)).start();
        var session = session(server)) {
      var sending = CompletableFuture.runAsync(() -> sendAll(session, "ann", "bob"));
      server.awaitEvent(
          event -> event instanceof MailEvent.ClientSaid said && said.line().startsWith("(content"),
          PATIENCE);
      session.interrupt();
      assertThat(sending).isNotDone();
      session.interruptAt(System.nanoTime());
      sending.get();

      assertThat(told.outcomes()).containsExactly("ann UNKNOWN", "bob DEFERRED");
      assertThat(told.reports.get(1).recipients().get(0).reason()).contains(Reports.INTERRUPTED);
    }
  }

  @Test
  void aLetterThatIsAloneIsCutAtOnce() throws Exception {
    try (var server = byData().rule(Rule.stallAt(Moment.RCPT)).start();
        var session = session(server)) {
      var sending = CompletableFuture.runAsync(() -> sendAll(session, "ann"));
      server.awaitEvent(
          event -> event instanceof MailEvent.ClientSaid said && said.line().startsWith("RCPT"),
          PATIENCE);
      session.interrupt();
      sending.get();

      assertThat(told.outcomes()).containsExactly("ann DEFERRED");
      assertThat(told.reports.get(0).recipients().get(0).reason()).contains(Reports.INTERRUPTED);
    }
  }
}
