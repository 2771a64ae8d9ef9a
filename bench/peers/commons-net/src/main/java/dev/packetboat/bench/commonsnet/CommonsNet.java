package dev.packetboat.bench.commonsnet;

import dev.packetboat.bench.load.Driver;
import dev.packetboat.bench.load.DriverMain;
import dev.packetboat.bench.load.Lines;
import dev.packetboat.bench.load.Load;
import dev.packetboat.bench.load.Run;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.commons.net.smtp.SMTPClient;
import org.apache.commons.net.smtp.SMTPSClient;

/** Command after command, and the text of a message through the writer that it gives. */
public final class CommonsNet implements Driver {

  public static void main(String[] arguments) throws Exception {
    DriverMain.run(new CommonsNet(), arguments);
  }

  @Override
  public String name() {
    return "Commons Net";
  }

  @Override
  public String version() {
    return Driver.versionOf(SMTPClient.class);
  }

  @Override
  public Run open(Load load) throws Exception {
    String text = load.file().isPresent() ? "" : whole(load);
    return Lines.open(load, () -> new Line(load, text));
  }

  private static String whole(Load load) {
    return new String(load.letter().octets(), StandardCharsets.US_ASCII);
  }

  private static final class Line implements Run {

    private final SMTPClient client;
    private final Load load;
    private final String text;
    private final List<String> recipients;

    Line(Load load, String text) throws IOException, NoSuchAlgorithmException {
      this.load = load;
      this.text = text;
      recipients = load.recipientAddresses();
      client = load.tls() ? new SMTPSClient(false, SSLContext.getDefault()) : new SMTPClient();
      client.connect(load.host(), load.port());
      client.setTcpNoDelay(true);
      require(client.login("bench.test"));
      if (client instanceof SMTPSClient encrypted) {
        require(encrypted.execTLS());
        require(client.login("bench.test"));
      }
    }

    private void require(boolean taken) throws IOException {
      if (!taken) {
        throw new IOException(client.getReplyString());
      }
    }

    @Override
    public void send(int messages) throws IOException {
      for (int i = 0; i < messages; i++) {
        require(client.setSender("joe@bench.test"));
        for (String recipient : recipients) {
          require(client.addRecipient(recipient));
        }
        try (Reader message = message();
            Writer out = client.sendMessageData()) {
          message.transferTo(out);
        }
        require(client.completePendingCommand());
      }
    }

    private Reader message() throws IOException {
      return load.file().isPresent()
          ? Files.newBufferedReader(load.file().get(), StandardCharsets.US_ASCII)
          : new StringReader(text);
    }

    @Override
    public void close() throws IOException {
      client.logout();
      client.disconnect();
    }
  }
}
