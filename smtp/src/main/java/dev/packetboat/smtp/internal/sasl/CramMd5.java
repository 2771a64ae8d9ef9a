package dev.packetboat.smtp.internal.sasl;

import dev.packetboat.smtp.SaslMechanism;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** CRAM-MD5 (RFC 2195): the password as the key of a digest over the server's challenge. */
public record CramMd5(Secret secret) implements SaslMechanism {

  @Override
  public String name() {
    return "CRAM-MD5";
  }

  @Override
  public Exposure exposure() {
    return Exposure.NONE;
  }

  @Override
  public Exchange start(Context context) {
    return new Exchange() {
      private boolean answered;

      @Override
      public Optional<byte[]> initialResponse() {
        return Optional.empty();
      }

      @Override
      public byte[] respond(byte[] challenge) throws IOException {
        if (answered) {
          throw new IOException("the server asked for more than CRAM-MD5 has");
        }
        if (!isText(challenge)) {
          throw new IOException("the server's challenge is not one of CRAM-MD5");
        }
        answered = true;
        return (secret.user() + " " + digest(challenge)).getBytes(StandardCharsets.UTF_8);
      }
    };
  }

  // RFC 2195 §2 wants the syntax of a message id. Any text will do, but nothing else: whoever may
  // have everything digested with the password as the key learns from it.
  private static boolean isText(byte[] challenge) {
    for (byte octet : challenge) {
      if (octet < ' ' || octet == 0x7F) {
        return false;
      }
    }
    return challenge.length > 0;
  }

  private String digest(byte[] challenge) throws IOException {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(secret.password().getBytes(StandardCharsets.UTF_8), "HmacMD5"));
      return HexFormat.of().formatHex(mac.doFinal(challenge));
    } catch (GeneralSecurityException missing) {
      throw new IOException("this JDK does not have HmacMD5", missing);
    }
  }
}
