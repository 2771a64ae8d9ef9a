package dev.packetboat.testkit.internal.sasl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLSession;

/**
 * RFC 5802 and RFC 7677: both sides show that they know the password, perhaps bound to the TLS
 * connection.
 */
final class Scram implements Exchange {

  /** The hash function, which makes the difference between the mechanisms. */
  enum Hash {
    SHA_1("SHA-1", "SHA1"),
    SHA_256("SHA-256", "SHA256");

    private final String digest;
    private final String hmac;
    private final String derivation;

    Hash(String digest, String inNames) {
      this.digest = digest;
      this.hmac = "Hmac" + inNames;
      this.derivation = "PBKDF2WithHmac" + inNames;
    }

    private byte[] digest(byte[] octets) throws GeneralSecurityException {
      return MessageDigest.getInstance(digest).digest(octets);
    }

    private byte[] mac(byte[] key, String text) throws GeneralSecurityException {
      Mac mac = Mac.getInstance(hmac);
      mac.init(new SecretKeySpec(key, hmac));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] derive(String password, byte[] salt) throws GeneralSecurityException {
      // RFC 5802 §2.2 asks for SASLprep; for what people type its heart is NFKC
      char[] prepared = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
      int bits = MessageDigest.getInstance(digest).getDigestLength() * 8;
      PBEKeySpec key = new PBEKeySpec(prepared, salt, ITERATIONS, bits);
      return SecretKeyFactory.getInstance(derivation).generateSecret(key).getEncoded();
    }
  }

  private enum State {
    FIRST,
    FINAL,
    VERIFIED
  }

  private static final int ITERATIONS = 4096; // RFC 7677 §4
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern CLIENT_FIRST =
      Pattern.compile(
          "(?<gs2>(?<flag>n|y|p=(?<type>[A-Za-z0-9.-]+)),(?:a=[^,]*)?,)(?<bare>n=(?<user>[^,]+),r=(?<nonce>[!-~&&[^,]]+)(?:,.*)?)");
  private static final Pattern CLIENT_FINAL =
      Pattern.compile(
          "(?<unproved>c=(?<binding>[^,]+),r=(?<nonce>[^,]+)(?:,.*)?),p=(?<proof>[^,]+)");

  private final Hash hash;
  private final boolean binds;
  private final Surroundings surroundings;
  private State state = State.FIRST;
  private String user = "";
  private String nonce = "";
  private String said = "";
  private byte[] expectedBinding = {};
  private byte[] saltedPassword = {};

  Scram(Hash hash, boolean binds, Surroundings surroundings) {
    this.hash = hash;
    this.binds = binds;
    this.surroundings = surroundings;
  }

  @Override
  public Answer next(byte[] response) {
    String text = new String(response, StandardCharsets.UTF_8);
    try {
      return switch (state) {
        case FIRST -> first(text);
        case FINAL -> last(text);
        case VERIFIED -> new Answer.Accepted(user);
      };
    } catch (GeneralSecurityException e) {
      return new Answer.Refused(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException notBase64) {
      return new Answer.Malformed(String.valueOf(notBase64.getMessage()));
    }
  }

  private Answer first(String text) throws GeneralSecurityException {
    Matcher message = CLIENT_FIRST.matcher(text);
    if (!message.matches()) {
      return new Answer.Malformed("not a first message: " + text);
    }
    boolean bound = message.group("flag").startsWith("p");
    if (bound != binds || (message.group("flag").equals("y") && surroundings.bindingOffered())) {
      return new Answer.Refused(
          "channel binding: gs2 flag " + message.group("flag") + " does not fit");
    }
    Optional<byte[]> binding = bound ? binding(message.group("type")) : Optional.of(new byte[0]);
    user = message.group("user").replace("=2C", ",").replace("=3D", "=");
    Optional<String> password = surroundings.accounts().password(user);
    if (binding.isEmpty() || password.isEmpty()) {
      return new Answer.Refused(
          binding.isEmpty() ? "no such channel binding: " + text : "no such user: " + user);
    }
    expectedBinding = join(message.group("gs2").getBytes(StandardCharsets.UTF_8), binding.get());
    byte[] salt = random(16);
    saltedPassword = hash.derive(password.get(), salt);
    nonce = message.group("nonce") + base64(random(18));
    String challenge = "r=" + nonce + ",s=" + base64(salt) + ",i=" + ITERATIONS;
    said = message.group("bare") + "," + challenge;
    state = State.FINAL;
    return Answer.Challenge.of(challenge);
  }

  private Optional<byte[]> binding(String type) throws GeneralSecurityException {
    Optional<SSLSession> session = surroundings.tls();
    return session.isEmpty() ? Optional.empty() : ChannelBinding.data(type, session.get());
  }

  private Answer last(String text) throws GeneralSecurityException {
    Matcher message = CLIENT_FINAL.matcher(text);
    if (!message.matches() || !message.group("nonce").equals(nonce)) {
      return new Answer.Malformed("not a final message, or of another exchange: " + text);
    }
    byte[] binding = Base64.getDecoder().decode(message.group("binding"));
    if (!Arrays.equals(binding, expectedBinding)) {
      return new Answer.Refused("the client is bound to another connection");
    }
    String all = said + "," + message.group("unproved");
    if (!isProof(Base64.getDecoder().decode(message.group("proof")), all)) {
      return new Answer.Refused("a wrong proof from " + user);
    }
    state = State.VERIFIED;
    byte[] serverKey = hash.mac(saltedPassword, "Server Key");
    return Answer.Challenge.of("v=" + base64(hash.mac(serverKey, all)));
  }

  // RFC 5802 §3: ClientKey is ClientProof XOR ClientSignature, and StoredKey its hash
  private boolean isProof(byte[] proof, String all) throws GeneralSecurityException {
    byte[] storedKey = hash.digest(hash.mac(saltedPassword, "Client Key"));
    byte[] key = hash.mac(storedKey, all);
    if (proof.length != key.length) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      key[i] ^= proof[i];
    }
    return MessageDigest.isEqual(hash.digest(key), storedKey);
  }

  private static byte[] random(int length) {
    byte[] octets = new byte[length];
    RANDOM.nextBytes(octets);
    return octets;
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
