package dev.packetboat.bench.packetboat;

import dev.packetboat.bench.load.Load;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.smtp.TlsOptions;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** A load in our own terms. */
final class Ours {

  private Ours() {}

  static SmtpClient client(Load load) throws NoSuchAlgorithmException {
    SmtpClient.Builder client =
        SmtpClient.relay(load.host())
            .port(load.port())
            .localName("bench.test")
            .tls(load.tls() ? TlsMode.REQUIRED : TlsMode.NONE);
    if (load.tls()) {
      client.tlsOptions(TlsOptions.builder().sslContext(SSLContext.getDefault()).build());
    }
    return client.build();
  }

  static Envelope envelope(Load load) {
    return Envelope.from("joe@bench.test").to(load.recipientAddresses().toArray(String[]::new));
  }

  static Content content(Load load) {
    return load.file().map(Content::of).orElseGet(() -> Content.of(load.letter().octets()));
  }
}
