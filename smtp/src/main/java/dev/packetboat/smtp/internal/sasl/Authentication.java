package dev.packetboat.smtp.internal.sasl;

import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SaslMechanism;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.util.Iterator;
import java.util.Optional;

/**
 * AUTH (RFC 4954): the mechanisms that can be used are tried as far as the server allows, which is
 * almost always no further than the first.
 */
public final class Authentication {

  /** Sends a line and gives the reply to it. */
  @FunctionalInterface
  public interface Line {

    /**
     * Sends {@code open}, a blank and {@code secret}.
     *
     * @param open what everybody may see of the line; empty where all of it is secret
     * @param secret the rest of it; empty where there is none
     */
    Reply call(String open, String secret) throws SmtpException;
  }

  private static final int REFUSED = 535; // RFC 4954 §6: authentication credentials invalid

  private final MechanismChoice choice;
  private final Line wire;

  public Authentication(MechanismChoice choice, Line wire) {
    this.choice = choice;
    this.wire = wire;
  }

  /**
   * Authenticates by the first mechanism that can be used, or by the one that is named. The next
   * one is tried only where the server says that it does not do this one after all, never after a
   * wrong password: that would lock out users who mistyped once.
   *
   * @return the name of the mechanism
   */
  public String run(Credentials credentials, Optional<String> named) throws SmtpException {
    Iterator<SaslMechanism> usable = choice.among(credentials, named).iterator();
    while (true) {
      SaslMechanism mechanism = usable.next();
      SaslDialogue dialogue = new SaslDialogue(mechanism, choice.context(), wire);
      Reply reply = dialogue.run();
      if (reply.code() == REFUSED && dialogue.mayBeRepeated()) {
        SaslDialogue renewed = new SaslDialogue(mechanism, choice.context(), wire);
        if (!renewed.beginsLike(dialogue)) { // with the same token the answer would be the same
          dialogue = renewed;
          reply = renewed.run();
        }
      }
      // RFC 4954 §6 has 235 for this. Another 2xx can mean nothing but yes, and a server that did
      // not mean it would refuse MAIL.
      if (reply.isPositive()) {
        return mechanism.name();
      }
      if (!usable.hasNext() || !isAboutTheMechanism(reply)) {
        throw refused(mechanism, dialogue, reply);
      }
    }
  }

  // RFC 4954 §4, §6: not recognised, or too weak
  private static boolean isAboutTheMechanism(Reply reply) {
    return reply.code() == 504 || reply.code() == 534;
  }

  private static SmtpException refused(
      SaslMechanism mechanism, SaslDialogue dialogue, Reply reply) {
    At at =
        At.phase(Phase.AUTH)
            .command("AUTH " + mechanism.name())
            .reply(reply)
            .sessionUsable(reply.code() != 421);
    String why =
        dialogue.refusal().map(reason -> " (it gives as its reason: " + reason + ")").orElse("");
    return new SmtpException.AuthenticationFailed(
        at, "the server refused " + mechanism.name() + ": " + reply + why);
  }
}
