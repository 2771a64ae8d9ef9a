package dev.packetboat.smtp.internal.sasl;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.exception.ScramRuntimeException;
import com.ongres.scram.common.exception.ScramServerErrorException;
import dev.packetboat.smtp.ChannelBinding;
import dev.packetboat.smtp.SaslMechanism;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * SCRAM (RFC 5802, RFC 7677): neither side learns more than it knew, and both show that they know.
 * The -PLUS forms also tie it to the TLS connection, so that nobody can pass it on.
 *
 * @param name of the mechanism
 * @param nonces one for each exchange
 */
public record Scram(String name, Secret secret, Supplier<String> nonces) implements SaslMechanism {

  // RFC 7677 §4. Fewer make a password cheap to guess for a false server that hears our proof.
  private static final int MIN_ITERATIONS = 4096;
  // Each costs us time and the server none.
  private static final int MAX_ITERATIONS = 1_000_000;

  // RFC 5802 §7. Checked here, because the library answers some violations with an assertion. An
  // extension in front (m=) is one that we would have to know.
  private static final Pattern SERVER_FIRST =
      Pattern.compile("r=[!-+\\--~]+,s=[A-Za-z0-9+/]+={0,2},i=[1-9][0-9]{0,9}(,.*)?");

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
    if (binds() && context.channelBinding().isEmpty()) {
      return Optional.of("there is nothing in the connection that it could be tied to");
    }
    return isPreparable(secret.user()) && isPreparable(secret.password())
        ? Optional.empty()
        : Optional.of("the user name or the password holds characters that it does not know");
  }

  // RFC 4013. The library's words about it are not passed on: they name a character of the
  // password.
  private static boolean isPreparable(String text) {
    try {
      return StringPreparation.SASL_PREPARATION.normalize(text.toCharArray()).length > 0;
    } catch (IllegalArgumentException | IndexOutOfBoundsException prohibited) {
      return false; // out of bounds: the library looks for the first character where none is left
    }
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
    private Optional<String> refusal = Optional.empty();

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
        return switch (heard) {
          case 1 -> proof(said);
          case 2 -> verdict(said);
          default -> throw new IOException("the server asked for more than SCRAM has");
        };
      } catch (ScramException | ScramRuntimeException | IllegalArgumentException unacceptable) {
        throw new IOException(
            "what the server said is not SCRAM: " + unacceptable.getMessage(), unacceptable);
      }
    }

    private byte[] proof(String said) throws ScramException, IOException {
      if (!SERVER_FIRST.matcher(said).matches()) {
        throw new IOException("what the server said is not SCRAM");
      }
      int iterations = client.serverFirstMessage(said).getIterationCount();
      if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
        throw new IOException(
            "the server asks for "
                + iterations
                + " iterations, which is not between "
                + MIN_ITERATIONS
                + " and "
                + MAX_ITERATIONS);
      }
      return octets(client.clientFinalMessage().toString());
    }

    /** An error in place of the server's signature is answered: a reply that says no follows. */
    private byte[] verdict(String said) throws ScramException {
      try {
        client.serverFinalMessage(said);
        serverIsKnown = true;
      } catch (ScramServerErrorException refused) {
        refusal = Optional.of(refused.getServerError());
      }
      return new byte[0];
    }

    @Override
    public Optional<String> refusal() {
      return refusal;
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
