package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.JOE_TO_ANN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Content;
import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.ScriptedServer;
import dev.packetboat.testkit.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A large body goes out of its file by BDAT, octet for octet, unless the file changes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeFileTest {

  private static final String HEADER = "Subject: minutes\r\nTo: ann@mx.test\r\n";
  private static final int SIZE = 5_000_000;
  private static final Duration SHORT = Duration.ofMillis(200);

  /** Up to the first octet of the content, which is an S. */
  private static final String BEGUN =
      ChunkingTest.GREETED_CHUNKING
          + """
          C: MAIL FROM:<joe@client.test>
          C: RCPT TO:<ann@mx.test>
          C: BDAT 1
          C\\ S
          S: 250 ok
          S: 250 ok
          S: 250 ok
          """;

  private static final TestCertificates AUTHORITY = TestCertificates.authority();

  @TempDir private Path folder;

  @ParameterizedTest(name = "TLS {0}, Bcc {1}, on a virtual thread {2}, PIPELINING {3}")
  @CsvSource({
    "false, false, false, true",
    "false, true, true, true",
    "true, true, false, true",
    "true, false, true, true",
    "false, true, false, false"
  })
  void arrivesAsItIs(boolean tls, boolean bcc, boolean virtual, boolean pipelining)
      throws Exception {
    byte[] body = body(SIZE);
    OnceRead content = content(HEADER + (bcc ? "Bcc: zoe@mx.test\r\n" : ""), body);
    try (MailServer server = server(tls, pipelining);
        SmtpSession session = client(server, tls).connect()) {
      var task = new FutureTask<>(() -> session.send(JOE_TO_ANN, content));
      (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(task);
      task.get(30, TimeUnit.SECONDS);

      assertThat(server.received()).hasSize(1);
      assertThat(server.received().getFirst().content()).isEqualTo(joined(HEADER, body));
      assertThat(content.readings).as("read beforehand").hasValue(0);
      assertThat(session.send(JOE_TO_ANN, Scripts.HELLO).reply().isPositive()).isTrue();
    }
  }

  @Test
  void whoseLinesEndOtherwiseIsReadAgain() throws IOException {
    byte[] body = new String(body(SIZE), US_ASCII).replace("\r\n", "\n").getBytes(US_ASCII);
    OnceRead content = content(HEADER, body);
    try (MailServer server = server(false, true);
        SmtpSession session = client(server, false).connect()) {
      session.send(JOE_TO_ANN, content);

      assertThat(server.received().getFirst().content()).isEqualTo(joined(HEADER, body(SIZE)));
      assertThat(content.readings).hasValue(2);
      assertThat(senders(server)).isEqualTo(1);
    }
  }

  /** What comes late, and what a server makes of it that was promised something else. */
  static Stream<Arguments> surprises() {
    return Stream.of(
        surprise("a bare LF", "b\nc", "b\r\nc", false),
        surprise("a bare CR", "b\rc", "b\r\nc", false),
        surprise("8 bit", "b\u00fcc", "b\u00fcc", true),
        surprise("a long line", "b".repeat(2000), "b".repeat(2000), true));
  }

  private static Arguments surprise(String what, String text, String sent, boolean eightBit) {
    return Arguments.of(what, text, sent, eightBit);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("surprises")
  void oneThatIsNotLikeItsStartIsOfferedAgain(
      String what, String text, String sent, boolean eightBit) throws IOException {
    byte[] start = body(SIZE);
    byte[] rest = body(SIZE / 3);
    OnceRead content = content(HEADER, joined(start, text, rest));
    try (MailServer server = server(false, true);
        SmtpSession session = client(server, false).connect()) {
      session.send(JOE_TO_ANN, content);

      assertThat(server.received()).hasSize(1);
      assertThat(server.received().getFirst().content())
          .isEqualTo(joined(HEADER, joined(start, sent, rest)));
      assertThat(server.received().getFirst().senderParameters())
          .containsEntry("SIZE", Integer.toString(server.received().getFirst().content().length));
      assertThat(server.received().getFirst().senderParameters().containsKey("BODY"))
          .isEqualTo(eightBit);
      assertThat(senders(server)).isEqualTo(2);
      assertThat(session.send(JOE_TO_ANN, Scripts.HELLO).reply().isPositive()).isTrue();
    }
  }

  @Test
  void itsLastLineIsCompleted() throws IOException {
    OnceRead content = content(HEADER, joined(body(SIZE), "the end", new byte[0]));
    try (MailServer server = server(false, true);
        SmtpSession session = client(server, false).connect()) {
      session.send(JOE_TO_ANN, content);

      assertThat(server.received()).hasSize(1);
      assertThat(server.received().getFirst().content())
          .isEqualTo(joined(HEADER, joined(body(SIZE), "the end\r\n", new byte[0])));
    }
  }

  @Test
  void whatNoMessageMayHoldIsNotSentHoweverLateItComes() throws IOException {
    try (MailServer server = server(false, true);
        SmtpSession session = client(server, false).connect()) {
      assertNotSent(server, session, content(HEADER, joined(body(SIZE), "\0", body(100))));
    }
  }

  /** Wherever a line end falls: between its octets the start ends, or a part. */
  @ParameterizedTest
  @ValueSource(ints = {256 * 1024 - 100, 256 * 1024 + 1, 1 << 20, (1 << 20) + 80 * 1024 + 1})
  void ofAnySize(int size) throws IOException {
    byte[] body = body(size);
    try (MailServer server = server(false, true);
        SmtpSession session = client(server, false).connect()) {
      for (int shift = 0; shift < 40; shift++) {
        String header = "a: " + "x".repeat(shift) + "\r\n";

        session.send(JOE_TO_ANN, content(header, body));

        assertThat(server.received().getFirst().content()).isEqualTo(joined(header, body));
        server.forget();
      }
    }
  }

  /** What is done to a file. */
  enum Change {
    GROWN,
    TRUNCATED,
    OVERWRITTEN,
    DELETED;

    void of(Path file) throws IOException {
      switch (this) {
        case GROWN -> Files.write(file, new byte[] {'x'}, StandardOpenOption.APPEND);
        case TRUNCATED -> {
          try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            out.truncate(SIZE / 2);
          }
        }
        case OVERWRITTEN -> {
          byte[] octets = Files.readAllBytes(file);
          octets[octets.length / 2]++;
          Files.write(file, octets);
        }
        case DELETED -> Files.delete(file);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void oneThatChangedSinceItWasReadIsNotSent(Change change) throws IOException {
    OnceRead content = content(HEADER, body(SIZE));
    AtomicBoolean changed = new AtomicBoolean();
    SmtpListener changing =
        event -> {
          if (event instanceof SmtpEvent.SenderAnswered && !changed.getAndSet(true)) {
            OnceRead.unchecked(() -> change.of(content.path));
          }
        };
    try (MailServer server = server(false, true);
        SmtpSession session = client(server, false).listener(changing).connect()) {
      assertNotSent(server, session, content);
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void oneThatChangesWhileItIsSentIsNotEnded(Change change) throws IOException {
    OnceRead content = content(HEADER, body(SIZE));
    AtomicInteger told = new AtomicInteger();
    SmtpListener changing =
        event -> {
          if (event instanceof SmtpEvent.ContentProgress && told.incrementAndGet() == 2) {
            OnceRead.unchecked(() -> change.of(content.path));
          }
        };
    try (MailServer server = server(false, true);
        SmtpSession session = client(server, false).listener(changing).connect()) {
      assertNotSent(server, session, content);
      assertThat(told).hasValueGreaterThanOrEqualTo(2);
    }
  }

  private static void assertNotSent(MailServer server, SmtpSession session, Content content)
      throws SmtpException {
    var failed =
        catchThrowableOfType(
            SmtpException.ContentFailed.class, () -> session.send(JOE_TO_ANN, content));

    assertThat(failed.acceptance()).isEqualTo(Acceptance.NO);
    assertThat(failed.sessionUsable()).isTrue();
    assertThat(session.send(JOE_TO_ANN, Scripts.HELLO).reply().isPositive()).isTrue();
    assertThat(server.received()).hasSize(1);
  }

  /** Whatever the interrupt meets first: the start, a part that is looked at, or the socket. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void anInterruptCancels(int parts) throws Exception {
    Content content = content(HEADER, body(SIZE));
    AtomicInteger told = new AtomicInteger();
    SmtpListener interrupting =
        event -> {
          if (event instanceof SmtpEvent.ContentProgress && told.incrementAndGet() == parts) {
            Thread.currentThread().interrupt();
          }
        };
    try (MailServer server = server(false, true);
        SmtpSession session = client(server, false).listener(interrupting).connect()) {
      var task =
          new FutureTask<>(
              () -> {
                if (parts == 0) {
                  Thread.currentThread().interrupt();
                }
                return session.send(JOE_TO_ANN, content);
              });
      Thread.ofPlatform().start(task);

      assertThat(catchThrowableOfType(ExecutionException.class, task::get))
          .cause()
          .isInstanceOfSatisfying(
              SmtpException.Cancelled.class,
              cancelled -> assertThat(cancelled.acceptance()).isEqualTo(Acceptance.NO));
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void aRefusalIsHeardThoughTheServerHangsUpAmidTheNextPart() throws IOException {
    try (var server =
            ScriptedServer.play(
                BEGUN
                    + """
                    C: BDAT 65535
                    [content 65535]
                    C: BDAT 262144
                    [content 262144]
                    S: 250 ok
                    S: 552 5.3.4 it is too big
                    [close]
                    """);
        var session = Scripts.connect(server)) {
      byte[] body = body(8 * SIZE);

      var refused =
          catchThrowableOfType(
              SmtpException.Refused.class, () -> session.send(JOE_TO_ANN, content("S\r\n", body)));

      assertThat(refused.reply().map(Reply::code)).hasValue(552);
    }
  }

  /** How the wait for a server ends that takes no more. */
  enum End {
    DEADLINE,
    CANCEL,
    CLOSE,
    INTERRUPT
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void aServerThatTakesNoMoreIsGivenUp(End how) throws Exception {
    Content content = content("S\r\n", body(8 * SIZE)); // more than all buffers take
    for (Thread.Builder builder : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
      Timeouts.Builder timeouts =
          Timeouts.builder().all(Duration.ofSeconds(30)).quit(Duration.ofSeconds(1));
      try (var server = ScriptedServer.play(BEGUN + "[stall waiting]\n");
          var session =
              Scripts.client(server)
                  .timeouts((how == End.DEADLINE ? timeouts.block(SHORT) : timeouts).build())
                  .connect()) {
        var task = new FutureTask<>(() -> session.send(JOE_TO_ANN, content));
        Thread user = builder.start(task);
        server.awaitReached("waiting");
        switch (how) {
          case DEADLINE -> {}
          case CANCEL -> session.cancel();
          case CLOSE -> session.close();
          case INTERRUPT -> user.interrupt();
        }
        var failure =
            catchThrowableOfType(ExecutionException.class, () -> task.get(20, TimeUnit.SECONDS));

        assertThat(failure)
            .cause()
            .isInstanceOf(
                how == End.DEADLINE ? SmtpException.TimedOut.class : SmtpException.Cancelled.class)
            .isInstanceOfSatisfying(
                SmtpException.class,
                broken -> assertThat(broken.acceptance()).isEqualTo(Acceptance.NO));
        assertThat(session.isUsable()).isFalse();
      }
    }
  }

  private static MailServer server(boolean tls, boolean pipelining) {
    MailServer.Builder server = MailServer.builder().contentLineLimit(10_000);
    if (tls) {
      server.startTls(AUTHORITY.server("127.0.0.1", "localhost"));
    }
    return (pipelining ? server : server.without(Extension.PIPELINING)).start();
  }

  private static SmtpClient.Builder client(MailServer server, boolean tls) {
    SmtpClient.Builder client =
        SmtpClient.relay(server.host())
            .port(server.port())
            .localName("client.test")
            .tls(tls ? TlsMode.REQUIRED : TlsMode.NONE);
    return tls
        ? client.tlsOptions(TlsOptions.builder().sslContext(AUTHORITY.clientContext()).build())
        : client;
  }

  private OnceRead content(String header, byte[] body) throws IOException {
    Path file = Files.createTempFile(folder, "letter", ".eml");
    Files.write(file, joined(header, body));
    return new OnceRead(file);
  }

  /** How often somebody was named as sender. */
  private static long senders(MailServer server) {
    return server.events().stream()
        .filter(
            event ->
                event instanceof MailEvent.ClientSaid said && said.line().startsWith("MAIL FROM"))
        .count();
  }

  private static byte[] joined(byte[] start, String text, byte[] rest) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(start);
    all.writeBytes(text.getBytes(ISO_8859_1));
    all.writeBytes(rest);
    return all.toByteArray();
  }

  private static byte[] joined(String header, byte[] body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(header.getBytes(US_ASCII));
    all.writeBytes("\r\n".getBytes(US_ASCII));
    all.writeBytes(body);
    return all.toByteArray();
  }

  /** Lines of any length up to 80, some of them beginning with dots. */
  private static byte[] body(int size) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261127);
    StringBuilder body = new StringBuilder(size + 100);
    while (body.length() < size) {
      body.append(".".repeat(random.nextInt(3)))
          .append((char) ('a' + random.nextInt(26)))
          .repeat("o", random.nextInt(78))
          .append("\r\n");
    }
    return body.toString().getBytes(US_ASCII);
  }

  /** What stands in a file; counts how often it is read. */
  private static final class OnceRead implements Content {

    /** Something that is done. */
    @FunctionalInterface
    interface Step {
      void run() throws IOException;
    }

    private final Path path;
    private final AtomicInteger readings = new AtomicInteger();

    OnceRead(Path path) {
      this.path = path;
    }

    static void unchecked(Step step) {
      try {
        step.run();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    @Override
    public InputStream open() throws IOException {
      readings.incrementAndGet();
      return Files.newInputStream(path);
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(path.toFile().length());
    }

    @Override
    public Optional<Path> file() {
      return Optional.of(path);
    }
  }
}
