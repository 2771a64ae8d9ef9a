package dev.packetboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content in chunks, and of any octets: RFC 3030. */
class MailServerChunkingTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private MailServer server = MailServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  private RawClient greeted() throws IOException {
    RawClient client = RawClient.of(server);
    client.readReply();
    assertThat(client.ask("EHLO client.test")).startsWith("250");
    return client;
  }

  /** A client whose sender and recipient were accepted. */
  private RawClient addressed(String parameters) throws IOException {
    RawClient client = greeted();
    assertThat(client.ask("MAIL FROM:<joe@client.test>" + parameters)).startsWith("250 ");
    assertThat(client.ask("RCPT TO:<ann@mx.test>")).startsWith("250 ");
    return client;
  }

  private void restart(MailServer.Builder builder) {
    server.close();
    server = builder.start();
  }

  /** Sends a chunk of ASCII and gives the reply. */
  private static String chunk(RawClient client, String octets, String last) throws IOException {
    return client.send("BDAT " + octets.length() + last + "\r\n" + octets).readReply();
  }

  private static String code(RawClient client) throws IOException {
    String reply = client.readReply();
    return reply.isEmpty() ? "-" : reply.substring(0, 3);
  }

  @Test
  void takesAMessageInChunks() throws IOException {
    try (var client = addressed("")) {
      assertThat(chunk(client, "Subject: hello\r", ""))
          .isEqualTo("250 2.0.0 ok: 15 octets received");
      assertThat(chunk(client, "\n\r\n.\r\n..", "")).startsWith("250 ");
      assertThat(chunk(client, "\r\n", " last")).isEqualTo("250 2.0.0 ok: queued as 1");
      assertThat(client.ask("MAIL FROM:<joe@client.test>")).startsWith("250 ");
    }
    ReceivedMessage message = server.awaitMessages(1, SOON).getFirst();
    assertThat(message.text()).isEqualTo("Subject: hello\r\n\r\n.\r\n..\r\n");
    assertThat(message.transcript())
        .endsWith("S: 250 2.0.0 ok: 8 octets received\nC: BDAT 2 last\nC: (content of 2 octets)");
  }

  // RFC 3030 §4.2: a message may end with a chunk of nothing
  @Test
  void takesEmptyChunks() throws IOException {
    try (var client = addressed("")) {
      assertThat(client.ask("BDAT 0")).startsWith("250 ");
      chunk(client, "a\r\n", "");
      assertThat(client.ask("BDAT 0 LAST")).startsWith("250 ");
    }
    assertThat(server.received()).extracting(ReceivedMessage::text).containsExactly("a\r\n");
  }

  @Test
  void keepsEveryOctetOfABinaryMessage() throws IOException {
    byte[] octets = new byte[1000];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) i;
    }
    restart(MailServer.builder().contentLineLimit(10));
    try (var client = addressed(" BODY=BINARYMIME")) {
      client.send("BDAT 1000 LAST\r\n").send(octets);
      assertThat(client.readReply()).startsWith("250 ");
    }
    assertThat(server.received().getFirst().content()).isEqualTo(octets);
  }

  @Test
  void answersWholeFlightsInTheirOrder() throws IOException {
    String flight = "MAIL FROM:<>\r\nRCPT TO:<ann@mx.test>\r\nBDAT 3 LAST\r\n";
    try (var client = greeted()) {
      client.send(flight + "1\r\n" + "RSET\r\n" + flight + "2\r\nNOOP\r\n");
      List<String> codes = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        codes.add(code(client));
      }
      assertThat(codes).containsOnly("250");
    }
    assertThat(server.received())
        .extracting(ReceivedMessage::text)
        .containsExactly("1\r\n", "2\r\n");
  }

  /** Octets that could be commands are none, whatever is said to the BDAT before them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NOOP                        | BDAT 6 LAST    | 503 5.5.1 MAIL first
          MAIL FROM:<joe@client.test> | BDAT 6 LAST    | 503 5.5.1 RCPT first
          MAIL FROM:<joe@client.test> | BDAT 6         | 503 5.5.1 RCPT first
          """)
  void readsTheOctetsOfAChunkThatItRefuses(String before, String command, String reply)
      throws IOException {
    try (var client = greeted()) {
      assertThat(client.ask(before)).startsWith("250 ");
      assertThat(client.ask(command + "\r\nQUIT")).isEqualTo(reply);
      assertThat(client.ask("RSET")).startsWith("250 ");
    }
    assertThat(server.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BDAT", "BDAT LAST", "BDAT -1", "BDAT 1 FIRST", "BDAT 1  LAST"})
  void refusesAChunkOfNoSize(String command) throws IOException {
    try (var client = addressed("")) {
      assertThat(client.ask(command)).startsWith("501 5.5.4 ");
      assertThat(chunk(client, "a\r\n", " LAST")).startsWith("503 5.5.1 RSET first");
    }
  }

  // RFC 3030 §2: after a chunk that failed the state is not determined
  @ParameterizedTest
  @ValueSource(strings = {"MAIL FROM:<>", "RCPT TO:<bob@mx.test>", "DATA", "BDAT 0 LAST"})
  void asksForResetAfterAChunkThatFailed(String command) throws IOException {
    try (var client = addressed("")) {
      assertThat(chunk(client, "a\nb\r\n", "")).startsWith("554 5.5.2 ");
      assertThat(client.ask(command)).startsWith("503 5.5.1 RSET first");
      assertThat(client.ask("RSET")).startsWith("250 ");
      assertThat(client.ask("MAIL FROM:<>")).startsWith("250 ");
    }
    assertThat(server.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DATA", "RCPT TO:<bob@mx.test>", "MAIL FROM:<>"})
  void goesOnWithChunksOnceTheyBegan(String command) throws IOException {
    try (var client = addressed("")) {
      chunk(client, "a\r\n", "");
      assertThat(client.ask(command)).startsWith("503 5.5.1 ");
      assertThat(chunk(client, "b\r\n", " LAST")).startsWith("250 ");
    }
  }

  // RFC 3030 §3
  @Test
  void takesNoBinaryMessageByData() throws IOException {
    try (var client = addressed(" BODY=BINARYMIME")) {
      assertThat(client.ask("DATA")).startsWith("503 5.5.1 ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a\\nb            | 554 5.5.2
          a\\rb            | 554 5.5.2
          a\\r             | 554 5.5.2
          12345\\r\\n67    | 552 5.3.4
          1234567          | 554 5.6.0
          123456\\r\\n     | 250 2.0.0
          """)
  void judgesContent(String content, String reply) throws IOException {
    restart(MailServer.builder().sizeLimit(8).contentLineLimit(6));
    String octets = content.replace("\\r", "\r").replace("\\n", "\n");
    try (var client = addressed("")) {
      client.send("BDAT 1\r\n" + octets.charAt(0));
      assertThat(client.readReply()).startsWith("250 ");
      assertThat(chunk(client, octets.substring(1), " LAST")).startsWith(reply + " ");
    }
    assertThat(server.received()).hasSize(reply.startsWith("2") ? 1 : 0);
  }

  @Test
  void saysAtOnceThatItIsTooMuch() throws IOException {
    restart(MailServer.builder().sizeLimit(8));
    try (var client = addressed("")) {
      assertThat(chunk(client, "12345\r\n", "")).startsWith("250 ");
      assertThat(chunk(client, "12345\r\n", "")).startsWith("552 5.3.4 ");
      assertThat(chunk(client, "QUIT\r\n", " LAST")).startsWith("503 5.5.1 RSET first");
    }
  }

  @Test
  void knowsNoChunksWhereItOffersNone() throws IOException {
    restart(
        MailServer.builder()
            .without(Extension.CHUNKING)
            .rule(Rule.replyTo(Moment.UNKNOWN, "502 what?").matching("BDAT"::equals).after(1)));
    try (var client = RawClient.of(server)) {
      client.readReply();
      assertThat(client.ask("EHLO client.test"))
          .as("BINARYMIME cannot do without (RFC 3030 §3)")
          .doesNotContain("CHUNKING", "BINARYMIME");
      assertThat(client.ask("MAIL FROM:<> BODY=BINARYMIME")).startsWith("501 5.5.4 ");
      assertThat(client.ask("BDAT 6 LAST")).isEqualTo("500 5.5.2 no such command");
      assertThat(client.ask("BDAT 6 LAST")).isEqualTo("502 what?");
    }
  }

  /** The codes of the replies to a message in three chunks; {@code -} where the server hung up. */
  private String session(Rule... rules) throws IOException {
    server.clearRules();
    for (Rule rule : rules) {
      server.addRule(rule);
    }
    List<String> codes = new ArrayList<>();
    try (var client = addressed("")) {
      for (String line :
          List.of("BDAT 1\r\na", "BDAT 2\r\nbc", "BDAT 2 LAST\r\n\r\n", "RSET\r\n")) {
        codes.add(code(client.send(line)));
        if (codes.getLast().equals("-")) {
          break;
        }
      }
    }
    return String.join(" ", codes);
  }

  @Test
  void doesToAChunkWhatItsRulesSay() throws IOException {
    assertThat(session()).isEqualTo("250 250 250 250");
    assertThat(session(Rule.replyTo(Moment.BDAT, "452 no").after(1))).isEqualTo("250 452 452 250");
    assertThat(session(Rule.replyTo(Moment.BDAT, "452 no").matching("2"::equals)))
        .isEqualTo("250 452 503 250");
    assertThat(session(Rule.replyTo(Moment.BDAT, "251 so be it").first(2)))
        .isEqualTo("251 251 250 250");
    assertThat(session(Rule.replyTo(Moment.END_OF_CONTENT, "552 no"))).isEqualTo("250 250 552 250");
    assertThat(session(Rule.replyTo(Moment.BDAT, "421 bye").after(1))).isEqualTo("250 421 -");
    assertThat(session(Rule.loseReplyTo(Moment.BDAT).matching("2 LAST"::equals)))
        .as("it was taken nevertheless")
        .isEqualTo("250 250 -");
    assertThat(server.awaitMessages(3, SOON)).hasSize(3);
  }

  @Test
  void takesTheFirstChunkForData() throws IOException {
    assertThat(session(Rule.replyTo(Moment.DATA, "451 not now"))).isEqualTo("451 503 503 250");
    assertThat(session(Rule.replyTo(Moment.DATA, "354 go on"))).isEqualTo("250 250 250 250");
    assertThat(session(Rule.replyTo(Moment.DATA, "251 yes"))).isEqualTo("250 250 250 250");
    assertThat(session(Rule.halveReplyTo(Moment.DATA))).isEqualTo("250 -");
    assertThat(session(Rule.dropAt(Moment.DATA).after(1))).isEqualTo("250 250 250 250");
  }

  @ParameterizedTest
  @EnumSource(
      value = Moment.class,
      names = {"DATA", "BDAT", "CONTENT", "END_OF_CONTENT"})
  void hangsUp(Moment moment) throws IOException {
    assertThat(session(Rule.dropAt(moment)))
        .isEqualTo(moment == Moment.END_OF_CONTENT ? "250 250 -" : "-");
    assertThat(server.received()).isEmpty();
  }

  @Test
  void hangsUpAmidAChunk() throws IOException {
    assertThat(session(Rule.dropAt(Moment.CONTENT).afterOctets(1))).isEqualTo("250 -");
    assertThat(session(Rule.dropAt(Moment.CONTENT).afterOctets(4))).isEqualTo("250 250 -");
    assertThat(session(Rule.dropAt(Moment.CONTENT).afterOctets(5))).isEqualTo("250 250 250 250");
  }

  @Test
  void dropsAMessageThatIsNotComplete() throws IOException {
    try (var client = addressed("")) {
      client.send("BDAT 10 LAST\r\nhalf");
    }
    server.awaitEvent(MailEvent.Disconnected.class::isInstance, SOON);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void answersWhatCameBeforeWhileItWaitsForOctets() throws IOException {
    try (var client = addressed("")) {
      client.send("NOOP\r\nBDAT 10 LAST\r\n12345");
      assertThat(client.readReply()).startsWith("250 ");
      client.send("678\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.readReply()).startsWith("250 2.0.0 ok: queued");
    }
  }
}
