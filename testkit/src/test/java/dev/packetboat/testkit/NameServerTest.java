package dev.packetboat.testkit;

import static dev.packetboat.testkit.DnsQuestion.Transport.TCP;
import static dev.packetboat.testkit.DnsQuestion.Transport.UDP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class NameServerTest {

  private static final String RECORDS =
      """
      $TTL 600
      bigcorp.test.         IN MX    20 mx1.bigcorp.test.
      bigcorp.test.     300 IN MX    10 mx0.bigcorp.test.
      mx0.bigcorp.test.     IN A     127.0.0.1
      mx0.bigcorp.test.     IN AAAA  ::1
      alias.test.           IN CNAME other.test.
      other.test.           IN CNAME bigcorp.test.
      dangling.test.        IN CNAME nowhere.test.
      loop.test.            IN CNAME pool.test.
      pool.test.            IN CNAME loop.test.
      *.wild.test.          IN MX    10 mx0.bigcorp.test.
      real.wild.test.       IN A     127.0.0.1
      zone.example.         IN SOA   ns.zone.example. root.zone.example. 7 3600 600 86400 90
      www.zone.example.     IN A     127.0.0.1
      """;

  private final NameServer server = NameServer.builder().records(RECORDS).start();

  @AfterEach
  void close() {
    server.close();
  }

  private static Message query(String name, String type) throws IOException {
    return Message.newQuery(
        Record.newRecord(Name.fromString(name, Name.root), Type.value(type), DClass.IN));
  }

  private Message ask(String name, String type) throws IOException {
    return ask(query(name, type));
  }

  private Message ask(Message query) throws IOException {
    Message reply = new Message(askRaw(query.toWire(), Duration.ofSeconds(20)));
    assertThat(reply.getHeader().getID()).isEqualTo(query.getHeader().getID());
    assertThat(reply.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(reply.getQuestion()).isEqualTo(query.getQuestion());
    return reply;
  }

  private byte[] askRaw(byte[] octets, Duration patience) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout((int) patience.toMillis());
      socket.send(new DatagramPacket(octets, octets.length, server.address()));
      var packet = new DatagramPacket(new byte[65535], 65535);
      socket.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }
  }

  private Message askOverTcp(Message query) throws IOException {
    try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      return askOver(socket, query);
    }
  }

  private static Message askOver(Socket socket, Message query) throws IOException {
    byte[] octets = query.toWire();
    socket.getOutputStream().write(new byte[] {(byte) (octets.length >> 8), (byte) octets.length});
    socket.getOutputStream().write(octets);
    var in = new DataInputStream(socket.getInputStream());
    return new Message(in.readNBytes(in.readUnsignedShort()));
  }

  private static List<String> answers(Message reply) {
    return reply.getSection(Section.ANSWER).stream()
        .map(each -> each.toString().replaceAll("\\s+", " "))
        .toList();
  }

  private static String code(Message reply) {
    return Rcode.string(reply.getRcode());
  }

  @Test
  void answersWithAllRecordsOfTheNameAndType() throws IOException {
    Message reply = ask("bigcorp.test", "MX");
    assertThat(code(reply)).isEqualTo("NOERROR");
    assertThat(answers(reply))
        .containsExactly(
            "bigcorp.test. 600 IN MX 20 mx1.bigcorp.test.",
            "bigcorp.test. 300 IN MX 10 mx0.bigcorp.test.");
    assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(reply.getHeader().getFlag(Flags.RA)).isTrue();
    assertThat(reply.getHeader().getFlag(Flags.RD)).isTrue();
    assertThat(reply.getHeader().getFlag(Flags.AD)).isFalse();
    assertThat(reply.getOPT()).isNull();
    assertThat(answers(ask("BIGCORP.test", "MX"))).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "bigcorp.test, AAAA, NOERROR, test., 60", // no such data
    "wild.test, MX, NOERROR, test., 60", // exists because of what is below it
    "nowhere.test, MX, NXDOMAIN, test., 60",
    "nowhere.invalid, MX, NXDOMAIN, ., 60",
    "nowhere.zone.example, MX, NXDOMAIN, zone.example., 90",
    "www.zone.example, MX, NOERROR, zone.example., 90",
  })
  void tellsANameThatIsNotThereFromOneWithoutSuchData(
      String name, String type, String code, String zone, long ttl) throws IOException {
    Message reply = ask(name, type);
    assertThat(code(reply)).isEqualTo(code);
    assertThat(answers(reply)).isEmpty();
    assertThat(reply.getSection(Section.AUTHORITY))
        .singleElement()
        .isInstanceOf(SOARecord.class)
        .satisfies(soa -> assertThat(soa.getName()).hasToString(zone))
        .satisfies(soa -> assertThat(soa.getTTL()).isEqualTo(ttl)); // RFC 2308 §3
  }

  @Test
  void followsAliases() throws IOException {
    assertThat(answers(ask("alias.test", "MX")))
        .containsExactly(
            "alias.test. 600 IN CNAME other.test.",
            "other.test. 600 IN CNAME bigcorp.test.",
            "bigcorp.test. 600 IN MX 20 mx1.bigcorp.test.",
            "bigcorp.test. 300 IN MX 10 mx0.bigcorp.test.");
    assertThat(answers(ask("alias.test", "CNAME")))
        .containsExactly("alias.test. 600 IN CNAME other.test.");
  }

  @Test
  void followsAliasesIntoTheVoidAndIntoALoop() throws IOException {
    Message dangling = ask("dangling.test", "MX");
    assertThat(code(dangling)).as("RFC 6604 §3").isEqualTo("NXDOMAIN");
    assertThat(answers(dangling)).hasSize(1);

    Message loop = ask("loop.test", "MX");
    assertThat(code(loop)).isEqualTo("NOERROR");
    assertThat(answers(loop)).hasSize(2);
  }

  @Test
  void knowsWildcards() throws IOException {
    assertThat(answers(ask("any.thing.wild.test", "MX")))
        .containsExactly("any.thing.wild.test. 600 IN MX 10 mx0.bigcorp.test.");
    assertThat(answers(ask("real.wild.test", "MX"))).as("RFC 4592 §2.2.1").isEmpty();
    assertThat(code(ask("below.real.wild.test", "MX"))).isEqualTo("NXDOMAIN");
    assertThat(code(ask("any.wild.test", "A"))).isEqualTo("NOERROR");
  }

  @Test
  void answersOverTcpAsOftenAsAsked() throws IOException {
    try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      for (int i = 0; i < 3; i++) {
        assertThat(answers(askOver(socket, query("bigcorp.test", "MX")))).hasSize(2);
      }
    }
  }

  @Test
  void cutsWhatHasNoRoomInADatagram() throws IOException {
    String[] addresses =
        IntStream.range(0, 100).mapToObj(i -> "127.1.0." + i).toArray(String[]::new);
    server.zone().a("many.test", addresses);

    Message plain = query("many.test", "A");
    Message cut = ask(plain);
    assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(cut.toWire()).hasSizeLessThanOrEqualTo(512);
    assertThat(answers(askOverTcp(plain))).hasSize(100);

    Message extended = query("many.test", "A");
    extended.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
    Message whole = ask(extended);
    assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(answers(whole)).hasSize(100);
    assertThat(whole.getOPT().getPayloadSize()).isEqualTo(1232);
  }

  @Test
  void saysThatAnAnswerWasValidatedToThoseWhoKnowTheBit() throws IOException {
    server.zone().authenticated("bigcorp.test").authenticated("alias.test");
    Message withAd = query("bigcorp.test", "MX");
    withAd.getHeader().setFlag(Flags.AD);
    assertThat(ask(withAd).getHeader().getFlag(Flags.AD)).isTrue();

    Message withDo = query("none.bigcorp.test", "MX");
    withDo.addRecord(new OPTRecord(1232, 0, 0, 0x8000), Section.ADDITIONAL);
    assertThat(ask(withDo).getHeader().getFlag(Flags.AD)).isTrue();

    assertThat(ask("bigcorp.test", "MX").getHeader().getFlag(Flags.AD)).isFalse();

    Message halfWay = query("alias.test", "MX"); // by way of other.test
    halfWay.getHeader().setFlag(Flags.AD);
    assertThat(ask(halfWay).getHeader().getFlag(Flags.AD)).isFalse();
  }

  @Test
  void answersWhatItIsAskedAfterAChange() throws IOException {
    server.zone().remove("bigcorp.test", "MX").mx("bigcorp.test", 5, "mx9.bigcorp.test");
    assertThat(answers(ask("bigcorp.test", "MX")))
        .containsExactly("bigcorp.test. 300 IN MX 5 mx9.bigcorp.test.");
    server.zone().remove("mx0.bigcorp.test").ttl(Duration.ofSeconds(7)).nullMx("bigcorp.test");
    assertThat(code(ask("mx0.bigcorp.test", "A"))).isEqualTo("NXDOMAIN");
    assertThat(answers(ask("bigcorp.test", "MX"))).contains("bigcorp.test. 7 IN MX 0 .");
  }

  @Test
  void failsAsItIsTold() throws IOException {
    Map<String, DnsFault> faults =
        new TreeMap<>(
            Map.of(
                "SERVFAIL", DnsFault.serverFailure(),
                "REFUSED", DnsFault.refusal(),
                "NXDOMAIN", DnsFault.noSuchName(),
                "FORMERR", DnsFault.formatError()));
    for (Map.Entry<String, DnsFault> each : faults.entrySet()) {
      server.addFault(each.getValue().at("BigCorp.test.").type("mx").first(1));
      Message reply = ask("bigcorp.test", "MX");
      assertThat(code(reply)).isEqualTo(each.getKey());
      assertThat(reply.getSection(Section.ANSWER)).isEmpty();
      assertThat(code(ask("bigcorp.test", "MX"))).isEqualTo("NOERROR");
    }
  }

  @Test
  void failsWhereItIsTold() throws IOException {
    server.addFault(DnsFault.serverFailure().below("bigcorp.test").after(1));
    assertThat(code(ask("mx0.bigcorp.test", "A"))).isEqualTo("NOERROR");
    assertThat(code(ask("mx0.bigcorp.test", "A"))).isEqualTo("SERVFAIL");
    assertThat(code(ask("bigcorp.test", "A"))).isEqualTo("SERVFAIL");
    assertThat(code(ask("xbigcorp.test", "A"))).isEqualTo("NXDOMAIN");
    server.clearFaults();
    assertThat(code(ask("bigcorp.test", "A"))).isEqualTo("NOERROR");
  }

  @Test
  void failsNowAndThen() throws IOException {
    server.addFault(DnsFault.serverFailure().sometimes(0.5, new Random(1)));
    int failed = 0;
    for (int i = 0; i < 100; i++) {
      failed += ask("bigcorp.test", "MX").getRcode() == Rcode.SERVFAIL ? 1 : 0;
    }
    assertThat(failed).isBetween(30, 70);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DnsFault.refusal().sometimes(1.1, new Random()));
  }

  @Test
  void keepsSilent() throws IOException {
    server.addFault(DnsFault.silence().at("bigcorp.test").first(1));
    byte[] question = query("bigcorp.test", "MX").toWire();
    assertThatThrownBy(() -> askRaw(question, Duration.ofMillis(100)))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(answers(ask("bigcorp.test", "MX"))).hasSize(2);
  }

  @Test
  void sendsToTcp() throws IOException {
    server.addFault(DnsFault.truncation());
    Message cut = ask("bigcorp.test", "MX");
    assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(answers(cut)).isEmpty();
    assertThat(answers(askOverTcp(query("bigcorp.test", "MX")))).hasSize(2);
    assertThat(server.questions())
        .containsExactly(
            new DnsQuestion("bigcorp.test", "MX", UDP), new DnsQuestion("bigcorp.test", "MX", TCP));
    server.forget();
    assertThat(server.questions()).isEmpty();
  }

  @Test
  void talksGarbage() throws IOException {
    server.addFault(DnsFault.garbage());
    byte[] question = query("bigcorp.test", "MX").toWire();
    byte[] reply = askRaw(question, Duration.ofSeconds(20));
    assertThat(Arrays.copyOf(reply, 2)).isEqualTo(Arrays.copyOf(question, 2));
    assertThatThrownBy(() -> new Message(reply)).isInstanceOf(IOException.class);
  }

  @Test
  void answersOthersWhileOneWaits() throws IOException {
    server.addFault(DnsFault.delay(Duration.ofDays(1)).at("slow.test"));
    server.addFault(DnsFault.delay(Duration.ofMillis(1)).at("bigcorp.test"));
    try (var waiting = new DatagramSocket()) {
      byte[] octets = query("slow.test", "A").toWire();
      waiting.send(new DatagramPacket(octets, octets.length, server.address()));
      assertThat(answers(ask("bigcorp.test", "MX"))).hasSize(2);
    }
    server.close(); // does not wait for the day to pass
  }

  @Test
  void refusesWhatIsNoQuestion() throws IOException {
    Message update = query("bigcorp.test", "MX");
    update.getHeader().setOpcode(Opcode.UPDATE);
    assertThat(code(new Message(askRaw(update.toWire(), Duration.ofSeconds(20)))))
        .isEqualTo("NOTIMP");

    Message empty = new Message(1);
    assertThat(code(new Message(askRaw(empty.toWire(), Duration.ofSeconds(20)))))
        .isEqualTo("FORMERR");

    byte[] torn = Arrays.copyOf(query("bigcorp.test", "MX").toWire(), 20);
    assertThat(code(new Message(askRaw(torn, Duration.ofSeconds(20))))).isEqualTo("FORMERR");

    Message chaos =
        Message.newQuery(
            Record.newRecord(Name.fromString("version.bind."), Type.TXT, DClass.CHAOS));
    assertThat(code(new Message(askRaw(chaos.toWire(), Duration.ofSeconds(20)))))
        .isEqualTo("REFUSED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bigcorp.test. IN MX ten mx.test.", "bigcorp.test. IN A 1.2.3", "$INCLUDE x"})
  void takesNoTextThatIsNotInMasterFileForm(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Zone.of("good.test. IN A 127.0.0.1\n" + text))
        .withMessageStartingWith("not in master-file form: ");
  }

  @Test
  void takesNoRecordThatIsNone() {
    Zone zone = new Zone();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zone.a("mx.test", "here"))
        .withMessageStartingWith("not a record: mx.test A here: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zone.record("mx.test", "MAIL", "here"))
        .withMessage("no such type of records: MAIL");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zone.nullMx("a..test"))
        .withMessage("not a domain name: a..test");
    assertThat(zone).hasToString("");
  }

  @Test
  void showsItsRecords() {
    Zone zone = new Zone().cname("b.test", "a.test").aaaa("a.test", "::1").aaaa("a.test", "::1");
    assertThat(zone.toString().lines().map(line -> line.replaceAll("\\s+", " ")))
        .containsExactly("a.test. 300 IN AAAA 0:0:0:0:0:0:0:1", "b.test. 300 IN CNAME a.test.");
  }

  @Test
  void listensAtTheSamePortForBoth() {
    int port = server.address().getPort();
    assertThatThrownBy(() -> NameServer.builder().port(port).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot listen at 127.0.0.1:" + port);
  }

  @Test
  void leavesNothingBehind() throws IOException {
    assertThat(answers(askOverTcp(query("bigcorp.test", "MX")))).hasSize(2);
    try (var idle = new Socket(server.address().getAddress(), server.address().getPort())) {
      server.close();
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
    }
    assertThatThrownBy(
            () -> new Socket(server.address().getAddress(), server.address().getPort()).close())
        .isInstanceOf(ConnectException.class);
    assertThat(
            IntStream.range(0, 5)
                .mapToObj(i -> NameServer.builder().port(server.address().getPort()).start())
                .peek(NameServer::close)
                .collect(Collectors.toList()))
        .as("the port is free again at once")
        .hasSize(5);
  }
}
