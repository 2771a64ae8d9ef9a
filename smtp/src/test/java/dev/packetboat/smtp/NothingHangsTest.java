package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.GREETED;
import static dev.packetboat.smtp.Scripts.GREETED_PIPELINING;
import static dev.packetboat.smtp.Scripts.HELLO;
import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Content;
import dev.packetboat.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every wait has an end: by its deadline, by cancel, by close from another thread, by interrupt.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NothingHangsTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String ENVELOPE =
      GREETED_PIPELINING
          + """
          C: MAIL FROM:<joe@client.test>
          C: RCPT TO:<ann@mx.test>
          C: DATA
          """;
  private static final String GRANTED = "S: 250 ok\nS: 250 ok\nS: 354 go ahead\n";

  private static final Content LARGE =
      Content.writing(
          out -> {
            byte[] line = ("x".repeat(76) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 500_000; i++) {
              out.write(line);
            }
          });

  static Stream<Arguments> silences() {
    return Stream.of(
        silence(Phase.GREETING, "[stall]", Acceptance.NO),
        silence(Phase.EHLO, "S: 220 x\nC: EHLO client.test\n[stall]", Acceptance.NO),
        silence(Phase.MAIL, GREETED + "C: MAIL FROM:<joe@client.test>\n[stall]", Acceptance.NO),
        silence(Phase.RCPT, ENVELOPE + "S: 250 ok\n[stall]", Acceptance.NO),
        silence(Phase.DATA, ENVELOPE + "S: 250 ok\nS: 250 ok\n[stall]", Acceptance.NO),
        silence(Phase.CONTENT_END, ENVELOPE + GRANTED + "[content]\n[stall]", Acceptance.UNKNOWN));
  }

  private static Arguments silence(Phase phase, String script, Acceptance acceptance) {
    return Arguments.of(phase, script, acceptance);
  }

  private static Timeouts onlyShort(Phase phase) {
    Timeouts.Builder timeouts = Timeouts.builder().quit(SHORT);
    Function<Duration, Timeouts.Builder> setter =
        switch (phase) {
          case GREETING -> timeouts::greeting;
          case DATA -> timeouts::data;
          case CONTENT -> timeouts::block;
          case CONTENT_END -> timeouts::contentEnd;
          default -> timeouts::command;
        };
    return setter.apply(SHORT).build();
  }

  @ParameterizedTest(name = "at {0}")
  @MethodSource("silences")
  void aSilentServerIsGivenUpInEveryPhase(Phase phase, String script, Acceptance acceptance) {
    try (var server = ScriptedServer.play(script)) {
      var late =
          catchThrowableOfType(
              SmtpException.TimedOut.class,
              () -> {
                try (var session = Scripts.client(server).timeouts(onlyShort(phase)).connect()) {
                  session.send(JOE_TO_ANN, HELLO);
                }
              });

      assertThat(late.phase()).isEqualTo(phase);
      assertThat(late.acceptance()).isEqualTo(acceptance);
    }
  }

  // A deadline is for the whole reply: each octet in time is still too late.
  @Test
  void aReplyThatTricklesIsGivenUp() throws SmtpException {
    try (var server = new TricklingServer();
        var session =
            SmtpClient.relay("127.0.0.1")
                .port(server.port())
                .timeouts(onlyShort(Phase.EHLO))
                .connect()) {
      var late = catchThrowableOfType(SmtpException.TimedOut.class, session::noop);

      assertThat(late.phase()).isEqualTo(Phase.COMMAND);
    } catch (IOException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Test
  void aServerThatStopsReadingAmidALargeMessageIsGivenUp() throws SmtpException {
    try (var server = ScriptedServer.play(ENVELOPE + GRANTED + "[stall]");
        var session = Scripts.client(server).timeouts(onlyShort(Phase.CONTENT)).connect()) {
      var late =
          catchThrowableOfType(SmtpException.TimedOut.class, () -> session.send(JOE_TO_ANN, LARGE));

      assertThat(late.phase()).isEqualTo(Phase.CONTENT);
      assertThat(late.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(session.isUsable()).isFalse();
    }
  }

  @Test
  void aQuitThatIsNeverAnsweredIsNotWaitedFor() throws SmtpException {
    try (var server = ScriptedServer.play(GREETED + "C: QUIT\n[stall]")) {
      var session =
          Scripts.client(server).timeouts(Timeouts.builder().quit(SHORT).build()).connect();
      session.close();

      assertThat(session.isUsable()).isFalse();
    }
  }

  @Test
  void aNameThatIsNeverLookedUpIsGivenUp() {
    var never = new CountDownLatch(1);
    HostResolver stuck =
        host -> {
          try {
            never.await();
          } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        };
    var failed =
        catchThrowableOfType(
            SmtpException.ConnectFailed.class,
            () ->
                SmtpClient.relay("mx.test")
                    .hostResolver(stuck)
                    .timeouts(Timeouts.builder().connect(SHORT).build())
                    .connect());

    never.countDown();
    assertThat(failed).hasMessageContaining("mx.test").hasMessageContaining("looked up");
  }

  @Test
  void anAddressThatDoesNotAnswerIsGivenUp() throws IOException {
    try (var full = new FullBacklog()) {
      var failed =
          catchThrowableOfType(
              SmtpException.ConnectFailed.class,
              () ->
                  SmtpClient.relay("127.0.0.1")
                      .port(full.port())
                      .timeouts(Timeouts.builder().connect(SHORT).build())
                      .connect());

      assertThat(failed.attempts()).hasSize(1);
      assertThat(failed.attempts().get(0).error()).isEqualTo("timed out");
    }
  }

  /** How a wait is ended from outside. */
  enum End {
    CANCEL,
    CLOSE,
    INTERRUPT
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void aWaitForAReplyEndsAtOnce(End how) throws Exception {
    assertEnds(how, GREETED + "C: NOOP\n[stall waiting]", session -> session.noop(), Acceptance.NO);
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void aWaitForTheLastWordEndsAtOnceAndLeavesDoubt(End how) throws Exception {
    assertEnds(
        how,
        ENVELOPE + GRANTED + "[content]\n[stall waiting]",
        session -> session.send(JOE_TO_ANN, HELLO),
        Acceptance.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void aBlockedWriteEndsAtOnce(End how) throws Exception {
    assertEnds(
        how,
        ENVELOPE + GRANTED + "[stall waiting]",
        session -> session.send(JOE_TO_ANN, LARGE),
        Acceptance.NO);
  }

  private interface Use {
    Object of(SmtpSession session) throws SmtpException;
  }

  private static void assertEnds(End how, String script, Use use, Acceptance acceptance)
      throws Exception {
    for (Thread.Builder builder : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
      try (var server = ScriptedServer.play(script);
          var session = Scripts.connect(server)) {
        var task = new FutureTask<>(() -> use.of(session));
        Thread user = builder.start(task);
        server.awaitReached("waiting");
        switch (how) {
          case CANCEL -> session.cancel();
          case CLOSE -> session.close();
          case INTERRUPT -> user.interrupt();
        }
        var failure =
            catchThrowableOfType(ExecutionException.class, () -> task.get(20, TimeUnit.SECONDS));

        assertThat(failure)
            .cause()
            .isInstanceOfSatisfying(
                SmtpException.Cancelled.class,
                cancelled -> assertThat(cancelled.acceptance()).isEqualTo(acceptance));
        assertThat(session.isUsable()).isFalse();
      }
    }
  }

  /** Accepts no connection: its backlog is full. */
  private static final class FullBacklog implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<java.net.Socket> filling = new java.util.ArrayList<>();

    FullBacklog() throws IOException {
      try {
        for (int i = 0; i < 4; i++) {
          var socket = new java.net.Socket();
          filling.add(socket);
          socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 100);
        }
      } catch (java.net.SocketTimeoutException full) {
        // as wanted
      }
    }

    int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (var socket : filling) {
        socket.close();
      }
      listener.close();
    }
  }
}
