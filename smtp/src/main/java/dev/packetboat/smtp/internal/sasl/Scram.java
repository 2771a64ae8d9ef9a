package dev.packetboat.smtp.internal.sasl;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.exception.ScramRuntimeException;
import dev.packetboat.smtp.ChannelBinding;
import dev.packetboat.smtp.SaslMechanism;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * SCRAM (RFC 5802, RFC 7677): neither side learns more than it knew, and both show that they know.
 * The -PLUS forms also tie it to the TLS connection, so that nobody can pass it on.
 *
 * @param name of the mechanism
 * @param nonces one for each exchange
 */
public record Scram(String name, Secret secret, Supplier<String> nonces) implements SaslMechanism {

  private static final class Random {
    static final SecureRandom SOURCE = new SecureRandom();
  }

  public Scram(String name, Secret secret) {
    this(name, secret, Scram::nonce);
  }

  private static String nonce() {
    byte[] octets = new byte[24];
    Random.SOURCE.nextBytes(octets);
    return Base64.getEncoder().withoutPadding().encodeToString(octets);
  }

  @Override
  public Exposure exposure() {
    return Exposure.NONE;
  }

  private boolean binds() {
    return name.endsWith("-PLUS");
  }

  @Override
  public Optional<String> obstacle(Context context) {
    return binds() && context.channelBinding().isEmpty()
        ? Optional.of("there is no TLS connection that it could be tied to")
        : Optional.empty();
  }

  @Override
  public Exchange start(Context context) {
    var builder =
        ScramClient.builder()
            .advertisedMechanisms(List.of(name))
            .username(secret.user())
            .password(secret.password().toCharArray())
            .nonceSupplier(nonces);
    // RFC 5802 §6: "y" says that we could have bound and no -PLUS was offered, so that a server
    // notices who took it away
    if (binds() || context.offered().stream().noneMatch(other -> other.endsWith("-PLUS"))) {
      context.channelBinding().ifPresent(binding -> bind(builder, binding));
    }
    return new Conversation(builder.build());
  }

  private static void bind(ScramClient.FinalBuildStage builder, ChannelBinding binding) {
    builder.channelBinding(binding.type(), binding.data());
  }

  /** Client first, server first, client final, server final. */
  private static final class Conversation implements Exchange {
    private final ScramClient client;
    private int heard;
    private boolean serverIsKnown;

    Conversation(ScramClient client) {
      this.client = client;
    }

    @Override
    public Optional<byte[]> initialResponse() {
      return Optional.of(octets(client.clientFirstMessage().toString()));
    }

    @Override
    public byte[] respond(byte[] challenge) throws IOException {
      String said = new String(challenge, StandardCharsets.UTF_8);
      heard++;
      try {
        if (heard == 1) {
          client.serverFirstMessage(said);
          return octets(client.clientFinalMessage().toString());
        }
        if (heard > 2) {
          throw new IOException("the server asked for more than SCRAM has");
        }
        client.serverFinalMessage(said);
        serverIsKnown = true;
        return new byte[0];
      } catch (ScramException | ScramRuntimeException | IllegalArgumentException unacceptable) {
        throw new IOException(
            "what the server said is not SCRAM: " + unacceptable.getMessage(), unacceptable);
      }
    }

    @Override
    public void confirm() throws IOException {
      if (!serverIsKnown) {
        throw new IOException("the server did not show that it knows the password");
      }
    }

    private static byte[] octets(String message) {
      return message.getBytes(StandardCharsets.UTF_8);
    }
  }

  @Override
  public String toString() {
    return name + "[" + secret + "]";
  }
}
