package dev.packetboat.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.smtp.Transcript;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.ReceivedMessage;
import dev.packetboat.testkit.Rule;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlines are for servers: what our own side takes its time for is not held against them. */
@Timeout(60)
class DeadlinesTest {

  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final Hosts hosts = new Hosts().domain("a.test", "mx.test");

  @AfterEach
  void close() {
    hosts.close();
  }

  private static Message with(Content content, String... recipients) {
    return Message.of(Envelope.from("joe@client.test").to(recipients), content);
  }

  private static Message to(String... recipients) {
    return with(Content.of("Subject: hello\n\nHello.\n"), recipients);
  }

  private static Content large() {
    return Content.of("Subject: hello\n\n" + "All work and no play.\n".repeat(10_000));
  }

  /**
   * Returns when a deadline that is set now has passed, and so has each one that was set before.
   */
  private static void outlastDeadlines() {
    try (MailServer silent = MailServer.builder().rule(Rule.stallAt(Moment.CONNECT)).start()) {
      SmtpClient client =
          SmtpClient.relay(silent.host())
              .port(silent.port())
              .timeouts(Timeouts.builder().greeting(DEADLINE).build())
              .build();
      assertThatThrownBy(client::connect).isInstanceOf(SmtpException.TimedOut.class);
    }
  }

  /** Takes its time over some line of the server, which is there within the deadline. */
  private static Transcript slowAt(String line) {
    return new Transcript() {
      @Override
      public void client(String said) {}

      @Override
      public void server(String said) {
        if (said.startsWith(line)) {
          outlastDeadlines();
        }
      }

      @Override
      public void note(String text) {}
    };
  }

  @Test
  void aHookMayTakeLongerThanAnyDeadline() {
    hosts.up("mx.test");
    try (Mailer mailer =
        hosts.mailer().timeouts(Timeouts.builder().block(DEADLINE).build()).build()) {
      DeliveryJob job =
          DeliveryJob.of(with(large(), "ann@a.test"))
              .hook((of, hop, recipients) -> outlastDeadlines())
              .build();

      assertThat(mailer.send(job).isDelivered()).isTrue();
    }
  }

  @Test
  void anAnswerAtTheLastMomentCountsAndItsConnectionIsNotUsedAgain() {
    hosts.up("mx.test");
    try (Mailer mailer =
        hosts
            .mailer()
            .timeouts(Timeouts.builder().contentEnd(DEADLINE).build())
            .transcript(slowAt("250 2.0.0 ok: queued"))
            .build()) {
      String[] many =
          IntStream.range(0, 101).mapToObj(i -> "r" + i + "@a.test").toArray(String[]::new);
      DeliveryReport report = mailer.send(to(many)); // in two transactions

      assertThat(report.isDelivered()).isTrue();
      assertThat(report.recipients()).allSatisfy(one -> assertThat(one.attempts()).isEmpty());
      RecipientReport ann = mailer.send(to("ann@a.test")).recipients().getFirst();
      assertThat(ann.outcome()).isInstanceOf(Outcome.Delivered.class);
      assertThat(ann.attempts()).isEmpty();
    }
    assertThat(hosts.server("mx.test").received())
        .extracting(ReceivedMessage::connection)
        .containsExactly(1, 2, 3);
  }

  @Test
  void whoseGreetingTookAllTheTimeThereWasIsSaidToBeLate() {
    hosts.up("mx.test");
    try (Mailer mailer =
        hosts
            .mailer()
            .timeouts(Timeouts.builder().greeting(DEADLINE).build())
            .transcript(slowAt("220"))
            .build()) {
      Outcome ann = mailer.send(to("ann@a.test")).recipients().getFirst().outcome();

      assertThat(ann.reason().orElseThrow().code()).isEqualTo(Reason.TIMEOUT);
    }
  }
}
