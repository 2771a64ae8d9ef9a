package dev.packetboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The examples of the documentation, which javadoc compares with the regions here. */
class ExamplesTest {

  @Test
  void script() throws IOException {
    // @start region=script :
    try (var server =
        ScriptedServer.play(
            """
            S: 220 mx.test ready
            C: EHLO client.test
            S: 250-mx.test
            S: 250 PIPELINING
            C: MAIL FROM:<joe@client.test>
            C: RCPT TO:<ann@mx.test>
            C: DATA
            S: 250 sender ok
            S: 550 5.1.1 no such user
            S: 503 no recipients
            C: QUIT
            S: 221 bye
            """)) {
      sendGroup(server.host(), server.port());
    } // close() throws AssertionError where the client left the script
    // @end
  }

  @Test
  void mailServer() throws IOException {
    // @start region=mail-server :
    try (MailServer server = MailServer.builder().name("mx.example").sizeLimit(1 << 20).start()) {
      send(server.host(), server.port());
      assertThat(server.awaitMessages(1, Duration.ofSeconds(5))).hasSize(1);
    }
    // @end
  }

  @Test
  void received() throws IOException {
    Rule nobody = Rule.rejectRecipient("nobody@mx.test", "550 5.1.1 no such user");
    try (MailServer server = MailServer.builder().rule(nobody).start()) {
      send(server.host(), server.port());
      // @start region=received :
      ReceivedMessage message = server.awaitMessages(1, Duration.ofSeconds(5)).getFirst();
      assertThat(message.sender()).isEqualTo("joe@client.test");
      assertThat(message.recipients()).containsExactly("ann@mx.test");
      assertThat(message.text()).contains("Subject: hello\r\n");
      // @end
    }
  }

  @Test
  void rules() {
    // @start region=rules :
    MailServer server =
        MailServer.builder()
            .rule(Rule.rejectRecipient("nobody@mx.test", "550 5.1.1 no such user"))
            .rule(Rule.replyTo(Moment.MAIL, "451 4.3.0 later").first(2))
            .rule(Rule.loseReplyTo(Moment.END_OF_CONTENT).after(5))
            .start();
    // @end
    server.close();
    assertThat(server.received()).isEmpty();
  }

  @Test
  void certificates() throws IOException {
    // @start region=certificates :
    TestCertificates authority = TestCertificates.authority();
    TestIdentity mx = authority.server("mx.test", "127.0.0.1");
    SSLContext server = mx.sslContext();
    SSLContext client = authority.clientContext(); // trusts this authority and no other
    // @end
    try (var scripted = ScriptedServer.script("[tls]\nS: 220 hello").tls(server).start();
        var raw = RawClient.of(scripted)) {
      raw.startTls(client, "mx.test");
      assertThat(raw.readLine()).isEqualTo("220 hello");
    }
  }

  @Test
  void dialogue() throws IOException {
    // @start region=dialogue :
    Dialogue dialogue =
        Dialogue.builder()
            .send("220 mx.test\r\n")
            .expect("^EHLO ")
            .send("250 mx.test\r\n")
            .perhaps("^NOOP", "250 ok\r\n")
            .expect("^MAIL FROM:<joe@client\\.test>")
            .send("451 later\r\n")
            .mustNotSend("^DATA")
            .build();
    // @end
    // @start region=dialogue-server :
    try (DialogueServer server = DialogueServer.play(dialogue)) {
      sendUntilRefused(server.host(), server.port());
      assertThat(server.report().faults()).isEmpty();
    }
    // @end
  }

  @Test
  void zone() {
    // @start region=zone :
    Zone zone =
        Zone.of(
                """
                $TTL 300
                bigcorp.test.      IN MX  10 mx0.bigcorp.test.
                bigcorp.test.      IN MX  20 mx1.bigcorp.test.
                mx0.bigcorp.test.  IN A   127.0.0.1
                """)
            .a("mx1.bigcorp.test", "127.0.0.2")
            .nullMx("nomail.test");
    // @end
    assertThat(zone.toString().lines()).hasSize(5);
  }

