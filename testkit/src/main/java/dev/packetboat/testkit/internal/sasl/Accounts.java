package dev.packetboat.testkit.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in. Immutable.
 *
 * @param passwords by user
 * @param tokens bearer tokens by user
 */
public record Accounts(Map<String, String> passwords, Map<String, String> tokens) {

  public Accounts {
    passwords = Map.copyOf(passwords);
    tokens = Map.copyOf(tokens);
  }

  Optional<String> password(String user) {
    return Optional.ofNullable(passwords.get(user));
  }

  Answer checkPassword(String user, String password) {
    return check(user, passwords.get(user), password);
  }

  Answer checkToken(String user, String token) {
    return check(user, tokens.get(user), token);
  }

  private static Answer check(String user, @Nullable String right, String given) {
    if (right == null) {
      return new Answer.Refused("no such user: " + user);
    }
    boolean same = MessageDigest.isEqual(octets(right), octets(given));
    return same ? new Answer.Accepted(user) : new Answer.Refused("a wrong secret for " + user);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
