package dev.packetboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A mail server that goes down, goes dark and comes up again. */
class ReachabilityTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static void connect(MailServer server, int milliseconds) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.host(), server.port()), milliseconds);
    }
  }

  @Test
  void refusesConnectionsWhileItIsDown() throws IOException {
    try (var server = MailServer.builder().down().start()) {
      int port = server.port();
      assertThatThrownBy(() -> connect(server, 0)).isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close())
          .as("nobody else gets its port")
          .isInstanceOf(BindException.class);

      server.comeUp();
      assertThat(server.port()).isEqualTo(port);
      try (var client = RawClient.of(server)) {
        assertThat(client.readReply()).startsWith("220");
      }
    }
  }

  @Test
  void endsAllConnectionsWhenItGoesDown() throws IOException {
    try (var server =
        MailServer.builder()
            .rule(Rule.stallAt(Moment.HELP))
            .rule(Rule.delay(Moment.NOOP, Duration.ofDays(1)))
            .start()) {
      try (var idle = RawClient.of(server);
          var stalled = RawClient.of(server);
          var waiting = RawClient.of(server)) {
        idle.readReply();
        stalled.sendLine("HELP");
        waiting.sendLine("NOOP");
        server.awaitEvent(said -> said.toString().contains("HELP"), SOON);
        server.awaitEvent(said -> said.toString().contains("NOOP"), SOON);
        server.goDown();
        assertThat(server.connections()).isZero();
        assertThat(idle.readReply()).isEmpty();
        assertThatThrownBy(() -> connect(server, 0)).isInstanceOf(ConnectException.class);
      }
      server.comeUp();
      RawClient.of(server).close();
      assertThat(server.awaitEvent(event -> event.connection() == 4, SOON))
          .as("connections are counted on")
          .isInstanceOf(MailEvent.Connected.class);
    }
  }

  @Test
  void goesDownByTheHandOfItsOwnConnection() throws IOException {
    MailServer[] itself = new MailServer[1];
    try (var server =
        MailServer.builder()
            .listener(
                event -> {
                  if (event instanceof MailEvent.Received) {
                    itself[0].goDown();
                  }
                })
            .start()) {
      itself[0] = server;
      try (var client = RawClient.of(server)) {
        client.readReply();
        client.ask("EHLO client.test");
        client.ask("MAIL FROM:<>");
        client.ask("RCPT TO:<ann@mx.test>");
        client.ask("DATA");
        assertThat(lastReply(client.send("Hello\r\n.\r\n"))).isEmpty();
      }
      assertThat(server.received()).hasSize(1);
      assertThatThrownBy(() -> connect(server, 0)).isInstanceOf(ConnectException.class);
    }
  }

  private static String lastReply(RawClient client) {
    try {
      return client.readReply();
    } catch (IOException reset) {
      return "";
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems may let clients in")
  void answersNothingWhileItIsDark() throws IOException {
    try (var server = MailServer.builder().dark().start()) {
      assertThatThrownBy(() -> connect(server, 100)).isInstanceOf(SocketTimeoutException.class);
      server.comeUp();
      connect(server, 0);
      server.goDark(server.addresses().getFirst());
      assertThatThrownBy(() -> connect(server, 100)).isInstanceOf(SocketTimeoutException.class);
      server.goDown();
      assertThatThrownBy(() -> connect(server, 0)).isInstanceOf(ConnectException.class);
      server.goDark();
      assertThatThrownBy(() -> connect(server, 100)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void staysClosed() throws IOException {
    var server = MailServer.start();
    server.close();
    server.goDown();
    server.comeUp();
    assertThatThrownBy(() -> connect(server, 0)).isInstanceOf(ConnectException.class);
    new ServerSocket(server.port(), 1, InetAddress.getLoopbackAddress()).close();
  }

  @Test
  void listensAtEachOfItsAddresses() throws IOException {
    List<InetAddress> addresses =
        List.of(InetAddress.getByName("127.77.0.1"), InetAddress.getByName("127.77.0.2"));
    try (var server = MailServer.builder().addresses(addresses).start()) {
      assertThat(server.addresses()).isEqualTo(addresses);
      new RawClient("127.77.0.2", server.port()).close();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.goDown(InetAddress.getByName("127.77.0.3")))
          .withMessageContaining("/127.77.0.3 is none of ");
      assertThatThrownBy(
              () -> MailServer.builder().addresses(addresses).port(server.port()).start())
          .isInstanceOf(UncheckedIOException.class);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MailServer.builder().addresses(List.of()));
  }
}
