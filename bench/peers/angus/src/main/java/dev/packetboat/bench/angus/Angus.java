package dev.packetboat.bench.angus;

import dev.packetboat.bench.load.Driver;
import dev.packetboat.bench.load.DriverMain;
import dev.packetboat.bench.load.Lines;
import dev.packetboat.bench.load.Load;
import dev.packetboat.bench.load.Run;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedByteArrayInputStream;
import jakarta.mail.util.SharedFileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * A transport that stays connected, given a message that was parsed once: the fastest that Angus
 * Mail can be used.
 */
public final class Angus implements Driver {

  public static void main(String[] arguments) throws Exception {
    DriverMain.run(new Angus(), arguments);
  }

  @Override
  public String name() {
    return "Angus Mail";
  }

  @Override
  public String version() {
    return Driver.versionOf(SMTPTransport.class);
  }

  @Override
  public Run open(Load load) throws Exception {
    Properties settings = new Properties();
    settings.setProperty("mail.smtp.host", load.host());
    settings.setProperty("mail.smtp.port", Integer.toString(load.port()));
    settings.setProperty("mail.smtp.localhost", "bench.test");
    settings.setProperty("mail.smtp.starttls.required", Boolean.toString(load.tls()));
    settings.setProperty("mail.smtp.starttls.enable", Boolean.toString(load.tls()));
    Session session = Session.getInstance(settings);
    InternetAddress[] recipients =
        InternetAddress.parse(String.join(",", load.recipientAddresses()));
    return Lines.open(load, () -> new Line(load, session, recipients));
  }

  private static final class Line implements Run {

    private final Transport transport;
    private final MimeMessage message;
    private final InternetAddress[] recipients;

    Line(Load load, Session session, InternetAddress[] recipients)
        throws MessagingException, IOException {
      this.recipients = recipients;
      try (InputStream in = message(load)) {
        message = new MimeMessage(session, in);
      }
      transport = session.getTransport("smtp");
      transport.connect();
    }

    private static InputStream message(Load load) throws IOException {
      return load.file().isPresent()
          ? new SharedFileInputStream(load.file().get().toFile())
          : new SharedByteArrayInputStream(load.letter().octets());
    }

    @Override
    public void send(int messages) throws MessagingException {
      for (int i = 0; i < messages; i++) {
        transport.sendMessage(message, recipients);
      }
    }

    @Override
    public void close() throws MessagingException {
      transport.close();
    }
  }
}
