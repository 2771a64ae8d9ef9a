package dev.packetboat.smtp.internal.sasl;

import dev.packetboat.smtp.SaslMechanism;
import dev.packetboat.smtp.TokenSource;
import dev.packetboat.smtp.internal.CommandText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Bearer tokens of OAuth 2: OAUTHBEARER (RFC 7628) and the older XOAUTH2. A server that does not
 * like the token says why in a challenge, wants an answer to it, and refuses then.
 */
public final class Bearer implements SaslMechanism {

  private static final byte[] KVSEP = {1};

  private final boolean isStandard;
  private final String user;
  private final TokenSource tokens;

  private Bearer(boolean isStandard, String user, TokenSource tokens) {
    this.isStandard = isStandard;
    this.user = CommandText.checked("user name", user);
    this.tokens = tokens;
  }

  public static Bearer oauthBearer(String user, TokenSource tokens) {
    return new Bearer(true, user, tokens);
  }

  public static Bearer xoauth2(String user, TokenSource tokens) {
    return new Bearer(false, user, tokens);
  }

  @Override
  public String name() {
    return isStandard ? "OAUTHBEARER" : "XOAUTH2";
  }

  @Override
  public Exposure exposure() {
    return Exposure.SECRET;
  }

  @Override
  public Exchange start(Context context) {
    return new Exchange() {
      private String token = "";
      private Optional<String> refusal = Optional.empty();

      @Override
      public Optional<byte[]> initialResponse() throws IOException {
        token = tokens.token();
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
          throw new IOException("the token is empty or holds what no token may hold");
        }
        String message = isStandard ? standard(context, token) : "user=" + user + auth(token);
        return Optional.of(message.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public byte[] respond(byte[] challenge) throws IOException {
        if (refusal.isPresent()) {
          throw new IOException("the server asked for more than " + name() + " has");
        }
        refusal = Optional.of(new String(challenge, StandardCharsets.UTF_8).replace(token, "***"));
        return isStandard ? KVSEP.clone() : new byte[0]; // RFC 7628 §3.2.3
      }

      @Override
      public Optional<String> refusal() {
        return refusal;
      }

      @Override
      public boolean mayBeRepeated() {
        return true;
      }
    };
  }

  // RFC 7628 §3.1
  private String standard(Context context, String token) {
    String authzid = user.replace("=", "=3D").replace(",", "=2C"); // RFC 5801 §4
    return "n,a="
        + authzid
        + ",\1host="
        + context.host()
        + "\1port="
        + context.port()
        + auth(token);
  }

  private static String auth(String token) {
    return "\1auth=Bearer " + token + "\1\1";
  }

  @Override
  public String toString() {
    return name() + "[" + user + ", ***]";
  }
}
