package dev.packetboat.testkit.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** RFC 2195: the client shows by a digest that it knows the password. */
final class CramMd5 implements Exchange {

  private final Accounts accounts;
  private final byte[] challenge;

  CramMd5(Surroundings surroundings) {
    this.accounts = surroundings.accounts();
    String once = Long.toUnsignedString(ThreadLocalRandom.current().nextLong());
    this.challenge =
        "<%s@%s>".formatted(once, surroundings.hostName()).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Optional<byte[]> opening() {
    return Optional.of(challenge);
  }

  @Override
  public Answer next(byte[] response) {
    String text = new String(response, StandardCharsets.UTF_8);
    int space = text.lastIndexOf(' ');
    if (space < 0) {
      return new Answer.Malformed("not user SP digest");
    }
    String user = text.substring(0, space);
    Optional<String> password = accounts.password(user);
    if (password.isEmpty()) {
      return new Answer.Refused("no such user: " + user);
    }
    byte[] given = text.substring(space + 1).getBytes(StandardCharsets.UTF_8);
    boolean same =
        MessageDigest.isEqual(given, digest(password.get()).getBytes(StandardCharsets.US_ASCII));
    return same ? new Answer.Accepted(user) : new Answer.Refused("a wrong digest from " + user);
  }

  private String digest(String password) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
      return HexFormat.of().formatHex(mac.doFinal(challenge));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
