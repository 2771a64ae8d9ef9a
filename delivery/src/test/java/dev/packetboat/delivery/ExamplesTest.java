package dev.packetboat.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of the documentation. */
class ExamplesTest {

  private static final Content CONTENT = Content.of("Subject: hello\n\nHello.\n");
  private static final Message LETTER =
      Message.of(Envelope.from("joe@client.test").to("ann@mx.test", "nobody@mx.test"), CONTENT);

  private final List<String> journal = new ArrayList<>();

  private static SmtpClient client(MailServer server) {
    return SmtpClient.relay(server.host()).port(server.port()).tls(TlsMode.NONE).build();
  }

  @Test
  void job() throws InterruptedException {
    Message message = LETTER;
    try (MailServer server = MailServer.start();
        Mailer mailer = Mailer.relay(client(server))) {
      // @start region="job" :
      DeliveryJob job =
          DeliveryJob.of(message)
              .id("invoice-4711")
              .hook((of, hop, recipients) -> journal.add("may be at " + hop))
              .onOutcome(recipient -> journal.add(recipient.toString()))
              .build();
      Delivery delivery = mailer.submit(job);
      DeliveryReport report = delivery.report().join();
      // @end
      assertThat(report.isDelivered()).isTrue();
      assertThat(journal).hasSize(3).first().asString().startsWith("may be at 127.0.0.1");
    }
  }

  @Test
  void direct() {
    Message message = Message.of(Envelope.from("joe@client.test").to("ann@a.test"), CONTENT);
    try (World world = World.builder().domain("a.test", "mx.a.test").start()) {
      Mailer.Builder builder =
          Mailer.builder().nameServers(world.nameServer().address()).port(world.port());
      // @start region="direct" :
      builder
          .localName("mail.example.com")
          .relay("*.corp.example", SmtpClient.relay("gateway.corp.example").build());
      try (Mailer mailer = builder.build()) {
        DeliveryReport report = mailer.send(message);
        report.recipients().forEach(one -> journal.add(one.toString()));
      }
      // @end
      assertThat(world.host("mx.a.test").received()).hasSize(1);
    }
  }

  @Test
  void whole() {
    Message message = LETTER;
    try (MailServer server =
        MailServer.builder()
            .rule(Rule.rejectRecipient("nobody@mx.test", "450 4.2.1 full, try later"))
            .start()) {
      Mailer.Builder builder = Mailer.builder().relay(client(server));
      // @start region="whole" :
      try (Mailer mailer = builder.build()) {
        DeliveryReport report = mailer.send(message);
        if (!report.isDelivered()) {
          log(report.toString());
        }
        queue(message.with(report.pending())); // to those who are deferred, later
      }
      // @end
      String at = server.host() + " (" + server.host() + " port " + server.port();
      assertThat(journal)
          .containsExactly(
              """
              from <joe@client.test>, 26 octets: 1 delivered, 1 deferred
                ann@mx.test     delivered  %1$s, not encrypted): 250 2.0.0 ok: queued as 1
                nobody@mx.test  deferred   %1$s, not encrypted): 450 4.2.1 full, try later"""
                  .formatted(at),
              "<joe@client.test> to <nobody@mx.test>");
    }
  }

  private void log(String text) {
    journal.add(text);
  }

  private void queue(Message message) {
    journal.add(message.toString());
  }

  @Test
  void outcomes() {
    try (MailServer server =
            MailServer.builder()
                .rule(Rule.rejectRecipient("nobody@mx.test", "550 5.1.1 no such user"))
                .start();
        Mailer mailer = Mailer.relay(client(server))) {
      DeliveryReport report = mailer.send(LETTER);
      // @start region="outcomes" :
      for (RecipientReport recipient : report.recipients()) {
        switch (recipient.outcome()) {
          case Outcome.Delivered delivered -> done(recipient, delivered.hop());
          case Outcome.Deferred deferred -> sendAgain(recipient); // it may work later
          case Outcome.Failed failed -> giveUp(recipient, failed.status());
          case Outcome.Unknown unknown -> askSomebody(recipient); // the server may have it
        }
      }
      // @end
      assertThat(journal)
          .containsExactly("done ann@mx.test", "given up nobody@mx.test Optional[5.1.1]");
      assertThat(report.pending().recipients()).isEmpty();
    }
  }

  private void done(RecipientReport recipient, Object hop) {
    assertThat(hop).isNotNull();
    journal.add("done " + recipient.address());
  }

  private void sendAgain(RecipientReport recipient) {
    journal.add("again " + recipient.address());
  }

  private void giveUp(RecipientReport recipient, Object status) {
    journal.add("given up " + recipient.address() + " " + status);
  }

  private void askSomebody(RecipientReport recipient) {
    journal.add("unknown " + recipient.address());
  }
}
