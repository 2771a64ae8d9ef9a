package dev.packetboat.smtp;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.testkit.ScriptedServer;
import java.time.Duration;

/** What the transcripts of these tests have in common. */
final class Scripts {

  static final String GREETED =
      """
      S: 220 mx.test ready
      C: EHLO client.test
      S: 250 mx.test
      """;

  static final String GREETED_PIPELINING =
      """
      S: 220 mx.test ready
      C: EHLO client.test
      S: 250-mx.test
      S: 250 PIPELINING
      """;

  static final String QUIT =
      """
      C: QUIT
      S: 221 bye
      """;

  /** A message from joe to ann that the server takes, to a client that does not pipeline. */
  static final String TAKEN =
      """
      C: MAIL FROM:<joe@client.test>
      S: 250 ok
      C: RCPT TO:<ann@mx.test>
      S: 250 ok
      C: DATA
      S: 354 go ahead
      [content]
      S: 250 queued
      """;

  static final Envelope JOE_TO_ANN = Envelope.from("joe@client.test").to("ann@mx.test");
  static final Envelope JOE_TO_ANN_AND_BOB = JOE_TO_ANN.to("bob@mx.test");
  static final Content HELLO = Content.of("Subject: hello\r\n\r\nHello.\r\n");

  private Scripts() {}

  static SmtpClient.Builder client(ScriptedServer server) {
    return SmtpClient.relay(server.host())
        .port(server.port())
        .localName("client.test")
        .timeouts(
            Timeouts.builder().all(Duration.ofSeconds(10)).quit(Duration.ofSeconds(5)).build());
  }

  static SmtpSession connect(ScriptedServer server) throws SmtpException {
    return client(server).connect();
  }
}
