package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Pipeline;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.RecipientResult.Refused;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import dev.packetboat.smtp.Timeouts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Dovecot takes mail by LMTP, and answers each recipient by itself (RFC 2033). */
class DovecotLmtpTest {

  private static final int MESSAGES = 200;

  private DovecotMailboxes dovecot;

  /** Where it listens, and by which extension the content goes. */
  record Way(boolean socket, String... ignored) {

    SmtpSession connect(DovecotMailboxes dovecot) throws SmtpException {
      SmtpClient.Builder client =
          socket ? SmtpClient.lmtp(dovecot.socket()) : SmtpClient.lmtp("127.0.0.1", dovecot.port());
      SmtpSession session =
          client
              .timeouts(Timeouts.builder().all(Duration.ofSeconds(20)).build())
              .ignoreExtensions(ignored)
              .connect();
      assertThat(session.extensions().keywords()).contains("8BITMIME", "ENHANCEDSTATUSCODES");
      for (String extension : List.of("PIPELINING", "CHUNKING")) {
        assertThat(session.extensions().offers(extension))
            .as(extension)
            .isEqualTo(!List.of(ignored).contains(extension));
      }
      return session;
    }

    @Override
    public String toString() {
      return (socket ? "at a socket, without " : "at a port, without ") + List.of(ignored);
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way(false),
        new Way(false, "CHUNKING"),
        new Way(false, "CHUNKING", "PIPELINING"),
        new Way(true),
        new Way(true, "CHUNKING"));
  }

  @BeforeEach
  void start() {
    dovecot = DovecotMailboxes.start();
  }

  @AfterEach
  void stop() {
    if (dovecot != null) {
      dovecot.close();
    }
  }

  private static Envelope to(String... users) {
    return Envelope.from("joe@client.test")
        .to(Stream.of(users).map(user -> user + "@mx.test").toArray(String[]::new));
  }

  private static List<Address> addresses(String... users) {
    return Stream.of(users).map(user -> Address.parse(user + "@mx.test")).toList();
  }

  private static Content message(String name, int lines) {
    return Content.of("Subject: " + name + "\r\n\r\n" + ".Gr\u00fc\u00dfe\r\n".repeat(lines));
  }

  /** As it lies in the mailbox, without what Dovecot puts in front. */
  private static String withoutTrace(String message) {
    return message.replaceAll("\r\n", "\n").replaceFirst("(?s)^.*?\n(?=Subject:)", "");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void itArrivesWhole(Way way) throws SmtpException {
    try (SmtpSession session = way.connect(dovecot)) {
      for (int lines : List.of(0, 1, 50_000)) {
        Receipt receipt = session.send(to("ann", "bob"), message("x" + lines, lines));
        assertThat(receipt.isForEach()).isTrue();
        assertThat(receipt.accepted()).isEqualTo(addresses("ann", "bob"));
      }
    }
    for (String user : List.of("ann", "bob")) {
      Collection<String> messages = dovecot.mailbox(user);
      assertThat(messages).hasSize(3);
      for (int lines : List.of(0, 1, 50_000)) {
        String sent =
            new String(
                ("Subject: x" + lines + "\n\n" + ".Gr\u00fc\u00dfe\n".repeat(lines))
                    .getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1);
        assertThat(messages.stream().map(DovecotLmtpTest::withoutTrace).filter(sent::equals))
            .as(user + " " + lines)
            .hasSize(1);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void eachRecipientHasItsOwnAnswer(Way way) throws SmtpException {
    try (SmtpSession session = way.connect(dovecot)) {
      Receipt receipt =
          session.send(to("ann", "nobody", DovecotMailboxes.FULL, "bob"), message("x", 500));

      assertThat(receipt.accepted()).isEqualTo(addresses("ann", "bob"));
      assertThat(answer(receipt, 1)).startsWith("550 5.1.1");
      assertThat(answer(receipt, 2)).contains("5.2.2");

      var refused =
          catchThrowableOfType(
              SmtpException.Refused.class,
              () -> session.send(to(DovecotMailboxes.FULL, "nobody"), message("y", 500)));
      assertThat(refused.acceptance()).isEqualTo(Acceptance.NO);
      assertThat(refused.recipients()).noneMatch(RecipientResult::isAccepted);

      session.send(to("ann"), message("z", 1));
    }
    assertThat(dovecot.mailbox("ann")).hasSize(2);
    assertThat(dovecot.mailbox("bob")).hasSize(1);
    assertThat(dovecot.mailbox(DovecotMailboxes.FULL)).isEmpty();
  }

  private static String answer(Receipt receipt, int recipient) {
    return ((Refused) receipt.recipients().get(recipient).answer()).reply().toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void noneOfManyIsLostOrDoubled(Way way) throws SmtpException {
    List<Sending> sent = new ArrayList<>();
    try (SmtpSession session = way.connect(dovecot);
        Pipeline pipeline = session.pipeline()) {
      for (int i = 0; i < MESSAGES; i++) {
        sent.add(pipeline.send(envelope(i), message("x" + i, 200)));
      }
    }
    for (int i = 0; i < MESSAGES; i++) {
      if (i % 5 == 4) {
        assertThat(sent.get(i).failure().orElseThrow().acceptance()).isEqualTo(Acceptance.NO);
      } else {
        assertThat(sent.get(i).receipt().accepted())
            .isEqualTo(i % 5 == 3 ? addresses("ann") : addresses("ann", "bob"));
      }
    }
    assertThat(subjects("ann")).containsExactlyInAnyOrderElementsOf(numbers(4));
    assertThat(subjects("bob")).containsExactlyInAnyOrderElementsOf(numbers(3));
  }

  private static Envelope envelope(int number) {
    return switch (number % 5) {
      case 3 -> to("ann", DovecotMailboxes.FULL, "nobody");
      case 4 -> to("nobody", DovecotMailboxes.FULL);
      default -> to("ann", "bob");
    };
  }

  /** Those of the first so many in each five. */
  private static List<String> numbers(int first) {
    return IntStream.range(0, MESSAGES)
        .filter(number -> number % 5 < first)
        .mapToObj(number -> "x" + number)
        .toList();
  }

  private List<String> subjects(String user) {
    return dovecot.mailbox(user).stream()
        .map(message -> withoutTrace(message).replaceFirst("(?s)^Subject: (\\w+)\n.*", "$1"))
        .toList();
  }
}
