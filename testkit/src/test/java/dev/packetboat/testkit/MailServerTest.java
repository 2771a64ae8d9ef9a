package dev.packetboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailServerTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private MailServer server = MailServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  private RawClient greeted() throws IOException {
    RawClient client = RawClient.of(server);
    assertThat(client.readReply()).isEqualTo("220 mx.test ESMTP ready");
    assertThat(client.ask("EHLO client.test")).startsWith("250");
    return client;
  }

  private void restart(MailServer.Builder builder) {
    server.close();
    server = builder.start();
  }

  @Test
  void takesAMessage() throws IOException {
    try (var client = greeted()) {
      assertThat(client.ask("MAIL FROM:<joe@client.test> SIZE=10 BODY=8BITMIME"))
          .isEqualTo("250 2.1.0 sender ok");
      assertThat(
              client.ask("RCPT TO:<ann@mx.test> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ann+2Bx@mx.test"))
          .isEqualTo("250 2.1.5 recipient ok");
      assertThat(client.ask("rcpt to:<Bob@mx.test>")).isEqualTo("250 2.1.5 recipient ok");
      assertThat(client.ask("DATA")).startsWith("354 ");
      assertThat(client.ask("Subject: été\r\n\r\n..dot\r\n."))
          .isEqualTo("250 2.0.0 ok: queued as 1");
      assertThat(client.ask("QUIT")).startsWith("221 2.0.0 ");
      assertThat(client.readLine()).isEmpty();
    }

    ReceivedMessage message = server.awaitMessages(1, SOON).getFirst();
    assertThat(message.id()).isEqualTo("1");
    assertThat(message.sender()).isEqualTo("joe@client.test");
    assertThat(message.senderParameters()).isEqualTo(Map.of("SIZE", "10", "BODY", "8BITMIME"));
    assertThat(message.recipients()).containsExactly("ann@mx.test", "Bob@mx.test");
    assertThat(message.recipientParameters("ann@mx.test"))
        .isEqualTo(Map.of("NOTIFY", "FAILURE,DELAY", "ORCPT", "rfc822;ann+2Bx@mx.test"));
    assertThat(message.recipientParameters("Bob@mx.test")).isEmpty();
    assertThat(message.text()).isEqualTo("Subject: été\r\n\r\n.dot\r\n");
    assertThat(message.content()).isEqualTo(message.text().getBytes(StandardCharsets.UTF_8));
    assertThat(message.clientName()).isEqualTo("client.test");
    assertThat(message.connection()).isEqualTo(1);
    assertThat(message.tls()).isEmpty();
    assertThat(message.user()).isEmpty();
    assertThat(message.transcript())
        .startsWith(
            "S: 220 mx.test ESMTP ready\nC: EHLO client.test\nS: 250-mx.test greets client.test\n")
        .endsWith("S: 354 end with a lone dot\nC: (content of 24 octets)");
  }

  @Test
  void announcesItsExtensions() throws IOException {
    restart(
        MailServer.builder()
            .name("mail.test")
            .sizeLimit(1000)
            .announce("X-TEA earl grey")
            .without(Extension.DSN));
    try (var client = RawClient.of(server)) {
      assertThat(client.readReply()).isEqualTo("220 mail.test ESMTP ready");
      assertThat(client.ask("EHLO [127.0.0.1]"))
          .isEqualTo(
              """
              250-mail.test greets [127.0.0.1]
              250-PIPELINING
              250-SIZE 1000
              250-8BITMIME
              250-CHUNKING
              250-BINARYMIME
              250-SMTPUTF8
              250-ENHANCEDSTATUSCODES
              250 X-TEA earl grey""");
      assertThat(client.ask("HELO client.test")).isEqualTo("250 mail.test greets client.test");
    }
  }

  @Test
  void answersGroupsOfCommandsTogether() throws IOException {
    try (var client = greeted()) {
      client.send("MAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\n");
      assertThat(List.of(client.readReply(), client.readReply(), client.readReply()))
          .containsExactly(
              "250 2.1.0 sender ok", "250 2.1.5 recipient ok", "354 end with a lone dot");
      client.send("a\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\nDATA\r\n");
      assertThat(
              List.of(
                  client.readReply(), client.readReply(), client.readReply(), client.readReply()))
          .element(0)
          .isEqualTo("250 2.0.0 ok: queued as 1");
      assertThat(client.ask(".")).isEqualTo("250 2.0.0 ok: queued as 2");
    }
    assertThat(server.received()).extracting(ReceivedMessage::text).containsExactly("a\r\n", "");
    assertThat(server.received().getLast().transcript())
        .startsWith("S: 250 2.0.0 ok: queued as 1\nC: MAIL FROM:<>\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MAIL FROM:joe@client.test                      | 501 5.5.4
          MAIL FROM: <joe@client.test>                   | 501 5.5.4
          MAIL TO:<joe@client.test>                      | 501 5.5.4
          MAIL FROM:<joe@client.test>SIZE=1              | 501 5.5.4
          MAIL FROM:<joe@client.test>  SIZE=1            | 501 5.5.4
          MAIL FROM:<joe@client.test> SIZE=1 SIZE=1      | 501 5.5.4
          MAIL FROM:<joe@client.test> SIZE=many          | 501 5.5.4
          MAIL FROM:<joe@client.test> BODY=BINARY        | 501 5.5.4
          MAIL FROM:<joe@client.test> RET=ALL            | 501 5.5.4
          MAIL FROM:<joe@client.test> ENVID=a+b          | 501 5.5.4
          MAIL FROM:<joe@client.test> NOTIFY=NEVER       | 555 5.5.4
          MAIL FROM:<joe@client.test> AUTH=<>            | 555 5.5.4
          MAIL FROM:<joe>                                | 501 5.1.7
          MAIL FROM:<joe@>                               | 501 5.1.7
          MAIL FROM:<.joe@client.test>                   | 501 5.1.7
          MAIL FROM:<joe@client..test>                   | 501 5.1.7
          MAIL FROM:<joe bloggs@client.test>             | 501 5.1.7
          MAIL FROM:<joe@client.test> SIZE=99999999999   | 552 5.3.4
          MAIL FROM:<joé@client.test>                    | 550 5.6.7
          RCPT TO:<ann@mx.test>                          | 503 5.5.1
          DATA                                           | 503 5.5.1
          DATA now                                       | 501 5.5.4
          RSET now                                       | 501 5.5.4
          QUIT now                                       | 501 5.5.4
          STARTTLS                                       | 502 5.5.1
          AUTH PLAIN                                     | 504 5.5.4
          EXPN list                                      | 502 5.5.1
          TURN                                           | 500 5.5.2
          EHLO                                           | 501
          EHLO a b                                       | 501
          VRFY ann                                       | 252 2.1.5
          HELP                                           | 214 2.0.0
          NOOP anything                                  | 250 2.0.0
          MAIL FROM:<joé@client.test> SMTPUTF8           | 250 2.1.0
          MAIL FROM:<joe@client.test> BODY=BinaryMime    | 250 2.1.0
          MAIL FROM:<"joe > joe"@client.test>            | 250 2.1.0
          MAIL FROM:<@relay.test,@b.test:joe@[127.0.0.1]> | 250 2.1.0
          mail from:<joe@client.test> ret=hdrs EnvId=Q+2B1 | 250 2.1.0
          """)
  void judgesACommandByItself(String command, String reply) throws IOException {
    try (var client = greeted()) {
      assertThat(client.ask(command)).startsWith(reply + " ");
      assertThat(client.ask("NOOP")).as("the session goes on").startsWith("250");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MAIL FROM:<b@client.test>                        | 503 5.5.1
          RCPT TO:<>                                       | 501 5.1.3
          RCPT TO:<ann>                                    | 501 5.1.3
          RCPT TO:<ann@mx.test> NOTIFY=NEVER,DELAY         | 501 5.5.4
          RCPT TO:<ann@mx.test> NOTIFY=SOMETIMES           | 501 5.5.4
          RCPT TO:<ann@mx.test> ORCPT=ann@mx.test          | 501 5.5.4
          RCPT TO:<ann@mx.test> SIZE=1                     | 555 5.5.4
          RCPT TO:<änn@mx.test>                            | 553 5.6.7
          RCPT TO:<ann@[IPv6:::1]> NOTIFY=SUCCESS,failure  | 250 2.1.5
          AUTH PLAIN                                       | 503 5.5.1
          DATA                                             | 503 5.5.1
          """)
  void judgesACommandInATransaction(String command, String reply) throws IOException {
    try (var client = greeted()) {
      client.ask("MAIL FROM:<joe@client.test>");
      assertThat(client.ask(command)).startsWith(reply + " ");
    }
  }

  @Test
  void asksForHelloFirst() throws IOException {
    try (var client = RawClient.of(server)) {
      client.readReply();
      assertThat(client.ask("MAIL FROM:<>")).startsWith("503 ");
      assertThat(client.ask("AUTH PLAIN AGEAYg==")).startsWith("503 ");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void knowsNoParametersAfterHelo() throws IOException {
    try (var client = RawClient.of(server)) {
      client.readReply();
      client.ask("HELO client.test");
      assertThat(client.ask("MAIL FROM:<> SIZE=1")).startsWith("555 ");
      assertThat(client.ask("MAIL FROM:<>")).startsWith("250 ");
      assertThat(client.ask("RCPT TO:<ann@mx.test> NOTIFY=NEVER")).startsWith("555 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSET", "EHLO client.test", "HELO client.test"})
  void forgetsATransaction(String command) throws IOException {
    try (var client = greeted()) {
      client.ask("MAIL FROM:<joe@client.test>");
      client.ask("RCPT TO:<ann@mx.test>");
      assertThat(client.ask(command)).startsWith("250");
      assertThat(client.ask("DATA")).startsWith("503 ");
      assertThat(client.ask("MAIL FROM:<joe@client.test>")).startsWith("250 ");
    }
  }

  @Test
  void saysThatNoRecipientIsLeft() throws IOException {
    try (var client = greeted()) {
      client.ask("MAIL FROM:<joe@client.test>");
      client.ask("RCPT TO:<nobody>");
      assertThat(client.ask("DATA")).isEqualTo("554 5.5.1 no valid recipients");
    }
  }

  @Test
  void limitsRecipients() throws IOException {
    restart(MailServer.builder().recipientLimit(1));
    try (var client = greeted()) {
      client.ask("MAIL FROM:<joe@client.test>");
      assertThat(client.ask("RCPT TO:<ann@mx.test>")).startsWith("250 ");
      assertThat(client.ask("RCPT TO:<bob@mx.test>")).startsWith("452 4.5.3 ");
      client.ask("DATA");
      client.ask(".");
    }
    assertThat(server.received().getFirst().recipients()).containsExactly("ann@mx.test");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a\\nb            | 554 5.5.2
          a\\rb            | 554 5.5.2
          12345\\r\\n678   | 552 5.3.4
          1234567          | 554 5.6.0
          ....\\r\\n1      | 250 2.0.0
          123456           | 250 2.0.0
          """)
  void judgesContent(String content, String reply) throws IOException {
    restart(MailServer.builder().sizeLimit(8).contentLineLimit(6));
    try (var client = greeted()) {
      client.ask("MAIL FROM:<joe@client.test>");
      client.ask("RCPT TO:<ann@mx.test>");
      client.ask("DATA");
      assertThat(client.ask(content.replace("\\r", "\r").replace("\\n", "\n") + "\r\n."))
          .startsWith(reply + " ");
      assertThat(client.ask("RCPT TO:<bob@mx.test>"))
          .as("the transaction is over")
          .startsWith("503 ");
      assertThat(server.received()).hasSize(reply.startsWith("2") ? 1 : 0);
    }
  }

  @Test
  void dropsAMessageThatIsNotComplete() throws IOException {
    try (var client = greeted()) {
      client.ask("MAIL FROM:<joe@client.test>");
      client.ask("RCPT TO:<ann@mx.test>");
      client.ask("DATA");
      client.send("half a mess");
    }
    server.awaitEvent(MailEvent.Disconnected.class::isInstance, SOON);
    assertThat(server.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOOP\n", "NO\rOP\r\n", "NO\0OP\r\n"})
  void refusesLinesThatAreNone(String octets) throws IOException {
    try (var client = greeted()) {
      assertThat(client.send(octets).readReply()).startsWith("500 5.5.2 ");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void refusesALineThatIsTooLong() throws IOException {
    try (var client = greeted()) {
      assertThat(client.ask("NOOP " + "x".repeat(20_000))).isEqualTo("500 5.5.2 line too long");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void speaksWithoutEnhancedCodes() throws IOException {
    restart(MailServer.builder().extensions());
    try (var client = greeted()) {
      assertThat(client.ask("NOOP")).isEqualTo("250 ok");
      assertThat(client.ask("MAIL FROM:<joe@client.test> SIZE=1"))
          .startsWith("555 no such parameter");
    }
  }

  @Test
  void limitsConnections() throws IOException {
    restart(MailServer.builder().connectionLimit(1));
    try (var first = greeted();
        var second = RawClient.of(server)) {
      assertThat(second.readReply()).isEqualTo("421 4.7.0 too many connections");
      assertThat(second.readLine()).isEmpty();
      assertThat(first.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void endsAnIdleSession() throws IOException {
    restart(MailServer.builder().idleTimeout(Duration.ofMillis(20)));
    try (var client = RawClient.of(server)) {
      assertThat(client.readReply()).startsWith("220 ");
      assertThat(client.readReply()).startsWith("421 4.4.2 ");
      assertThat(client.readLine()).isEmpty();
    }
  }

  @Test
  void tellsItsEventsInTheirOrder() throws IOException {
    try (var client = RawClient.of(server)) {
      client.readReply();
      client.ask("QUIT");
    }
    server.awaitEvent(MailEvent.Disconnected.class::isInstance, SOON);
    assertThat(server.events())
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Connected", "ServerSaid", "ClientSaid", "ServerSaid", "Disconnected");
    assertThat(server.events()).extracting(MailEvent::connection).containsOnly(1);
  }

  @Test
  void keepsNothingWhereAsked() throws IOException {
    var seen = new ConcurrentLinkedQueue<MailEvent>();
    restart(MailServer.builder().keepNothing().listener(seen::add));
    try (var client = greeted()) {
      client.ask("MAIL FROM:<>\r\nRCPT TO:<ann@mx.test>\r\nDATA\r\n.");
      client.readReply();
      client.readReply();
      assertThat(client.readReply()).contains("queued as 1");
    }
    assertThat(server.received()).isEmpty();
    assertThat(seen).hasAtLeastOneElementOfType(MailEvent.Received.class);
  }

  @Test
  void saysHowManyMessagesCame() {
    assertThatThrownBy(() -> server.awaitMessages(1, Duration.ofMillis(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("0 of 1 messages came within PT0.001S");
    assertThatThrownBy(() -> server.awaitEvent(event -> true, Duration.ofMillis(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("no such event within PT0.001S");
  }

  @Test
  void closesAllThatIsOpen() throws IOException {
    try (var client = greeted()) {
      server.close();
      assertThat(server.connections()).isZero();
      assertThat(client.readLine()).isEmpty();
      assertThatThrownBy(() -> RawClient.of(server)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void saysWhereItCannotListen() {
    assertThatThrownBy(() -> MailServer.builder().port(server.port()).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot listen at 127.0.0.1:" + server.port());
  }
}
