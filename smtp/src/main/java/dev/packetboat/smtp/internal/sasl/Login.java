package dev.packetboat.smtp.internal.sasl;

import dev.packetboat.smtp.SaslMechanism;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * LOGIN (draft-murchison-sasl-login): the server asks for the name, then for the password, in words
 * that do not matter.
 */
public record Login(Secret secret) implements SaslMechanism {

  @Override
  public String name() {
    return "LOGIN";
  }

  @Override
  public Exposure exposure() {
    return Exposure.SECRET;
  }

  @Override
  public Exchange start(Context context) {
    return new Exchange() {
      private int asked;

      @Override
      public Optional<byte[]> initialResponse() {
        return Optional.empty();
      }

      @Override
      public byte[] respond(byte[] challenge) throws IOException {
        asked++;
        return switch (asked) {
          case 1 -> secret.user().getBytes(StandardCharsets.UTF_8);
          case 2 -> secret.password().getBytes(StandardCharsets.UTF_8);
          default -> throw new IOException("the server asked for more than LOGIN has");
        };
      }
    };
  }
}
