package dev.packetboat.cli.sandbox;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.ReceivedMessage;

/** Messages as hosts take them, by a host. */
final class Received {

  private Received() {}

  static void send(MailServer host, String content, String... recipients) {
    SmtpClient client =
        SmtpClient.relay(host.host()).port(host.port()).tls(TlsMode.OPPORTUNISTIC).build();
    try (SmtpSession session = client.connect()) {
      session.send(Envelope.from("joe@client.test").to(recipients), Content.of(content));
    } catch (SmtpException failure) {
      throw new AssertionError(failure);
    }
  }

  /** One to Ann, with this content. */
  static ReceivedMessage message(String content) {
    try (MailServer host = MailServer.start()) {
      send(host, content, "ann@mx.test");
      return host.received().getFirst();
    }
  }
}
