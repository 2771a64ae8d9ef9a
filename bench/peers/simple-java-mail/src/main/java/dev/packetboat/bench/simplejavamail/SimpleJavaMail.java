package dev.packetboat.bench.simplejavamail;

import dev.packetboat.bench.load.Driver;
import dev.packetboat.bench.load.DriverMain;
import dev.packetboat.bench.load.Letter;
import dev.packetboat.bench.load.Lines;
import dev.packetboat.bench.load.Load;
import dev.packetboat.bench.load.Run;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.email.EmailPopulatingBuilder;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** A mailer with a pool of as many connections as the load says, used by as many threads. */
public final class SimpleJavaMail implements Driver {

  public static void main(String[] arguments) throws Exception {
    DriverMain.run(new SimpleJavaMail(), arguments);
  }

  @Override
  public String name() {
    return "Simple Java Mail";
  }

  @Override
  public String version() {
    return Driver.versionOf(MailerBuilder.class);
  }

  @Override
  public Run open(Load load) throws Exception {
    Mailer mailer =
        MailerBuilder.withSMTPServer(load.host(), load.port())
            .withTransportStrategy(load.tls() ? TransportStrategy.SMTP_TLS : TransportStrategy.SMTP)
            .withProperty("mail.smtp.localhost", "bench.test")
            .withProperty("mail.smtp.starttls.enable", Boolean.toString(load.tls()))
            .withConnectionPoolCoreSize(load.connections())
            .withConnectionPoolMaxSize(load.connections())
            .buildMailer();
    EmailPopulatingBuilder letter =
        EmailBuilder.startingBlank()
            .from("joe@bench.test")
            .withSubject(Letter.SUBJECT)
            .withPlainText(load.letter().body());
    load.recipientAddresses().forEach(letter::to);
    Email email = letter.buildEmail();
    return Lines.open(load, () -> new Line(mailer, email));
  }

  private record Line(Mailer mailer, Email email) implements Run {

    @Override
    public void send(int messages) {
      for (int i = 0; i < messages; i++) {
        mailer.sendMail(email).join();
      }
    }

    @Override
    public void close() throws Exception {
      mailer.shutdownConnectionPool().get();
    }
  }
}
