package dev.packetboat.bench.packetboat;

import dev.packetboat.bench.load.Driver;
import dev.packetboat.bench.load.Lines;
import dev.packetboat.bench.load.Load;
import dev.packetboat.bench.load.Run;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.Pipeline;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import java.util.ArrayDeque;
import java.util.Queue;

/** Sessions of our own, each on its line. */
record Sessions(String name, Way way) implements Driver {

  /** How so many messages go over a session. */
  @FunctionalInterface
  interface Way {
    void send(SmtpSession session, Envelope envelope, Content content, int messages)
        throws SmtpException;
  }

  /** One message after the other. */
  static Sessions oneByOne() {
    return new Sessions(
        "packetboat",
        (session, envelope, content, messages) -> {
          for (int i = 0; i < messages; i++) {
            session.send(envelope, content);
          }
        });
  }

  /** By a pipeline. */
  static Sessions pipelined() {
    return new Sessions("packetboat pipeline", Sessions::pipeline);
  }

  private static void pipeline(
      SmtpSession session, Envelope envelope, Content content, int messages) throws SmtpException {
    Queue<Sending> underway = new ArrayDeque<>();
    try (Pipeline pipeline = session.pipeline()) {
      for (int i = 0; i < messages; i++) {
        underway.add(pipeline.send(envelope, content));
        while (!underway.isEmpty() && underway.element().isDecided()) {
          underway.remove().receipt();
        }
      }
    }
    for (Sending sending : underway) {
      sending.receipt();
    }
  }

  @Override
  public String version() {
    return Driver.versionOf(SmtpSession.class);
  }

  @Override
  public Run open(Load load) throws Exception {
    SmtpClient client = Ours.client(load);
    Envelope envelope = Ours.envelope(load);
    Content content = Ours.content(load);
    return Lines.open(load, () -> new Line(client.connect(), way, envelope, content));
  }

  private record Line(SmtpSession session, Way way, Envelope envelope, Content content)
      implements Run {

    @Override
    public void send(int messages) throws SmtpException {
      way.send(session, envelope, content, messages);
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
