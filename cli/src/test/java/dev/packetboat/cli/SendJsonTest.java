package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.ReceivedMessage;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code send --json}: the objects word for word, and the exit status that goes with them. */
class SendJsonTest {

  private static final String LETTER =
      """
      From: Joe <joe@client.test>
      To: ann@mx.test, bob@mx.test
      Bcc: eve@mx.test
      Subject: hello
      Message-ID: <1@client.test>

      Hello.
      .
      """;

  @TempDir private Path folder;
  private String letter = "";

  @BeforeEach
  void writeLetter() throws IOException {
    letter = Files.writeString(folder.resolve("letter.eml"), LETTER).toString();
  }

  private Ran send(int port, String... more) {
    var args = new java.util.ArrayList<>(java.util.List.of("send", "--json", "--tls", "none"));
    args.addAll(java.util.List.of("--relay", "127.0.0.1:" + port));
    args.addAll(java.util.List.of(more));
    return Ran.with(Map.of(), LETTER, args.toArray(String[]::new));
  }

  private String head(String status, int size) {
    return "{\"message\":\""
        + letter
        + "\",\"messageId\":\"<1@client.test>\",\"from\":\"joe@client.test\",\"size\":"
        + size
        + ",\"status\":\""
        + status
        + "\",\"recipients\":[";
  }

  private static String recipient(
      String address, String status, int port, int code, String enhanced, String reply) {
    return ("{\"address\":\"%s\",\"status\":\"%s\",\"host\":\"127.0.0.1\",\"ip\":\"127.0.0.1\",\"port\":%d,\"code\":%d,"
            + "\"enhanced\":%s,\"reply\":\"%s\",\"tls\":null,\"reason\":null,\"attempts\":[]}")
        .formatted(
            address,
            status,
            port,
            code,
            enhanced.isEmpty() ? "null" : "\"" + enhanced + "\"",
            reply);
  }

  @Test
  void allDelivered() {
    try (var server = MailServer.start()) {
      Ran ran = send(server.port(), letter);

      assertThat(ran.status()).isZero();
      assertThat(ran.err()).isEmpty();
      String said = "2.0.0 ok: queued as 1";
      assertThat(ran.outLines())
          .containsExactly(
              head("delivered", LETTER.length() + 7 - "Bcc: eve@mx.test\n".length())
                  + recipient("ann@mx.test", "delivered", server.port(), 250, "2.0.0", said)
                  + ","
                  + recipient("bob@mx.test", "delivered", server.port(), 250, "2.0.0", said)
                  + ","
                  + recipient("eve@mx.test", "delivered", server.port(), 250, "2.0.0", said)
                  + "]}");
      assertThat(new String(server.received().get(0).content(), StandardCharsets.UTF_8))
          .isEqualTo(LETTER.replace("Bcc: eve@mx.test\n", "").replace("\n", "\r\n"));
    }
  }

  @Test
  void oneRefused() {
    try (var server =
        MailServer.builder()
            .rule(Rule.rejectRecipient("bob@mx.test", "550 no such user"))
            .start()) {
      Ran ran = send(server.port(), letter);

      assertThat(ran.status()).isEqualTo(69);
      assertThat(ran.out())
          .contains("\"status\":\"partial\"")
          .contains(recipient("bob@mx.test", "failed", server.port(), 550, "", "no such user"))
          .contains("\"address\":\"ann@mx.test\",\"status\":\"delivered\"");
    }
  }

  @Test
  void allDeferred() {
    try (var server =
        MailServer.builder().rule(Rule.replyTo(Moment.MAIL, "451 4.3.2 later")).start()) {
      Ran ran = send(server.port(), letter);

      assertThat(ran.status()).isEqualTo(75);
      assertThat(ran.out())
          .contains(head("deferred", 0))
          .contains(
              recipient("ann@mx.test", "deferred", server.port(), 451, "4.3.2", "4.3.2 later"));
    }
  }

  @Test
  void refusedAtTheEnd() {
    try (var server =
        MailServer.builder().rule(Rule.replyTo(Moment.END_OF_CONTENT, "554 5.6.0 spam")).start()) {
      Ran ran = send(server.port(), letter);

      assertThat(ran.status()).isEqualTo(69);
      assertThat(ran.out()).contains("\"status\":\"failed\"").contains("\"reply\":\"5.6.0 spam\"");
    }
  }

  @Test
  void inDoubt() {
    try (var server = MailServer.builder().rule(Rule.loseReplyTo(Moment.END_OF_CONTENT)).start()) {
      Ran ran = send(server.port(), letter);

      assertThat(ran.status()).isEqualTo(74);
      assertThat(ran.out())
          .contains(head("unknown", LETTER.length() + 7 - "Bcc: eve@mx.test\n".length()))
          .contains("\"code\":null")
          .contains("\"host\":null");
      assertThat(server.received()).as("it was taken, and is not sent again").hasSize(1);
    }
  }

  @Test
  void nobodyThere() throws IOException {
    int closed;
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = listener.getLocalPort();
    }
    Ran ran = send(closed, "--to", "ann@mx.test", letter);

