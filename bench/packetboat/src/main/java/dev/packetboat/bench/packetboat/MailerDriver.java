package dev.packetboat.bench.packetboat;

import dev.packetboat.bench.load.Driver;
import dev.packetboat.bench.load.Load;
import dev.packetboat.bench.load.Run;
import dev.packetboat.delivery.DeliveryJob;
import dev.packetboat.delivery.Mailer;
import dev.packetboat.mail.Message;

/** A mailer that sends through the sink as its relay, as many connections as the load says. */
final class MailerDriver implements Driver {

  @Override
  public String name() {
    return "packetboat mailer";
  }

  @Override
  public String version() {
    return Driver.versionOf(Mailer.class);
  }

  @Override
  public Run open(Load load) throws Exception {
    Mailer mailer =
        Mailer.builder()
            .relay(Ours.client(load))
            .connections(load.connections())
            .connectionsPerDestination(load.connections())
            .build();
    return new Jobs(mailer, Message.of(Ours.envelope(load), Ours.content(load)));
  }

  private record Jobs(Mailer mailer, Message message) implements Run {

    @Override
    public void send(int messages) throws InterruptedException {
      Told told = new Told(messages);
      for (int i = 0; i < messages; i++) {
        told.expect(mailer.submit(DeliveryJob.of(message).build()));
      }
      told.await();
    }

    @Override
    public void close() {
      mailer.close();
    }
  }
}
