package dev.packetboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class WorldTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static String deliver(World world, String recipient) throws IOException {
    return RawMailer.deliver(recipient, world.nameServer().address(), world.port());
  }

  private static List<String> addresses(World world, String domain) throws IOException {
    return RawMailer.addresses(domain, world.nameServer().address());
  }

  private static RawClient client(World world, String host) throws IOException {
    return new RawClient(world.host(host).host(), world.port());
  }

  @Test
  void takesMailWhereItsNameServerSays() throws IOException {
    try (World world =
        World.builder()
            .domain("bigcorp.test", "mx1.bigcorp.test", "MX2.bigcorp.test.")
            .domain("tiny.test")
            .mx("other.test", 5, "mx2.bigcorp.test")
            .nullMx("nomail.test")
            .start()) {
      deliver(world, "ann@bigcorp.test");
      deliver(world, "bob@tiny.test");
      deliver(world, "eve@other.test");

      assertThat(world.awaitMessages(3, SOON))
          .extracting(ReceivedMessage::takenBy)
          .containsExactly("mx1.bigcorp.test", "tiny.test", "mx2.bigcorp.test");
      assertThat(world.host("TINY.test.").received()).hasSize(1);
      assertThat(world.hosts())
          .containsExactly("mx1.bigcorp.test", "mx2.bigcorp.test", "tiny.test");
      assertThat(addresses(world, "bigcorp.test")).containsExactly("127.77.0.1", "127.77.0.2");
      assertThat(world.nameServer().zone().toString()).contains("0 .");
    }
  }

  @Test
  void tellsWhatWasSaidAtWhichHost() throws IOException {
    try (World world = World.builder().domain("a.test").domain("b.test").start()) {
      deliver(world, "ann@a.test");
      deliver(world, "bob@b.test");
      assertThat(world.transcript())
          .contains("a.test #1 C: RCPT TO:<ann@a.test>\na.test #1 S: 250 2.1.5 recipient ok\n")
          .contains("\nb.test #1 S: 250 2.0.0 ok: queued as 1");

      world.forget();
      assertThat(world.received()).isEmpty();
      assertThat(world.host("a.test").received()).isEmpty();
      assertThat(world.nameServer().questions()).isEmpty();
      assertThat(world.transcript()).doesNotContain("RCPT");
    }
  }

  @Test
  void canRunForLongAndTellInsteadOfKeeping() throws IOException {
    List<String> told = new CopyOnWriteArrayList<>();
    try (World world =
        World.builder()
            .keepNothing()
            .everyHost(host -> host.sizeLimit(1000).name("every"))
            .host("b.test", host -> host.sizeLimit(2000))
            .domain("a.test")
            .domain("b.test")
            .listener(
                (host, event) -> {
                  if (event instanceof MailEvent.Received received) {
                    told.add(host + " " + received.message().recipients());
                  }
                })
            .start()) {
      deliver(world, "ann@a.test");
      deliver(world, "bob@b.test");

      assertThat(told).containsExactly("a.test [ann@a.test]", "b.test [bob@b.test]");
      assertThat(world.received()).isEmpty();
      assertThat(world.host("a.test").received()).isEmpty();
      assertThat(world.host("a.test").events()).isEmpty();
      assertThat(world.host("a.test").name()).isEqualTo("every");
      assertThat(world.transcript())
          .contains("a.test #1 S: 250-SIZE 1000")
          .contains("b.test #1 S: 250-SIZE 2000")
          .contains("b.test #1 C: RCPT TO:<bob@b.test>");
    }
  }

  @Test
  void hasHostsThatCannotBeReached() throws IOException {
    try (World world =
        World.builder()
            .domain("bigcorp.test", "mx0.bigcorp.test", "mx1.bigcorp.test")
            .host("mx0.bigcorp.test", host -> host.down())
            .start()) {
      assertThatThrownBy(() -> client(world, "mx0.bigcorp.test"))
          .isInstanceOf(ConnectException.class);
      deliver(world, "ann@bigcorp.test");

      world.host("mx0.bigcorp.test").comeUp();
      deliver(world, "ann@bigcorp.test");

      world.host("mx0.bigcorp.test").goDown();
      world.host("mx1.bigcorp.test").goDown();
      assertThatThrownBy(() -> deliver(world, "ann@bigcorp.test"))
          .hasMessage("no host of bigcorp.test can be reached");

      assertThat(world.received())
          .extracting(ReceivedMessage::takenBy)
          .containsExactly("mx1.bigcorp.test", "mx0.bigcorp.test");
    }
  }

  @Test
  void hasHostsWithSeveralAddresses() throws IOException {
    try (World world =
        World.builder()
            .domain("bigcorp.test", "mx.bigcorp.test")
            .addresses("mx.bigcorp.test", 3)
            .start()) {
      MailServer host = world.host("mx.bigcorp.test");
      assertThat(addresses(world, "bigcorp.test"))
          .containsExactly("127.77.0.1", "127.77.0.2", "127.77.0.3");
      host.goDown(host.addresses().getFirst());
      deliver(world, "ann@bigcorp.test");
      assertThatThrownBy(() -> new RawClient("127.77.0.1", world.port()))
          .isInstanceOf(ConnectException.class);
      new RawClient("127.77.0.3", world.port()).close();
      assertThat(host.received()).hasSize(1);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> World.builder().addresses("mx.test", 0));
  }

  @Test
  void vouchesForItsHosts() throws IOException {
    TestCertificates authority = TestCertificates.authority();
    TestIdentity expired = authority.expired("old.test");
    try (World world =
        World.builder()
            .startTls(authority)
            .domain("good.test")
            .domain("old.test")
            .domain("clear.test")
            .host("old.test", host -> host.startTls(expired))
            .host("clear.test", host -> host.withoutTls())
            .start()) {
      try (var client = client(world, "good.test")) {
        client.readReply();
        client.ask("EHLO client.test");
        client.ask("STARTTLS");
        client.startTls(authority.clientContext(), "good.test");
        assertThat(client.ask("EHLO client.test")).doesNotContain("STARTTLS");
      }
      try (var client = client(world, "old.test")) {
        client.readReply();
        client.ask("EHLO client.test");
        client.ask("STARTTLS");
        assertThatThrownBy(() -> client.startTls(authority.clientContext(), "old.test"))
            .isInstanceOf(SSLHandshakeException.class)
            .hasRootCauseInstanceOf(CertificateExpiredException.class);
      }
      try (var client = client(world, "clear.test")) {
        client.readReply();
        assertThat(client.ask("EHLO client.test")).doesNotContain("STARTTLS");
      }
      assertThat(world.transcript()).contains("good.test #1 (TLSv1.3)");
    }
  }

  @Test
  void describesAHostStepByStep() throws IOException {
    List<MailEvent> told = new CopyOnWriteArrayList<>();
    try (World world =
        World.builder()
            .host("mx.test", host -> host.rule(Rule.rejectRecipient("a@mx.test", "550 no")))
            .host("mx.test", host -> host.rule(Rule.rejectRecipient("b@mx.test", "450 no")))
            .host("mx.test", host -> host.listener(told::add))
            .records("mx.test. 60 IN TXT \"hello\"")
            .fault(DnsFault.serverFailure().at("broken.test"))
            .start()) {
      assertThat(deliver(world, "a@mx.test")).startsWith("550");
      assertThat(deliver(world, "b@mx.test")).startsWith("450");
      assertThat(deliver(world, "c@mx.test")).startsWith("250");
      assertThat(world.received()).as("the world listens as well").hasSize(1);
      assertThat(told).isNotEmpty();
      assertThat(world.nameServer().zone().toString()).contains("hello");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> world.host("other.test"))
          .withMessage("no host other.test in [mx.test]");
    }
  }

  @Test
  void isLargeAndStillAtOnceThere() throws IOException {
    World.Builder builder = World.builder().startTls(TestCertificates.authority());
    for (int i = 0; i < 300; i++) {
      builder.domain("d" + i + ".test", "mx0.d" + i + ".test", "mx1.d" + i + ".test");
    }
    try (World world = builder.start()) {
      assertThat(addresses(world, "d299.test")).containsExactly("127.77.2.99", "127.77.2.100");
      deliver(world, "ann@d299.test");
      assertThat(world.received()).hasSize(1);
      assertThat(
              world.hosts().stream()
                  .map(name -> world.host(name).port())
                  .collect(Collectors.toSet()))
          .containsExactly(world.port());
    }
  }

  @Test
  void listensAtThePortsThatAreGiven() {
    World first = World.builder().domain("a.test").start();
    int port = first.port();
    int dns = first.nameServer().address().getPort();
    first.close();
    try (World second = World.builder().domain("a.test").port(port).nameServerPort(dns).start()) {
      assertThat(second.port()).isEqualTo(port);
      assertThat(second.nameServer().address().getPort()).isEqualTo(dns);

      assertThatThrownBy(() -> World.builder().domain("a.test").port(port).start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("cannot listen at 127.77.0.1:" + port);
      assertThatThrownBy(() -> World.builder().domain("a.test").nameServerPort(dns).start())
          .hasMessage("cannot listen at 127.0.0.1:" + dns);
    }
  }

  @Test
  void findsAPortThatIsFreeAtAllItsAddresses() throws IOException {
    var worlds = ConcurrentHashMap.<World>newKeySet();
    try {
      IntStream.range(0, 20)
          .parallel()
          .forEach(i -> worlds.add(World.builder().domain("a.test", "b.test", "c.test").start()));
      assertThat(worlds.stream().map(World::port).distinct()).hasSize(20);
    } finally {
      worlds.forEach(World::close);
    }
    assertThat(worlds).allSatisfy(WorldTest::isGone);
  }

  private static void isGone(World world) {
    assertThatThrownBy(() -> new Socket("127.77.0.1", world.port()).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void mayBeWithoutHosts() throws IOException {
    try (World world = World.builder().nullMx("nomail.test").start()) {
      assertThat(world.port()).isZero();
      assertThat(world.hosts()).isEmpty();
      assertThat(world.nameServer().zone().toString()).contains("nomail.test.");
    }
  }
}
