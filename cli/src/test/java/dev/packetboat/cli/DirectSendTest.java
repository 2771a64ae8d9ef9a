package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.DnsFault;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.ReceivedMessage;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code packetboat send --direct}, to a world of its own. */
class DirectSendTest {

  @TempDir private Path folder;

  private static Ran send(World world, String... more) {
    List<String> args = new ArrayList<>(List.of("send", "--direct", "--helo", "client.test"));
    args.addAll(List.of("--port", Integer.toString(world.port()), "--timeout", "10"));
    args.addAll(List.of("--dns", "127.0.0.1:" + world.nameServer().address().getPort()));
    args.addAll(List.of(more));
    return Ran.packetboat(args.toArray(String[]::new));
  }

  private String letter(String recipients) throws IOException {
    String text = "From: joe@client.test\nMessage-ID: <1@client.test>\n" + recipients + "\n\nHi\n";
    return Files.writeString(folder.resolve("letter.eml"), text).toString();
  }

  @Test
  void eachRecipientHasAnOutcomeOfItsOwn() throws IOException {
    try (World world =
        World.builder()
            .domain("bigcorp.test", "mx0.bigcorp.test", "mx1.bigcorp.test")
            .domain("tiny.test")
            .nullMx("nomail.test")
            .host("mx0.bigcorp.test", host -> host.down())
            .host(
                "mx1.bigcorp.test",
                host -> host.rule(Rule.rejectRecipient("bob@bigcorp.test", "550 5.1.1 no bob")))
            .start()) {
      Ran ran =
          send(
              world,
              "--json",
              letter(
                  "To: ann@bigcorp.test, bob@bigcorp.test, tom@tiny.test\n"
                      + "Cc: eve@nomail.test, sue@nowhere.test, what is this\n"
                      + "Bcc: hid@tiny.test"));

      assertThat(ran.status()).isEqualTo(69);
      assertThat(ran.out())
          .startsWith("{\"message\":\"" + folder.resolve("letter.eml") + "\"")
          .contains("\"messageId\":\"<1@client.test>\",\"from\":\"joe@client.test\"")
          .contains("\"status\":\"partial\"")
          .contains(
              "{\"address\":\"ann@bigcorp.test\",\"status\":\"delivered\","
                  + "\"host\":\"mx1.bigcorp.test\",\"ip\":\"127.77.0.")
          .contains("\"attempts\":[{\"host\":\"mx0.bigcorp.test\",\"ip\":\"127.77.0.")
          .contains("\"error\":\"connection refused\"}]")
          .contains("{\"address\":\"bob@bigcorp.test\",\"status\":\"failed\"")
          .contains("\"code\":550,\"enhanced\":\"5.1.1\"")
          .contains("{\"address\":\"tom@tiny.test\",\"status\":\"delivered\"")
          .contains(
              "{\"address\":\"eve@nomail.test\",\"status\":\"failed\",\"host\":null,\"ip\":null,"
                  + "\"port\":null,\"code\":null,\"enhanced\":\"5.1.10\",\"reply\":null")
          .contains("{\"address\":\"sue@nowhere.test\",\"status\":\"failed\"")
          .contains("\"enhanced\":\"5.1.2\"")
          .contains("{\"address\":\"what is this\",\"status\":\"failed\"")
          .contains("\"enhanced\":\"5.1.3\"");
      ReceivedMessage tiny = world.host("tiny.test").received().getFirst();
      assertThat(tiny.recipients()).containsExactly("tom@tiny.test", "hid@tiny.test");
      assertThat(tiny.text()).doesNotContain("Bcc").doesNotContain("hid@");
      assertThat(tiny.clientName()).isEqualTo("client.test");
    }
  }

  @Test
  void whereEveryHostRefusesTheConnectionTheRelayWayIsNamed() throws IOException {
    try (World world =
        World.builder()
            .domain("a.test", "mx.a.test")
            .host("mx.a.test", host -> host.down())
            .domain("b.test")
            .host("b.test", host -> host.down())
            .host("other.test")
            .start()) {
      Ran ran = send(world, "--json", letter("To: ann@a.test, bob@b.test"));

      assertThat(ran.status()).isEqualTo(75);
      assertThat(ran.out()).contains("the provider may block the port").contains("--relay");
      assertThat(ran.errLines()).singleElement().asString().contains("--relay");
    }
  }

  @Test
  void whereAServerWasReachedThePortIsNotBlocked() throws IOException {
    try (World world =
        World.builder()
            .domain("a.test")
            .domain("b.test")
            .host("b.test", host -> host.down())
            .start()) {
      String first = letter("To: ann@a.test");
      String second =
          Files.writeString(
                  folder.resolve("second.eml"), "From: joe@client.test\nTo: bob@b.test\n\nHi\n")
              .toString();
      Ran ran = send(world, "--connections", "1", first, second);

      assertThat(ran.status()).isEqualTo(75);
      assertThat(ran.out()).contains("the provider may block the port");
      assertThat(ran.err()).isEmpty();
    }
  }