  @Test
  void nameServer() throws IOException {
    // @start region=name-server :
    Zone zone = new Zone().mx("bigcorp.test", 10, "mx.bigcorp.test");
    try (NameServer server = NameServer.serving(zone.a("mx.bigcorp.test", "127.0.0.1"))) {
      lookUp("bigcorp.test", server.address());
      assertThat(server.questions())
          .containsExactly(new DnsQuestion("bigcorp.test", "MX", DnsQuestion.Transport.UDP));
    }
    // @end
  }

  @Test
  void dnsFaults() {
    // @start region=dns-faults :
    NameServer server =
        NameServer.builder()
            .records("bigcorp.test. 300 IN MX 10 mx.bigcorp.test.")
            .fault(DnsFault.serverFailure().at("bigcorp.test").type("MX").first(2))
            .fault(DnsFault.silence().below("quiet.test"))
            .start();
    // @end
    server.close();
    assertThat(server.questions()).isEmpty();
  }

  @Test
  void world() throws IOException {
    // @start region=world :
    try (World world =
        World.builder()
            .domain("bigcorp.test", "mx0.bigcorp.test", "mx1.bigcorp.test") // in this order
            .domain("tiny.test") // has no exchanger: takes its mail itself
            .nullMx("nomail.test")
            .host("mx0.bigcorp.test", host -> host.down())
            .host("mx1.bigcorp.test", host -> host.rule(Rule.replyTo(Moment.RSET, "502 no")))
            .start()) {

      deliver("ann@bigcorp.test", world.nameServer().address(), world.port());

      ReceivedMessage message = world.awaitMessages(1, Duration.ofSeconds(5)).getFirst();
      assertThat(message.takenBy()).isEqualTo("mx1.bigcorp.test");
    }
    // @end
  }

  @Test
  void everything() throws IOException {
    // @start region=everything :
    TestCertificates authority = TestCertificates.authority();
    try (MailServer server =
        MailServer.builder()
            .implicitTls(authority.server("localhost", "127.0.0.1"))
            .extensions(Extension.PIPELINING, Extension.SIZE)
            .rule(Rule.rejectRecipient("nobody@mx.test", "550 5.1.1 no such user"))
            .rule(Rule.replyTo(Moment.MAIL, "451 4.3.0 disk full").first(1))
            .start()) {

      send(server.host(), server.port(), authority.clientContext());

      ReceivedMessage message = server.awaitMessages(1, Duration.ofSeconds(5)).getFirst();
      assertThat(message.recipients()).containsExactly("ann@mx.test");
      assertThat(message.tls()).isPresent();
    }
    // @end
  }

  private static void deliver(String recipient, InetSocketAddress nameServer, int port)
      throws IOException {
    RawMailer.deliver(recipient, nameServer, port);
  }

  private static void lookUp(String domain, InetSocketAddress server) throws IOException {
    var question = Record.newRecord(Name.fromString(domain, Name.root), Type.MX, DClass.IN);
    var resolver = new SimpleResolver(server);
    resolver.send(Message.newQuery(question));
  }

  private static void sendGroup(String host, int port) throws IOException {
    try (var client = new RawClient(host, port)) {
      client.readReply();
      client.ask("EHLO client.test");
      client.ask("MAIL FROM:<joe@client.test>\r\nRCPT TO:<ann@mx.test>\r\nDATA");
      client.readReply();
      client.readReply();
      client.ask("QUIT");
    }
  }

  private static void sendUntilRefused(String host, int port) throws IOException {
    try (var client = new RawClient(host, port)) {
      client.readReply();
      client.ask("EHLO client.test");
      client.ask("MAIL FROM:<joe@client.test>");
      client.ask("QUIT");
    }
  }

  private static void send(String host, int port) throws IOException {
    try (var client = new RawClient(host, port)) {
      converse(client);
    }
  }

  private static void send(String host, int port, SSLContext context) throws IOException {
    try (var client = new RawClient(host, port)) {
      client.startTls(context, host);
      converse(client);
    }
  }

  private static void converse(RawClient client) throws IOException {
    client.readReply();
    client.ask("EHLO client.test");
    while (!client.ask("MAIL FROM:<joe@client.test>").startsWith("2")) {
      client.ask("NOOP"); // the first answers may be refusals
    }
    client.ask("RCPT TO:<nobody@mx.test>");
    client.ask("RCPT TO:<ann@mx.test>");
    client.ask("DATA");
    client.ask("Subject: hello\r\n\r\nHello\r\n.");
  }
}
