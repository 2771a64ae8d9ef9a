package dev.packetboat.smtp;

import dev.packetboat.smtp.internal.sasl.Bearer;
import dev.packetboat.smtp.internal.sasl.CramMd5;
import dev.packetboat.smtp.internal.sasl.External;
import dev.packetboat.smtp.internal.sasl.Login;
import dev.packetboat.smtp.internal.sasl.Plain;
import dev.packetboat.smtp.internal.sasl.Scram;
import dev.packetboat.smtp.internal.sasl.Secret;
import java.util.List;

/**
 * Who we are, and how we can show it: mechanisms from the strongest to the weakest, of which the
 * first is used that the server offers and the connection allows. Immutable. The secret never shows
 * in {@link #toString()}, transcripts or exceptions.
 */
public final class Credentials {

  private final String who;
  private final List<SaslMechanism> mechanisms;

  private Credentials(String who, List<SaslMechanism> mechanisms) {
    this.who = who;
    this.mechanisms = List.copyOf(mechanisms);
  }

  /**
   * A user's name and password: SCRAM-SHA-256-PLUS, SCRAM-SHA-256, SCRAM-SHA-1-PLUS, SCRAM-SHA-1,
   * PLAIN, LOGIN, CRAM-MD5.
   *
   * @throws IllegalArgumentException where either is empty or holds a control character
   */
  public static Credentials password(String user, String password) {
    Secret secret = new Secret(user, password);
    return new Credentials(
        user,
        List.of(
            new Scram("SCRAM-SHA-256-PLUS", secret),
            new Scram("SCRAM-SHA-256", secret),
            new Scram("SCRAM-SHA-1-PLUS", secret),
            new Scram("SCRAM-SHA-1", secret),
            new Plain(secret),
            new Login(secret),
            new CramMd5(secret)));
  }

  /**
   * The same, for a password that is at hand as an array. It is copied: clear the array when you
   * like, the copy lives as long as these credentials do.
   *
   * @throws IllegalArgumentException where either is empty or holds a control character
   */
  public static Credentials password(String user, char[] password) {
    return password(user, new String(password));
  }

  /**
   * A user's name and bearer tokens of OAuth 2: OAUTHBEARER (RFC 7628), XOAUTH2.
   *
   * @throws IllegalArgumentException where the user is empty or holds a control character
   */
  public static Credentials token(String user, TokenSource tokens) {
    return new Credentials(
        user, List.of(Bearer.oauthBearer(user, tokens), Bearer.xoauth2(user, tokens)));
  }

  /** Who the client certificate says we are: EXTERNAL (RFC 4422 appendix A). */
  public static Credentials external() {
    return new Credentials("", List.of(new External("")));
  }

  /**
   * The same, acting as this user.
   *
   * @throws IllegalArgumentException where the user holds a control character
   */
  public static Credentials external(String user) {
    return new Credentials(user, List.of(new External(user)));
  }

  /**
   * Mechanisms of your own, the preferred one first.
   *
   * @throws IllegalArgumentException where there is none, or one has a name that no mechanism has
   */
  public static Credentials of(SaslMechanism... mechanisms) {
    if (mechanisms.length == 0) {
      throw new IllegalArgumentException("credentials need a mechanism");
    }
    for (SaslMechanism mechanism : mechanisms) {
      if (!mechanism.name().matches("[A-Z0-9_-]{1,20}")) { // RFC 4422 §3.1
        throw new IllegalArgumentException(mechanism.name() + " is not the name of a mechanism");
      }
    }
    return new Credentials("", List.of(mechanisms));
  }

  /** The mechanisms, the preferred one first. */
  public List<SaslMechanism> mechanisms() {
    return mechanisms;
  }

  @Override
  public String toString() {
    return "Credentials[" + who + ", ***]";
  }
}
