package dev.packetboat.smtp.internal.sasl;

import dev.packetboat.smtp.SaslMechanism;
import dev.packetboat.smtp.internal.CommandText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * EXTERNAL (RFC 4422 appendix A): the server knows us by other means, such as a client certificate.
 */
public record External(String user) implements SaslMechanism {

  public External {
    if (!user.isEmpty()) {
      CommandText.checked("user name", user);
    }
  }

  @Override
  public String name() {
    return "EXTERNAL";
  }

  @Override
  public Exposure exposure() {
    return Exposure.NONE;
  }

  @Override
  public Exchange start(Context context) {
    return new Exchange() {
      @Override
      public Optional<byte[]> initialResponse() {
        return Optional.of(user.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public byte[] respond(byte[] challenge) throws IOException {
        throw new IOException("the server asked for more than EXTERNAL has");
      }
    };
  }
}
