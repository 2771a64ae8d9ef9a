package dev.packetboat.delivery;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;

/** A letter that says hello, and what became of it. */
final class Letters {

  private Letters() {}

  static Message to(String... recipients) {
    return Message.of(
        Envelope.from("joe@client.test").to(recipients), Content.of("Subject: hello\n\nHello.\n"));
  }

  /** That of the first recipient. */
  static Outcome outcome(DeliveryReport report) {
    return report.recipients().getFirst().outcome();
  }
}
