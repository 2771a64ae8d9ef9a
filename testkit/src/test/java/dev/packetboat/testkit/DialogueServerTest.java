package dev.packetboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.Dialogue.Pieces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialogueServerTest {

  /** What a client does in a test. */
  private interface Play {
    void with(RawClient client) throws IOException;
  }

  private static DialogueReport report(Dialogue.Builder dialogue, Play play) throws IOException {
    try (var server = DialogueServer.play(dialogue.build())) {
      try (var client = new RawClient(server.host(), server.port())) {
        play.with(client);
      }
      return server.report();
    }
  }

  @ParameterizedTest
  @EnumSource(Pieces.class)
  void keepsToItsStepsWithAClientThatDoes(Pieces pieces) throws IOException {
    var dialogue =
        Dialogue.builder()
            .send("220 hello\r\n")
            .expect("^EHLO ")
            .send("250-mx.test\r\n250 ok\r\n")
            .pieces(pieces);

    DialogueReport report =
        report(
            dialogue,
            client -> {
              assertThat(client.readReply()).isEqualTo("220 hello");
              assertThat(client.ask("ehlo client.test")).isEqualTo("250-mx.test\n250 ok");
              assertThat(client.ask("NOOP")).isEqualTo("250 ok");
              assertThat(client.ask("HELP")).isEqualTo("503 unexpected");
              assertThat(client.ask("quit")).isEqualTo("221 bye");
              assertThat(client.readLine()).isEmpty();
            });

    assertThat(report.faults()).isEmpty();
    assertThat(report.lines()).containsExactly("ehlo client.test", "NOOP", "HELP", "quit");
  }

  @Test
  void reportsAndAnswersALineThatWasNotExpected() throws IOException {
    DialogueReport report =
        report(
            Dialogue.builder().expect("^EHLO "),
            client -> {
              assertThat(client.ask("HELO x")).isEqualTo("503 unexpected");
              assertThat(client.ask("QUIT")).isEqualTo("221 bye");
            });
    assertThat(report.faults()).containsExactly("expected /^EHLO /, got \"HELO x\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUIT", "RSET"})
  void letsAClientLeaveAtAnyTime(String line) throws IOException {
    DialogueReport report =
        report(
            Dialogue.builder().expect("^EHLO "),
            client -> assertThat(client.ask(line)).startsWith("2"));
    assertThat(report.faults()).isEmpty();
  }

  @Test
  void takesALineOrLeavesItForTheNextStep() throws IOException {
    var dialogue =
        Dialogue.builder()
            .perhaps("^NOOP", "250 idle\r\n")
            .perhaps(
                "^RSET",
                "",
                then -> then.send("250 reset\r\n").expect("^VRFY").send("252 perhaps\r\n"))
            .expect("^HELP")
            .send("214 no\r\n");

    DialogueReport report =
        report(
            dialogue,
            client -> {
              assertThat(client.ask("RSET")).isEqualTo("250 reset");
              assertThat(client.ask("VRFY joe")).isEqualTo("252 perhaps");
              assertThat(client.ask("HELP")).isEqualTo("214 no");
            });

    assertThat(report.faults()).isEmpty();
  }

  @Test
  void readsContentAsItIsOnTheWire() throws IOException {
    var dialogue =
        Dialogue.builder()
            .contentEndingWith("\r\n\r\n..\r\n")
            .send("250 one\r\n")
            .contentMatching("b+")
            .send("250 two\r\n")
            .content();

    DialogueReport report =
        report(
            dialogue,
            client -> {
              assertThat(client.ask("A: b\r\n\r\n..\r\n.")).isEqualTo("250 one");
              assertThat(client.ask("abba\r\n.")).isEqualTo("250 two");
              client.sendLine(".");
              client.ask("QUIT");
            });

    assertThat(report.faults()).isEmpty();
    assertThat(report.contents())
        .extracting(octets -> new String(octets, StandardCharsets.UTF_8))
        .containsExactly("A: b\r\n\r\n..\r\n", "abba\r\n", "");
  }

  @Test
  void reportsContentThatIsNotAsAsked() throws IOException {
    var dialogue =
        Dialogue.builder().contentEndingWith("b\r\n").contentMatching("c+").send("250 ok\r\n");
    DialogueReport report = report(dialogue, client -> client.ask("a\nb\r\nx\r\n.\r\nd\r\n."));
    assertThat(report.faults())
        .containsExactly(
            "the content does not end with \"b\r\n\" but is \"a\\nb\\r\\nx\\r\\n\"",
            "a bare CR or LF in the content",
            "the content does not match /c+/");
  }

  @Test
  void reportsWhatMustNotBeSent() throws IOException {
    DialogueReport report =
        report(
            Dialogue.builder().mustNotSend("^AUTH").mustNotSend("^HELP"),
            client -> client.ask("AUTH PLAIN"));
    assertThat(report.faults())
        .containsExactly("the client sent \"AUTH PLAIN\", forbidden by /^AUTH/");
  }

  @Test
  void reportsALineThatDoesNotEndWithCrlf() throws IOException {
    DialogueReport report = report(Dialogue.builder(), client -> client.send("QUIT\n").readLine());
    assertThat(report.faults()).containsExactly("a line that does not end with CRLF: QUIT\\n");
  }

  @Test
  void closesWithoutATailWhereAsked() throws IOException {
    DialogueReport first =
        report(
            Dialogue.builder().send("554 no\r\n").thenClose(),
            client -> assertThat(client.readAll()).hasSize(8));
    DialogueReport second =
        report(
            Dialogue.builder().send("554 no\r\n").close(),
            client -> assertThat(client.readAll()).hasSize(8));
    assertThat(first.faults()).isEmpty();
    assertThat(second.faults()).isEmpty();
  }

  @Test
  void waitsForTheClientToClose() throws IOException {
    DialogueReport report =
        report(Dialogue.builder().send("bogus\r\n").clientCloses(), RawClient::readLine);
    assertThat(report.faults()).isEmpty();
  }

  @Test
  void reportsAClientThatDoesNotClose() throws IOException {
    DialogueReport report = report(Dialogue.builder().clientCloses(), RawClient::readAll);
    assertThat(report.faults()).containsExactly("the client did not close the connection");
  }

  @Test
  void shakesHands() throws IOException {
    TestCertificates authority = TestCertificates.authority();
    var dialogue =
        Dialogue.builder()
            .expect("^STARTTLS")
            .send("220 go\r\n")
            .startTls()
            .send("250 safe\r\n")
            .build();
    try (var server = DialogueServer.play(dialogue, authority.server("mx.test"));
        var client = new RawClient(server.host(), server.port())) {
      client.ask("STARTTLS");
      client.startTls(authority.clientContext(), "mx.test");
      assertThat(client.readLine()).isEqualTo("250 safe");
    }
  }

  @Test
  void cutsPausesShortWhenClosed() throws IOException {
    var dialogue =
        Dialogue.builder()
            .send("220-soon\r\n")
            .pause(Duration.ofHours(1))
            .send("220 now\r\n")
            .thenClose()
            .build();
    var server = DialogueServer.play(dialogue);
    try (var client = new RawClient(server.host(), server.port())) {
      assertThat(client.readLine()).isEqualTo("220-soon");
      server.close();
      assertThat(client.readLine()).isEqualTo("220 now");
    }
  }

  @Test
  void reportsThatNobodyCame() {
    var server = DialogueServer.play(Dialogue.builder().build());
    server.close();
    assertThat(server.report().faults()).containsExactly("no client came");
  }
}
