package dev.packetboat.testkit.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mechanism LOGIN, which no RFC describes: the server asks for the user, then for the password.
 */
final class Login implements Exchange {

  private final Accounts accounts;
  private @Nullable String user;

  Login(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public Optional<byte[]> opening() {
    return Optional.of("Username:".getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public Answer next(byte[] response) {
    String text = new String(response, StandardCharsets.UTF_8);
    if (user != null) {
      return accounts.checkPassword(user, text);
    }
    user = text;
    return Answer.Challenge.of("Password:");
  }
}