    assertThat(ran.status()).isEqualTo(75);
    assertThat(ran.out())
        .contains(
            "\"host\":null,\"ip\":null,\"port\":null,\"code\":null,\"enhanced\":\"4.4.1\",\"reply\":null")
        .contains(
            "\"attempts\":[{\"host\":\"127.0.0.1\",\"ip\":\"127.0.0.1\",\"error\":\"connection refused\"}]");
  }

  @Test
  void textThatIsNoAddressFailsAlone() throws IOException {
    String odd =
        Files.writeString(
                folder.resolve("odd.eml"),
                "From: joe@client.test\nTo: ann@mx.test, this is nobody\n\nHello\n")
            .toString();
    try (var server = MailServer.start()) {
      Ran ran = send(server.port(), odd);

      assertThat(ran.status()).isEqualTo(69);
      assertThat(ran.out())
          .contains("\"address\":\"ann@mx.test\",\"status\":\"delivered\"")
          .contains("\"address\":\"this is nobody\",\"status\":\"failed\",\"host\":null")
          .contains("\"enhanced\":\"5.1.3\"");
      assertThat(server.received().get(0).recipients()).containsExactly("ann@mx.test");
    }
  }

  @Test
  void tooBigForTheServer() {
    try (var server = MailServer.builder().sizeLimit(10).start()) {
      Ran ran = send(server.port(), letter);

      assertThat(ran.status()).isEqualTo(69);
      assertThat(ran.out()).contains("\"enhanced\":\"5.3.4\",\"reply\":null");
    }
  }

  @Test
  void standardInput() {
    try (var server = MailServer.start()) {
      Ran ran = send(server.port(), "--from", "<>", "--to", "zoe@mx.test", "-");

      assertThat(ran.status()).isZero();
      assertThat(ran.out()).startsWith("{\"message\":\"-\",").contains("\"from\":\"\"");
      assertThat(server.received().get(0).sender()).isEmpty();
      assertThat(server.received().get(0).recipients()).containsExactly("zoe@mx.test");
      assertThat(server.received().get(0).text()).doesNotContain("Bcc");
    }
  }

  @Test
  void severalMessagesGoOverOneConnection() {
    try (var server = MailServer.start()) {
      Ran ran = send(server.port(), letter, letter, letter);

      assertThat(ran.status()).isZero();
      assertThat(ran.outLines()).hasSize(3);
      assertThat(server.received())
          .extracting(ReceivedMessage::connection)
          .containsOnly(server.received().get(0).connection());
    }
  }

  @Test
  void severalMessagesGoOverSeveralConnections() {
    try (var server = MailServer.start()) {
      Ran ran = send(server.port(), "--connections", "3", letter, letter, letter, letter, letter);

      assertThat(ran.status()).isZero();
      assertThat(server.received()).hasSize(5);
    }
  }

  @Test
  void afterALostLineTheNextMessageGetsANewConnection() {
    try (var server = MailServer.builder().rule(Rule.dropAt(Moment.DATA).first(1)).start()) {
      Ran ran = send(server.port(), letter, letter);

      assertThat(ran.status()).isEqualTo(75);
      assertThat(ran.outLines().get(0)).contains("\"status\":\"deferred\"");
      assertThat(ran.outLines().get(1)).contains("\"status\":\"delivered\"");
    }
  }

  @Test
  void aWrongPasswordStopsTheRun() {
    try (var server =
        ScriptedServer.play(
            """
            S: 220 x
            C: EHLO me.test
            S: 250-x
            S: 250 AUTH CRAM-MD5
            C: AUTH CRAM-MD5
            S: 334 aGVsbG8=
            C~ .*
            S: 535 5.7.8 wrong
            C: QUIT
            S: 221 bye
            """)) {
      Ran ran =
          Ran.with(
              Map.of("SECRET", "open sesame"),
              "",
              "send",
              "--json",
              "--trace",
              "--tls",
              "none",
              "--helo",
              "me.test",
              "--relay",
              "127.0.0.1:" + server.port(),
              "--user",
              "joe",
              "--password-env",
              "SECRET",
              letter,
              letter);

      assertThat(ran.status()).isEqualTo(77);
      assertThat(ran.outLines()).hasSize(2);
      assertThat(ran.outLines().get(0)).contains("535 5.7.8 wrong");
      assertThat(ran.outLines().get(1)).contains("not attempted");
      assertThat(ran.out() + ran.err()).doesNotContain("open sesame");
    }
  }

  @Test
  void notificationsAreAskedFor() {
    try (var server = MailServer.start()) {
      Ran ran =
          send(
              server.port(),
              "--notify",
              "success,delay",
              "--return",
              "headers",
              "--envid",
              "QQ 1",
              letter);

      assertThat(ran.status()).isZero();
      var received = server.received().get(0);
      assertThat(received.senderParameters())
          .containsEntry("RET", "HDRS")
          .containsEntry("ENVID", "QQ+201");
      assertThat(received.recipientParameters("ann@mx.test"))
          .containsEntry("NOTIFY", "SUCCESS,DELAY");
    }
  }
}
