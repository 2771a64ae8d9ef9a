package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.ReceivedMessage;
import dev.packetboat.testkit.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many messages through one relay: sessions that serve, break and are replaced. */
class RelayRunTest {

  @TempDir private Path folder;

  private String letter(String recipient) throws IOException {
    String text = "From: joe@client.test\nTo: " + recipient + "@mx.test\n\nHello\n";
    return Files.writeString(folder.resolve(recipient + ".eml"), text).toString();
  }

  private static Ran send(MailServer server, String... more) {
    var args = new ArrayList<>(List.of("send", "--json", "--tls", "none"));
    args.addAll(List.of("--relay", "127.0.0.1:" + server.port()));
    args.addAll(List.of(more));
    return Ran.with(Map.of("SECRET", "open sesame"), "", args.toArray(String[]::new));
  }

  private static List<Integer> connections(MailServer server) {
    return server.received().stream().map(ReceivedMessage::connection).toList();
  }

  /** By BDAT the second message would be under way as a whole, a moment after the first. */
  private static MailServer.Builder byData() {
    return MailServer.builder().without(Extension.CHUNKING);
  }

  private static long said(MailServer server, String line) {
    return server.events().stream()
        .filter(event -> event instanceof MailEvent.ClientSaid said && said.line().startsWith(line))
        .count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "421 4.3.2 so many and no more"})
  void aServerThatEndsTheSessionBetweenMessagesIsConnectedToAgain(String farewell)
      throws IOException {
    Rule end = farewell.isEmpty() ? Rule.dropAt(Moment.MAIL) : Rule.replyTo(Moment.MAIL, farewell);
    try (var server = byData().rule(end.after(1).first(1)).start()) {
      Ran ran = send(server, letter("ann"), letter("bob"), letter("eve"));

      assertThat(ran.status()).isZero();
      assertThat(connections(server)).containsExactly(1, 2, 2);
    }
  }

  /** For whom the messages are that have this outcome, by their reports. */
  private static List<String> to(Ran ran, String status) {
    return ran.outLines().stream()
        .filter(line -> line.contains("\"status\":\"" + status + "\",\"recipients\""))
        .map(line -> line.split("\"address\":\"", 2)[1].split("\"", 2)[0])
        .toList();
  }

  private static List<String> taken(MailServer server) {
    return server.received().stream().flatMap(message -> message.recipients().stream()).toList();
  }

  static Stream<Set<Extension>> offers() {
    return Stream.of(
        Set.of(),
        Set.of(Extension.PIPELINING),
        Set.of(Extension.CHUNKING),
        Set.of(Extension.PIPELINING, Extension.CHUNKING));
  }

  @ParameterizedTest
  @MethodSource("offers")
  void refusalsInBetweenSpoilNoOtherMessage(Set<Extension> offers) throws IOException {
    mbox(100);
    try (var server =
        MailServer.builder()
            .extensions(offers.toArray(Extension[]::new))
            .rule(Rule.rejectRecipient(to -> to.contains("7"), "550 5.1.1 no such user"))
            .rule(Rule.replyTo(Moment.END_OF_CONTENT, "554 5.6.0 spam").after(10).first(2))
            .start()) {
      Ran ran = send(server, folder.resolve("box.mbox").toString());

      assertThat(ran.status()).isEqualTo(69);
      assertThat(to(ran, "failed")).hasSize(19 + 2);
      assertThat(to(ran, "delivered")).hasSize(79).isEqualTo(taken(server));
      assertThat(connections(server)).containsOnly(1);
    }
  }

  @Test
  void whereTheLineIsCutOnlyWhatIsInDoubtIsUnknownAndTheRestSentAgain() throws IOException {
    Rule cut = Rule.loseReplyTo(Moment.END_OF_CONTENT).after(2).first(1);
    try (var server = byData().rule(cut).start()) {
      Ran ran = send(server, letter("a"), letter("b"), letter("c"), letter("d"), letter("e"));

      assertThat(ran.status()).isEqualTo(74);
      assertThat(to(ran, "unknown")).containsExactly("c@mx.test");
      assertThat(to(ran, "delivered"))
          .containsExactly("a@mx.test", "b@mx.test", "d@mx.test", "e@mx.test");
      assertThat(connections(server)).containsExactly(1, 1, 1, 2, 2);
      assertThat(taken(server)).doesNotHaveDuplicates();
    }
  }

  // RFC 3030 §4.2
  @Test
  void whereWholeMessagesWereUnderWayNoneIsSentTwice() throws IOException {
    mbox(100);
    Rule cut = Rule.dropAt(Moment.END_OF_CONTENT).after(10).first(3);
    try (var server = MailServer.builder().rule(cut).start()) {
      Ran ran = send(server, folder.resolve("box.mbox").toString());

      assertThat(ran.status()).isEqualTo(74);
      assertThat(ran.outLines()).hasSize(100);
      assertThat(to(ran, "unknown")).isNotEmpty();
      assertThat(taken(server)).doesNotHaveDuplicates().containsAll(to(ran, "delivered"));
      assertThat(Stream.concat(to(ran, "unknown").stream(), to(ran, "delivered").stream()))
          .hasSize(100)
          .doesNotHaveDuplicates();
    }
  }

  // RFC 5321 §3.8: of what is behind a 421 the server has done nothing
  @Test
  void aServerThatTakesSoManyMessagesOnAConnectionGetsAll() throws IOException {
    mbox(100);
    Rule enough = Rule.replyTo(Moment.MAIL, "421 4.3.2 so many and no more");
    try (var server =
        MailServer.builder()
            .rule(enough.after(10).first(1))
            .rule(enough.after(60).first(1))
            .start()) {
      Ran ran = send(server, folder.resolve("box.mbox").toString());

      assertThat(ran.status()).isZero();
      assertThat(taken(server)).hasSize(100).doesNotHaveDuplicates();
      assertThat(to(ran, "delivered")).isEqualTo(taken(server));
      assertThat(connections(server)).contains(1, 2, 3);
    }
  }

  @Test
  void aServerThatEndsEverySessionAtOnceIsNotConnectedToForEver() throws IOException {
    try (var server = byData().rule(Rule.dropAt(Moment.MAIL).after(1)).start()) {
      Ran ran = send(server, letter("ann"), letter("bob"), letter("eve"));

      assertThat(ran.status()).isEqualTo(75);
      assertThat(ran.outLines().get(0)).contains("\"status\":\"delivered\"");
      assertThat(ran.outLines().subList(1, 3))
          .allMatch(line -> line.contains("\"status\":\"deferred\""))
          .allMatch(line -> line.contains("connection lost"));
      assertThat(said(server, "EHLO")).isEqualTo(3);
    }
  }

  @Test
  void whoWasRefusedFailsThoughTheLineBreaksAfterwards() throws IOException {
    try (var server =
        MailServer.builder()
            .rule(Rule.rejectRecipient("ann@mx.test", "550 5.1.1 no such user"))
            .rule(Rule.dropAt(Moment.END_OF_CONTENT))
            .start()) {
      Ran ran = send(server, "--to", "ann@mx.test", "--to", "bob@mx.test", letter("ann"));

      assertThat(ran.status()).isEqualTo(69);
      assertThat(ran.out())
          .contains("\"status\":\"unknown\",\"recipients\"")
          .contains("{\"address\":\"ann@mx.test\",\"status\":\"failed\",\"host\":\"127.0.0.1\"")
          .contains("{\"address\":\"bob@mx.test\",\"status\":\"unknown\",\"host\":null");
    }
  }

  @Test
  void aRefusedSenderIsToldInTheWordsOfThatRefusal() throws IOException {
    try (var server =
        MailServer.builder().rule(Rule.replyTo(Moment.MAIL, "550 5.7.1 not you")).start()) {
      Ran ran = send(server, letter("ann"));

      assertThat(ran.status()).isEqualTo(69);
      assertThat(ran.out()).contains("\"code\":550,\"enhanced\":\"5.7.1\"");
    }
  }

  @Test
  void withoutASessionTheRestIsNotAttempted() throws IOException {
    try (var server =
        MailServer.builder().rule(Rule.replyTo(Moment.CONNECT, "554 5.7.1 go away")).start()) {
      Ran ran = send(server, letter("ann"), letter("bob"));

      assertThat(ran.status()).isEqualTo(69);
      assertThat(ran.outLines().get(0)).contains("\"status\":\"failed\"").contains("go away");
      assertThat(ran.outLines().get(1))
          .contains("\"status\":\"deferred\"")
          .contains("\"reason\":\"not attempted: ");
    }
  }

  @Test
  void ofManyThatWereNotAttemptedPeopleAreToldTheNumber() throws IOException {
    mbox(200);
    Ran ran =
        Ran.packetboat("send", "--relay", "127.0.0.1:1", folder.resolve("box.mbox").toString());

    assertThat(ran.status()).isEqualTo(75);
    assertThat(ran.out())
        .contains("and 189 more that were not attempted; --json lists them\n\nIn all\n")
        .contains("messages    200: 200 deferred; 199 were not attempted\n")
        .hasLineCount(3 + 10 * 2 + 7);
  }

  @Test
  void aServerThatTakesOneConnectionGetsAllMessagesOverThat() throws IOException {
    try (var server = MailServer.builder().connectionLimit(1).start()) {
      Ran ran =
          send(server, "--connections", "3", letter("a"), letter("b"), letter("c"), letter("d"));

      assertThat(ran.status()).isZero();
      assertThat(connections(server)).hasSize(4).containsOnly(1);
    }
  }

  @Test
  void severalConnectionsTryAWrongPasswordOnce() throws IOException {
    try (var server = MailServer.builder().user("joe", "another").mechanisms("CRAM-MD5").start()) {
      Ran ran =
          send(
              server,
              "--connections",
              "3",
              "--user",
              "joe",
              "--password-env",
              "SECRET",
              letter("ann"),
              letter("bob"),
              letter("eve"));

      assertThat(ran.status()).isEqualTo(77);
      assertThat(ran.outLines())
          .hasSize(3)
          .allMatch(line -> line.contains("\"status\":\"deferred\""));
      assertThat(ran.outLines().get(0)).contains("\"code\":535");
      assertThat(ran.out()).doesNotContain("open sesame");
      assertThat(said(server, "AUTH")).isEqualTo(1);
    }
  }

  @Test
  void aMessageForNobodyFailsWithoutAConnection() throws IOException {
    String odd =
        Files.writeString(
                folder.resolve("odd.eml"), "From: joe@client.test\nTo: nobody at all\n\nHello\n")
            .toString();
    try (var server = MailServer.start()) {
      Ran ran = send(server, odd);

      assertThat(ran.status()).isEqualTo(69);
      assertThat(ran.out()).contains("\"size\":0,\"status\":\"failed\"").contains("\"5.1.3\"");
      assertThat(server.events()).isEmpty();
    }
  }

  @Test
  void aFileThatVanishesMeanwhileIsTold() throws IOException {
    String second = letter("bob");
    var removal = new AtomicReference<IOException>();
    try (var server =
        MailServer.builder().listener(event -> remove(event, Path.of(second), removal)).start()) {
      Ran ran = send(server, letter("ann"), second);

      assertThat(removal.get()).isNull();
      assertThat(ran.status()).isEqualTo(74);
      assertThat(ran.outLines().get(1))
          .contains("\"status\":\"deferred\"")
          .contains("\"enhanced\":\"4.6.0\",\"reply\":null");
    }
  }

  private List<String> mbox(int messages) throws IOException {
    var text = new StringBuilder();
    for (int i = 1; i <= messages; i++) {
      text.append("From joe\nFrom: joe@client.test\nTo: a%d@mx.test\n\nHello\n\n".formatted(i));
    }
    String box = Files.writeString(folder.resolve("box.mbox"), text).toString();
    return IntStream.rangeClosed(1, messages).mapToObj(i -> box + "#" + i).toList();
  }

  @Test
  void hundredsOfMessagesOfAnMboxGoOverSeveralConnections() throws IOException {
    List<String> names = mbox(300);
    try (var server = MailServer.start()) {
      Ran ran = send(server, "--connections", "4", folder.resolve("box.mbox").toString());

      assertThat(ran.status()).isZero();
      assertThat(ran.outLines().stream().map(line -> line.split("\"", 5)[3]))
          .containsExactlyInAnyOrderElementsOf(names);
      assertThat(server.received().stream().flatMap(message -> message.recipients().stream()))
          .hasSize(300)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void whatVanishesFarBehindIsToldWithoutRecipients() throws IOException {
    mbox(150);
    Path box = folder.resolve("box.mbox");
    var removal = new AtomicReference<IOException>();
    try (var server = MailServer.builder().listener(event -> remove(event, box, removal)).start()) {
      Ran ran = send(server, box.toString());

      assertThat(removal.get()).isNull();
      assertThat(ran.status()).isEqualTo(74);
      assertThat(ran.outLines()).hasSize(150);
      assertThat(ran.outLines())
          .filteredOn(line -> line.contains("box.mbox#150"))
          .singleElement()
          .asString()
          .endsWith("\"status\":\"deferred\",\"recipients\":[]}");
      assertThat(ran.err()).contains("box.mbox#150: cannot be read: it is not there any more");
    }
  }

  private static void remove(MailEvent event, Path file, AtomicReference<IOException> failure) {
    if (event instanceof MailEvent.Connected) { // all are checked, none is sent
      try {
        Files.deleteIfExists(file);
      } catch (IOException impossible) {
        failure.set(impossible);
      }
    }
  }
}
