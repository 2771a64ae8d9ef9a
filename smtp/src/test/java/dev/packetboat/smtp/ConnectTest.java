package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.GREETED;
import static dev.packetboat.smtp.Scripts.QUIT;
import static dev.packetboat.smtp.Scripts.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Which addresses are connected to, and from where. */
class ConnectTest {

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static HostResolver fixed(String... literals) {
    return host -> List.of(literals).stream().map(ConnectTest::address).toList();
  }

  private static SmtpClient.Builder named(ScriptedServer server) {
    return SmtpClient.relay("mx.test").port(server.port()).localName("client.test");
  }

  @Test
  void theNextAddressIsTriedWhenOneRefuses() throws SmtpException {
    try (var server = ScriptedServer.play(GREETED + QUIT);
        var session =
            named(server).hostResolver(fixed("::1", "127.0.0.2", "127.0.0.1")).connect()) {
      assertThat(session.remoteAddress().getAddress()).isEqualTo(address("127.0.0.1"));
    }
  }

  @Test
  void anAddressThatRefusedIsToldThoughAnotherAnswered() throws SmtpException {
    var failed = new CopyOnWriteArrayList<ConnectAttempt>();
    SmtpListener listener =
        event -> {
          if (event instanceof SmtpEvent.NotConnected not) {
            failed.add(not.attempt());
          }
        };
    try (var server = ScriptedServer.play(GREETED + QUIT)) {
      named(server)
          .hostResolver(fixed("127.0.0.2", "127.0.0.1"))
          .listener(listener)
          .connect()
          .close();

      assertThat(failed)
          .containsExactly(
              new ConnectAttempt(
                  new InetSocketAddress("127.0.0.2", server.port()), "connection refused"));
    }
  }

  // RFC 8305 §4
  @Test
  void familiesAreInterleaved() throws SmtpException {
    var tried = new CopyOnWriteArrayList<String>();
    SmtpListener listener =
        event -> {
          if (event instanceof SmtpEvent.Connecting connecting) {
            tried.add(connecting.address().getAddress().getHostAddress());
          }
        };
    try (var server = ScriptedServer.play(GREETED + QUIT)) {
      named(server)
          .hostResolver(fixed("127.0.0.3", "127.0.0.2", "127.0.0.1", "::1"))
          .listener(listener)
          .connect()
          .close();
    }
    assertThat(tried).containsExactly("127.0.0.3", "0:0:0:0:0:0:0:1", "127.0.0.2", "127.0.0.1");
  }

  @Test
  void whenNoAddressAnswersEachIsToldWithItsReason() throws IOException {
    int closed;
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = listener.getLocalPort();
    }
    var failed =
        catchThrowableOfType(
            SmtpException.ConnectFailed.class,
            () ->
                SmtpClient.relay("mx.test")
                    .port(closed)
                    .hostResolver(fixed("127.0.0.1", "127.0.0.2"))
                    .connect());

    assertThat(failed.attempts())
        .extracting(ConnectAttempt::error)
        .containsOnly("connection refused");
    assertThat(failed.attempts())
        .extracting(attempt -> attempt.address().getAddress().getHostAddress())
        .containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2");
    assertThat(failed)
        .hasMessageContaining("mx.test")
        .hasMessageContaining("127.0.0.2 port " + closed);
    assertThat(failed.acceptance()).isEqualTo(Acceptance.NO);
  }

  @Test
  void aNameThatDoesNotExistIsToldAsThat() {
    HostResolver nowhere =
        host -> {
          throw new UnknownHostException(host);
        };
    var failed =
        catchThrowableOfType(
            SmtpException.ConnectFailed.class,
            () -> SmtpClient.relay("mx.test").hostResolver(nowhere).connect());

    assertThat(failed).hasMessageContaining("mx.test").hasMessageContaining("no such host");
    assertThat(failed.attempts()).isEmpty();
  }

  @Test
  void aSourceAddressIsConnectedFrom() throws SmtpException {
    try (var server = ScriptedServer.play("S: 220 x\nC: EHLO [127.0.0.9]\nS: 250 x\n" + QUIT)) {
      SmtpClient.relay(server.host())
          .port(server.port())
          .sourceAddress(address("127.0.0.9"))
          .connect()
          .close();
    }
  }

  @Test
  void aSourceAddressOfAnotherFamilyIsAnError() {
    var failed =
        catchThrowableOfType(
            SmtpException.ConnectFailed.class,
            () -> SmtpClient.relay("127.0.0.1").sourceAddress(address("::1")).connect());

    assertThat(failed).hasMessageContaining("source address");
  }

  @Test
  void eventsComeInOrder() throws SmtpException {
    var events = new CopyOnWriteArrayList<String>();
    try (var server =
        ScriptedServer.play(
            GREETED
                + """
                C: MAIL FROM:<joe@client.test>
                S: 250 ok
                C: RCPT TO:<ann@mx.test>
                S: 250 ok
                C: DATA
                S: 354 go ahead
                [content]
                S: 250 ok
                """
                + QUIT)) {
      try (var session =
          client(server)
              .listener(event -> events.add(event.getClass().getSimpleName()))
              .connect()) {
        session.send(Scripts.JOE_TO_ANN, Scripts.HELLO);
      }
    }
    assertThat(events)
        .containsExactly(
            "Connecting",
            "Connected",
            "Greeted",
            "Offered",
            "SenderAnswered",
            "RecipientAnswered",
            "ContentProgress",
            "ContentEnding",
            "Accepted",
            "Closed");
  }

  @Test
  void progressTellsOctetsTotalAndRate() throws SmtpException {
    var progress = new CopyOnWriteArrayList<SmtpEvent.ContentProgress>();
    SmtpListener listener =
        event -> {
          if (event instanceof SmtpEvent.ContentProgress part) {
            progress.add(part);
          }
        };
    var large = dev.packetboat.mail.Content.of(("x".repeat(62) + "\r\n").repeat(8192));
    try (var server = dev.packetboat.testkit.MailServer.start();
        var session =
            SmtpClient.relay(server.host()).port(server.port()).listener(listener).connect()) {
      session.send(Scripts.JOE_TO_ANN, large);
    }
    assertThat(progress)
        .hasSizeGreaterThan(1)
        .isSortedAccordingTo(java.util.Comparator.comparingLong(SmtpEvent.ContentProgress::sent));
    assertThat(progress).allSatisfy(part -> assertThat(part.total()).hasValue(64 * 8192));
    assertThat(progress.getLast().sent()).isEqualTo(64 * 8192);
    assertThat(progress.getLast().rate()).isPositive();
  }
}