  @Test
  void fewConnectionsServeOneDomainAfterTheOther() throws IOException {
    try (World world = World.builder().domain("a.test").domain("b.test").start()) {
      var box = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        box.append(
            "From joe\nFrom: joe@client.test\nTo: ann@%s.test\n\nHi\n\n"
                .formatted(i % 2 == 0 ? "a" : "b"));
      }
      String letters = Files.writeString(folder.resolve("box.mbox"), box).toString();
      Ran ran = send(world, "--connections", "1", letters);

      assertThat(ran.status()).isZero();
      assertThat(world.received()).hasSize(20);
      for (String host : List.of("a.test", "b.test")) {
        assertThat(world.host(host).events())
            .filteredOn(MailEvent.Connected.class::isInstance)
            .hasSize(1);
      }
    }
  }

  @Test
  void greylistedNowDeliveredLater() throws IOException {
    try (World world =
        World.builder()
            .domain("a.test", "mx.a.test")
            .host(
                "mx.a.test",
                host -> host.rule(Rule.replyTo(Moment.RCPT, "450 4.2.0 greylisted").first(1)))
            .start()) {
      String letter = letter("To: ann@a.test");

      assertThat(send(world, letter).status()).isEqualTo(75);
      assertThat(send(world, letter).status()).isZero();
    }
  }

  @Test
  void anAddressLiteralNeedsNoNameServer() throws IOException {
    try (World world = World.builder().host("mx.a.test").start()) {
      Ran ran = send(world, "--to", "ann@[127.77.0.1]", letter("To: nobody@nowhere.test"));

      assertThat(ran.status()).isZero();
      assertThat(world.nameServer().questions()).isEmpty();
      assertThat(world.received().getFirst().recipients()).containsExactly("ann@[127.77.0.1]");
    }
  }

  @Test
  void whatNameServersCannotTellIsDeferred() throws IOException {
    try (World world =
        World.builder().domain("a.test", "mx.a.test").fault(DnsFault.serverFailure()).start()) {
      Ran ran = send(world, "--json", letter("To: ann@a.test"));

      assertThat(ran.status()).isEqualTo(75);
      assertThat(ran.out()).contains("\"enhanced\":\"4.4.3\"").contains("SERVFAIL");
    }
  }

  @Test
  void theDomainItselfIsTheLastResortWhereThatIsAskedFor() throws IOException {
    try (World world =
        World.builder()
            .domain("a.test", "mx.a.test")
            .host("mx.a.test", host -> host.down())
            .host("a.test")
            .start()) {
      String letter = letter("To: ann@a.test");

      assertThat(send(world, letter).status()).isEqualTo(75);
      assertThat(send(world, "--domain-last", letter).status()).isZero();
    }
  }

  @Test
  void tlsIsUsedWhereItIsOfferedAndCheckedWhereItIsRequired() throws IOException {
    TestCertificates authority = TestCertificates.authority();
    Path trusted = folder.resolve("authority.pem");
    authority.writePem(trusted);
    try (World world =
        World.builder()
            .domain("good.test", "mx.good.test")
            .domain("plain.test", "mx.plain.test")
            .startTls(authority)
            .host("mx.plain.test", host -> host.withoutTls())
            .start()) {
      Ran ran =
          send(
              world,
              "--json",
              "--tls",
              "required",
              "--cafile",
              trusted.toString(),
              letter("To: ann@good.test, bob@plain.test"));

      assertThat(ran.status()).isEqualTo(75);
      assertThat(ran.out())
          .contains("{\"address\":\"ann@good.test\",\"status\":\"delivered\"")
          .contains("\"tls\":\"TLSv1.3\"")
          .contains("{\"address\":\"bob@plain.test\",\"status\":\"deferred\"")
          .contains("\"enhanced\":\"4.7.10\"");
      assertThat(world.host("mx.plain.test").received()).isEmpty();
    }
  }

  @Test
  void manyMessagesGoOverFewConnections() throws IOException {
    StringBuilder box = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      box.append("From joe@client.test Thu Jan  1 00:00:00 2026\nFrom: joe@client.test\nTo: r")
          .append(i)
          .append(i % 2 == 0 ? "@a.test" : "@b.test")
          .append("\n\nHello\n\n");
    }
    String mbox = Files.writeString(folder.resolve("all.mbox"), box).toString();
    try (World world =
        World.builder().domain("a.test", "mx.a.test").domain("b.test", "mx.b.test").start()) {
      Ran ran = send(world, "--json", mbox);

      assertThat(ran.status()).isZero();
      assertThat(ran.outLines()).hasSize(200).allMatch(line -> line.contains("\"delivered\""));
      assertThat(ran.outLines()).anyMatch(line -> line.contains("all.mbox#200\""));
      assertThat(world.received()).hasSize(200);
      assertThat(
              world.received().stream()
                  .map(message -> message.takenBy() + message.connection())
                  .distinct())
          .hasSizeLessThanOrEqualTo(40); // at most 20 to each
    }
  }
}
