package dev.packetboat.smtp.internal.sasl;

import dev.packetboat.smtp.SaslMechanism;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** PLAIN (RFC 4616): name and password as they are. */
public record Plain(Secret secret) implements SaslMechanism {

  @Override
  public String name() {
    return "PLAIN";
  }

  @Override
  public Exposure exposure() {
    return Exposure.SECRET;
  }

  @Override
  public Exchange start(Context context) {
    return new Exchange() {
      @Override
      public Optional<byte[]> initialResponse() {
        String message = "\0" + secret.user() + "\0" + secret.password(); // RFC 4616 §2
        return Optional.of(message.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public byte[] respond(byte[] challenge) throws IOException {
        throw new IOException("the server asked for more than PLAIN has");
      }
    };
  }
}
