package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN_AND_BOB;
import static dev.packetboat.smtp.Scripts.QUIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Content;
import dev.packetboat.testkit.ScriptedServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LMTP at a Unix domain socket: nothing hangs there either. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalSocketTest {

  private static final Duration SHORT = Duration.ofMillis(200);

  private static final String GREETED =
      """
      S: 220 mx.test LMTP
      C: LHLO client.test
      S: 250-mx.test
      S: 250 PIPELINING
      """;

  private static final String ENVELOPE =
      """
      C: MAIL FROM:<joe@client.test>
      C: RCPT TO:<ann@mx.test>
      C: DATA
      S: 250 ok
      S: 250 ok
      S: 354 go ahead
      """;

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("lmtp");
  }

  private SmtpClient.Builder client() {
    return SmtpClient.lmtp(path())
        .localName("client.test")
        .timeouts(Timeouts.builder().all(Duration.ofSeconds(20)).quit(SHORT).build());
  }

  private LocalDoor doorTo(ScriptedServer server) throws IOException {
    return new LocalDoor(path(), server.host(), server.port());
  }

  @Test
  void aMessageForTwo() throws IOException {
    List<SmtpEvent> told = new ArrayList<>();
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: MAIL FROM:<joe@client.test>
                    C: RCPT TO:<ann@mx.test>
                    C: RCPT TO:<bob@mx.test>
                    C: DATA
                    S: 250 ok
                    S: 250 ok
                    S: 250 ok
                    S: 354 go ahead
                    [content]
                    S: 250 in ann's
                    S: 550 not in bob's
                    """
                    + QUIT);
        var door = doorTo(server);
        var session = client().listener(told::add).connect()) {
      Receipt receipt = session.send(JOE_TO_ANN_AND_BOB, HELLO);

      assertThat(receipt.accepted()).map(Object::toString).containsExactly("ann@mx.test");
      assertThat(session.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
      assertThat(session.remoteAddress().getPort()).isZero();
      assertThat(session.remoteAddress().getHostName()).isEqualTo(path().toString());
      assertThat(told).contains(new SmtpEvent.Connected(session.remoteAddress()));
    }
  }

  // Much more than any buffer between the two takes.
  @Test
  void aLargeMessageComesWhole() throws IOException {
    byte[] line = ("x".repeat(76) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    Content large =
        Content.writing(
            out -> {
              for (int i = 0; i < 50_000; i++) {
                out.write(line);
              }
            });
    try (var server =
            ScriptedServer.play(GREETED + ENVELOPE + "[content]\nS: 250 in the box\n" + QUIT);
        var door = doorTo(server);
        var session = client().connect()) {
      assertThat(session.send(JOE_TO_ANN, large).size()).isEqualTo(50_000L * 78);
    }
  }

  @Test
  void whatNobodyAskedForEndsTheSession() throws IOException {
    try (var server = ScriptedServer.play(GREETED + "S: 250 surplus\n[client closes]\n");
        var door = doorTo(server)) {
      try (var session = client().connect()) {
        var wrong =
            catchThrowableOfType(
                SmtpException.class,
                () -> {
                  while (true) {
                    session.command("NOOP");
                  }
                });
        assertThat(wrong).isInstanceOf(SmtpException.ProtocolViolation.class);
        assertThat(session.isUsable()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "platform"})
  void aSilentServerIsGivenUpInTime(String kind) throws Exception {
    ThreadFactory threads =
        kind.equals("virtual") ? Thread.ofVirtual().factory() : Thread.ofPlatform().factory();
    Timeouts impatient = Timeouts.builder().contentEnd(SHORT).quit(SHORT).build();
    try (var server = ScriptedServer.play(GREETED + ENVELOPE + "[content]\n[stall]\n");
        var door = doorTo(server)) {
      FutureTask<SmtpException> sending =
          new FutureTask<>(
              () -> {
                try (var session = client().timeouts(impatient).connect()) {
                  return catchThrowableOfType(
                      SmtpException.TimedOut.class, () -> session.send(JOE_TO_ANN, HELLO));
                }
              });
      threads.newThread(sending).start();

      assertThat(sending.get(30, TimeUnit.SECONDS).acceptance()).isEqualTo(Acceptance.UNKNOWN);
    }
  }

  @Test
  void aServerThatReadsNothingIsGivenUpInTime() throws IOException {
    Timeouts impatient = Timeouts.builder().block(SHORT).quit(SHORT).build();
    Content endless = Content.of("x".repeat(76).concat("\r\n").repeat(200_000));
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path()));
      Thread server =
          Thread.startVirtualThread(
              () -> {
                try {
                  var channel = listener.accept();
                  ByteBuffer octets = ByteBuffer.allocate(1000);
                  for (String reply : List.of("220 x", "250 x", "250 ok", "250 ok", "354 go")) {
                    channel.write(StandardCharsets.US_ASCII.encode(reply + "\r\n"));
                    if (reply.startsWith("2")) {
                      channel.read(octets.clear());
                    }
                  }
                  Thread.currentThread().join(Duration.ofSeconds(30));
                } catch (IOException | InterruptedException over) {
                  // The test is over.
                }
              });
      try (var session = client().timeouts(impatient).connect()) {
        var late =
            catchThrowableOfType(
                SmtpException.TimedOut.class, () -> session.send(JOE_TO_ANN, endless));

        assertThat(late.phase()).isEqualTo(Phase.CONTENT);
        assertThat(late.acceptance()).isEqualTo(Acceptance.NO);
      } finally {
        server.interrupt();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancel", "close", "interrupt"})
  void itCanBeEndedFromAnotherThread(String how) throws Exception {
    try (var server = ScriptedServer.play(GREETED + ENVELOPE + "[content]\n[stall end]\n");
        var door = doorTo(server);
        var session = client().connect()) {
      FutureTask<SmtpException.Cancelled> sending =
          new FutureTask<>(
              () ->
                  catchThrowableOfType(
                      SmtpException.Cancelled.class, () -> session.send(JOE_TO_ANN, HELLO)));
      Thread sender = Thread.startVirtualThread(sending);
      server.awaitReached("end");
      switch (how) {
        case "cancel" -> session.cancel();
        case "close" -> session.close();
        default -> sender.interrupt();
      }

      assertThat(sending.get(30, TimeUnit.SECONDS).acceptance()).isEqualTo(Acceptance.UNKNOWN);
    }
  }

  /** Who listens, and lets nobody in. */
  @Test
  void aDoorThatStaysShutIsGivenUpInTime() throws IOException {
    Timeouts impatient = Timeouts.builder().connect(SHORT).build();
    List<SocketChannel> crowd = new ArrayList<>();
    var address = UnixDomainSocketAddress.of(path());
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address, 1);
      while (isLetIn(address, crowd)) {}
      var failed =
          catchThrowableOfType(
              SmtpException.ConnectFailed.class, () -> client().timeouts(impatient).connect());

      assertThat(failed).hasMessage("could not connect to " + path() + ": timed out");
    } finally {
      for (SocketChannel one : crowd) {
        one.close();
      }
    }
  }

  private static boolean isLetIn(UnixDomainSocketAddress address, List<SocketChannel> crowd)
      throws IOException {
    SocketChannel one = SocketChannel.open(StandardProtocolFamily.UNIX);
    crowd.add(one);
    one.configureBlocking(false);
    try {
      return one.connect(address);
    } catch (IOException full) {
      return false;
    }
  }

  @Test
  void whereNobodyListensItSaysSo() {
    var failed = catchThrowableOfType(SmtpException.ConnectFailed.class, () -> client().connect());

    assertThat(failed).hasMessageContaining("could not connect to " + path());
    assertThat(failed.attempts()).hasSize(1);
  }

  @Test
  void thereIsNoTlsAndNoProxy() {
    assertThatIllegalStateException().isThrownBy(() -> client().tls(TlsMode.REQUIRED).build());
    assertThatIllegalStateException()
        .isThrownBy(() -> client().proxy(ProxyServer.socks5("proxy.test", 1080)).build());
    assertThat(client().host("mx.test").tls(TlsMode.REQUIRED).build().host())
        .as("a host is reached by TCP")
        .isEqualTo("mx.test");
  }

  @Test
  void aCopyLeadsToTheSamePlace() {
    assertThat(client().build().toBuilder().build().host()).isEqualTo(path().toString());
    assertThatIllegalStateException()
        .isThrownBy(() -> client().build().toBuilder().tls(TlsMode.REQUIRED).build());
  }
}
