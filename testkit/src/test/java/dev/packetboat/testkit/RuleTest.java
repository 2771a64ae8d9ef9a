package dev.packetboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static final List<String> COMMANDS =
      List.of(
          "EHLO client.test",
          "MAIL FROM:<joe@client.test>",
          "RCPT TO:<ann@mx.test>",
          "RCPT TO:<bob@mx.test>",
          "DATA",
          "NOOP",
          "QUIT");

  /**
   * The codes of all replies to a client with one message for two recipients; {@code -} where the
   * server hung up.
   */
  private static String session(MailServer server) throws IOException {
    List<String> codes = new ArrayList<>();
    try (var client = RawClient.of(server)) {
      codes.add(nextCode(client));
      for (String command : COMMANDS) {
        if (codes.getLast().equals("354")) {
          codes.add(nextCode(client.send("Hello\r\n.\r\n")));
        }
        if (codes.getLast().equals("421")) {
          codes.add(nextCode(client));
        }
        if (codes.getLast().equals("-")) {
          break;
        }
        codes.add(nextCode(client.sendLine(command)));
      }
    }
    return String.join(" ", codes);
  }

  private static String nextCode(RawClient client) throws IOException {
    String reply = client.readReply();
    return reply.isEmpty() ? "-" : reply.substring(0, 3);
  }

  private static String session(Rule... rules) throws IOException {
    try (var server = MailServer.start()) {
      for (Rule rule : rules) {
        server.addRule(rule);
      }
      return session(server);
    }
  }

  @Test
  void leavesASessionAloneThatItDoesNotFit() throws IOException {
    String well = "220 250 250 250 250 354 250 250 221";
    assertThat(session()).isEqualTo(well);
    assertThat(session(Rule.replyTo(Moment.VRFY, "550 no"))).isEqualTo(well);
    assertThat(session(Rule.rejectRecipient("carl@mx.test", "550 no"))).isEqualTo(well);
  }

  @Test
  void refusesARecipient() throws IOException {
    assertThat(session(Rule.rejectRecipient("ANN@mx.test", "550 5.1.1 no")))
        .isEqualTo("220 250 250 550 250 354 250 250 221");
    assertThat(session(Rule.rejectRecipient(any -> true, "450 4.2.1 no")))
        .isEqualTo("220 250 250 450 450 554 250 221");
  }

  @Test
  void repliesWithItsOwnWords() throws IOException {
    try (var server =
            MailServer.builder().rule(Rule.replyTo(Moment.EHLO, "550-two\n550 lines")).start();
        var client = RawClient.of(server)) {
      client.readReply();
      assertThat(client.ask("EHLO client.test")).isEqualTo("550-two\n550 lines");
      assertThat(client.ask("MAIL FROM:<>")).as("the hello did not count").startsWith("503 ");
    }
  }

  @Test
  void doesWhatWasAskedWhereItsWordsArePositive() throws IOException {
    try (var server =
        MailServer.builder().rule(Rule.replyTo(Moment.RCPT, "251 will forward")).start()) {
      assertThat(session(server)).isEqualTo("220 250 250 251 251 354 250 250 221");
      assertThat(server.received())
          .singleElement()
          .extracting(m -> m.recipients().size())
          .isEqualTo(2);
    }
  }

  @Test
  void closesAfter421() throws IOException {
    assertThat(session(Rule.replyTo(Moment.MAIL, "421 4.3.2 going down")))
        .isEqualTo("220 250 421 -");
  }

  @Test
  void refusesContentAfterItWasRead() throws IOException {
    try (var server =
        MailServer.builder()
            .rule(Rule.replyTo(Moment.END_OF_CONTENT, "552 5.3.4 too much"))
            .start()) {
      assertThat(session(server)).isEqualTo("220 250 250 250 250 354 552 250 221");
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void countsHowOftenItFits() throws IOException {
    assertThat(session(Rule.replyTo(Moment.RCPT, "450 4.2.0 no").first(1)))
        .isEqualTo("220 250 250 450 250 354 250 250 221");
    assertThat(session(Rule.replyTo(Moment.RCPT, "450 4.2.0 no").after(1)))
        .isEqualTo("220 250 250 250 450 354 250 250 221");
    assertThat(session(Rule.replyTo(Moment.RCPT, "450 4.2.0 no").after(0).first(0)))
        .isEqualTo("220 250 250 250 250 354 250 250 221");
  }

  @Test
  void countsForEachServer() throws IOException {
    Rule rule = Rule.replyTo(Moment.CONNECT, "554 no").first(1);
    for (int i = 0; i < 2; i++) {
      try (var server = MailServer.builder().rule(rule).start();
          var first = RawClient.of(server);
          var second = RawClient.of(server)) {
        assertThat(first.readReply()).isEqualTo("554 no");
        assertThat(second.readReply()).startsWith("220 ");
      }
    }
  }

  @Test
  void greylists() throws IOException {
    try (var server = MailServer.builder().rule(Rule.greylist()).start()) {
      assertThat(session(server)).isEqualTo("220 250 250 450 450 554 250 221");
      assertThat(session(server)).isEqualTo("220 250 250 250 250 354 250 250 221");
    }
  }

  @Test
  void letsTheFirstRuleThatFitsDecide() throws IOException {
    assertThat(
            session(
                Rule.delay(Moment.MAIL, Duration.ofMillis(1)),
                Rule.replyTo(Moment.MAIL, "451 first"),
                Rule.replyTo(Moment.MAIL, "551 second")))
        .startsWith("220 250 451");
  }

  @Test
  void isTakenAway() throws IOException {
    try (var server = MailServer.builder().rule(Rule.replyTo(Moment.MAIL, "451 no")).start()) {
      server.clearRules();
      assertThat(session(server)).startsWith("220 250 250");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Moment.class,
      names = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END_OF_CONTENT", "QUIT"})
  void dropsTheConnection(Moment moment) throws IOException {
    try (var server = MailServer.builder().rule(Rule.dropAt(moment)).start()) {
      assertThat(session(server)).endsWith("-");
      server.awaitEvent(MailEvent.Disconnected.class::isInstance, SOON);
      assertThat(server.received()).hasSize(moment == Moment.QUIT ? 1 : 0);
    }
  }

  @Test
  void takesAMessageWithoutSayingSo() throws IOException {
    try (var server = MailServer.builder().rule(Rule.loseReplyTo(Moment.END_OF_CONTENT)).start()) {
      assertThat(session(server)).isEqualTo("220 250 250 250 250 354 -");
      assertThat(server.awaitMessages(1, SOON)).hasSize(1);
    }
  }

  @Test
  void takesAMessageAndFallsSilent() throws IOException {
    var server = MailServer.builder().rule(Rule.withholdReplyTo(Moment.END_OF_CONTENT)).start();
    try (var client = withContent(server, "Hello\r\n.\r\n")) {
      assertThat(server.awaitMessages(1, SOON)).hasSize(1);
      server.close();
      assertThat(endOf(client)).isEqualTo("closed without a reply");
    }
  }

  @Test
  void takesAMessageAndTalksNonsense() throws IOException {
    try (var server = MailServer.builder().rule(Rule.garbleReplyTo(Moment.END_OF_CONTENT)).start();
        var client = withContent(server, "Hello\r\n.\r\n")) {
      assertThat(client.readLine()).isEqualTo("what a day this was");
      assertThat(server.received()).hasSize(1);
    }
  }

  @Test
  void takesAMessageAndSaysHalfOfIt() throws IOException {
    try (var server = MailServer.builder().rule(Rule.halveReplyTo(Moment.END_OF_CONTENT)).start();
        var client = withContent(server, "Hello\r\n.\r\n")) {
      String reply = "250 2.0.0 ok: queued as 1\r\n";
      assertThat(client.readLine()).isEqualTo(reply.substring(0, reply.length() / 2));
      assertThat(client.readLine()).isEmpty();
      assertThat(server.received()).hasSize(1);
    }
  }

  @Test
  void takesItsTimeForEachOctet() throws IOException {
    try (var server =
        MailServer.builder()
            .rule(Rule.dripReplyTo(Moment.EHLO, Duration.ofNanos(1)))
            .rule(Rule.dripReplyTo(Moment.QUIT, Duration.ofNanos(1)))
            .start()) {
      assertThat(session(server)).isEqualTo("220 250 250 250 250 354 250 250 221");
    }
  }

  /** A client that has sent a message's content, or as much of it as there is. */
  private static RawClient withContent(MailServer server, String content) throws IOException {
    var client = RawClient.of(server);
    client.readReply();
    for (String command :
        new String[] {"EHLO client.test", "MAIL FROM:<>", "RCPT TO:<ann@mx.test>", "DATA"}) {
      client.ask(command);
    }
    return client.send(content);
  }

  @Test
  void hangsUpInTheMiddleOfContent() throws IOException {
    Rule dies = Rule.dropAt(Moment.CONTENT).afterOctets(10_000);
    try (var server = MailServer.builder().rule(dies).start();
        var client = withContent(server, "0123456\r\n".repeat(2000))) {
      assertThat(endOf(client)).isEqualTo("closed without a reply");
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void leavesContentAloneThatIsTooShortForIt() throws IOException {
    assertThat(session(Rule.dropAt(Moment.CONTENT).afterOctets(11)))
        .as("Hello, CRLF, dot, CRLF are ten octets")
        .isEqualTo("220 250 250 250 250 354 250 250 221");
    assertThat(session(Rule.dropAt(Moment.CONTENT).afterOctets(9)))
        .isEqualTo("220 250 250 250 250 354 -");
    assertThat(session(Rule.delay(Moment.CONTENT, Duration.ofMillis(1)).afterOctets(3)))
        .isEqualTo("220 250 250 250 250 354 250 250 221");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rule.dropAt(Moment.DATA).afterOctets(3))
        .withMessage("no content is read at DATA");
  }

  @Test
  void strikesNowAndThen() throws IOException {
    int struck = 0;
    try (var server =
            MailServer.builder()
                .rule(Rule.replyTo(Moment.NOOP, "450 no").sometimes(0.5, new Random(1)))
                .start();
        var client = RawClient.of(server)) {
      client.readReply();
      for (int i = 0; i < 100; i++) {
        struck += client.ask("NOOP").startsWith("450") ? 1 : 0;
      }
    }
    assertThat(struck).isBetween(30, 70);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rule.dropAt(Moment.MAIL).sometimes(-0.1, new Random()));
  }

  // RFC 5321 §3.1
  @Test
  void hasNothingButFarewellAfterARefusingGreeting() throws IOException {
    assertThat(session(Rule.replyTo(Moment.CONNECT, "554 5.3.2 no mail here")))
        .isEqualTo("554 503 503 503 503 503 503 221");
    assertThat(session(Rule.replyTo(Moment.CONNECT, "421 4.3.2 not now"))).isEqualTo("421 -");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONTENT", "END_OF_CONTENT", "MAIL"})
  void resetsTheConnection(Moment moment) throws IOException {
    try (var server = MailServer.builder().rule(Rule.resetAt(moment)).start()) {
      assertThatThrownBy(() -> session(server)).isInstanceOf(SocketException.class);
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void stallsUntilTheServerIsClosed() throws IOException {
    var server = MailServer.builder().rule(Rule.stallAt(Moment.CONTENT)).start();
    try (var client = RawClient.of(server)) {
      client.readReply();
      for (String command :
          new String[] {"EHLO client.test", "MAIL FROM:<>", "RCPT TO:<ann@mx.test>", "DATA"}) {
        client.ask(command);
      }
      client.send("Hello\r\n.\r\n");
      var reply = CompletableFuture.supplyAsync(() -> endOf(client), Thread::startVirtualThread);
      server.close();
      assertThat(reply).succeedsWithin(SOON).isEqualTo("closed without a reply");
      assertThat(server.received()).isEmpty();
    }
  }

  private static String endOf(RawClient client) {
    try {
      return client.readReply().isEmpty() ? "closed without a reply" : "replied";
    } catch (IOException reset) {
      return "closed without a reply";
    }
  }

  @Test
  void endsADelayWhenTheServerIsClosed() throws IOException {
    var server = MailServer.builder().rule(Rule.delay(Moment.CONNECT, Duration.ofHours(1))).start();
    try (var client = RawClient.of(server)) {
      server.awaitEvent(MailEvent.Connected.class::isInstance, SOON);
      server.close();
      assertThat(endOf(client)).isNotNull();
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "25 ok",
        "2500 ok",
        "250-ok",
        "250 a\r",
        "250 one\n250 two",
        "250-a\n250 b\n"
      })
  void hasToBeAReply(String words) {
    assertThatIllegalArgumentException().isThrownBy(() -> Rule.replyTo(Moment.MAIL, words));
  }

  @Test
  void repliesOnlyWhereAReplyIsDue() {
    for (Moment moment : EnumSet.of(Moment.CONTENT, Moment.HANDSHAKE)) {
      assertThatIllegalArgumentException().isThrownBy(() -> Rule.replyTo(moment, "450 no"));
      assertThatIllegalArgumentException().isThrownBy(() -> Rule.withholdReplyTo(moment));
      assertThatIllegalArgumentException().isThrownBy(() -> Rule.garbleReplyTo(moment));
      assertThatIllegalArgumentException().isThrownBy(() -> Rule.halveReplyTo(moment));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Rule.dripReplyTo(moment, Duration.ZERO));
    }
  }
}
