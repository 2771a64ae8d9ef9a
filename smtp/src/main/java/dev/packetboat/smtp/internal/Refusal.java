package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.RecipientPolicy;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.RecipientResult.NotAsked;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.util.List;
import java.util.Optional;

/**
 * What the server's answers mean for the message as a whole, in the words of an exception. Pure.
 */
final class Refusal {

  private final boolean sessionUsable;
  private final List<RecipientResult> results;

  Refusal(boolean sessionUsable, List<RecipientResult> results) {
    this.sessionUsable = sessionUsable;
    this.results = results;
  }

  SmtpException ofSender(String command, Reply reply) {
    return refused(Phase.MAIL, command, reply, "the sender was refused: " + reply);
  }

  SmtpException ofData(Reply reply) {
    return refused(Phase.DATA, "DATA", reply, "the server did not want the content: " + reply);
  }

  SmtpException amid(String command, Reply reply) {
    return refused(Phase.CONTENT, command, reply, "the server refused amid the content: " + reply);
  }

  SmtpException atEnd(String command, Reply reply) {
    return refused(
        Phase.CONTENT_END, command, reply, "the server refused the message at its end: " + reply);
  }

  /** Where each recipient was refused by itself at the end of the content. */
  SmtpException ofEach(String command, List<Reply> replies) {
    // One that may work later makes the whole worth another try.
    Reply telling = replies.stream().filter(Reply::isTransient).findFirst().orElse(replies.get(0));
    return refused(
        Phase.CONTENT_END,
        command,
        telling,
        "the server refused the message for every recipient: " + telling);
  }

  /**
   * The reason why nobody gets the message, where every recipient was refused, or one and the
   * policy is all or nothing.
   */
  Optional<SmtpException> ofRecipients(RecipientPolicy policy) {
    int accepted = 0;
    for (RecipientResult result : results) {
      accepted += result.isAccepted() ? 1 : 0;
    }
    boolean sends = policy == RecipientPolicy.ACCEPTED ? accepted > 0 : accepted == results.size();
    return sends ? Optional.empty() : Optional.of(ofRecipients());
  }

  // One that may work later makes the whole worth another try.
  private SmtpException ofRecipients() {
    Optional<RecipientResult> telling = first(true).or(() -> first(false));
    if (telling.isPresent() && telling.get().answer() instanceof RecipientResult.Refused no) {
      String command = "RCPT TO:<" + telling.get().recipient().address() + ">";
      String who =
          results.size() == 1
              ? "the recipient was refused: "
              : "recipients were refused: " + command + ": ";
      return refused(Phase.RCPT, command, no.reply(), who + no.reply());
    }
    return results.stream()
        .flatMap(
            result ->
                result.answer() instanceof NotAsked why
                    ? Optional.of(why).stream()
                    : Optional.<NotAsked>empty().stream())
        .findFirst()
        .<SmtpException>map(why -> unsupported(why, sessionUsable))
        .orElseThrow(() -> new IllegalStateException("the message has no recipient"));
  }

  private Optional<RecipientResult> first(boolean worthAnotherTry) {
    return results.stream()
        .filter(
            result ->
                result.answer() instanceof RecipientResult.Refused no
                    && (no.reply().isTransient() || !worthAnotherTry))
        .findFirst();
  }

  static SmtpException unsupported(NotAsked why) {
    return unsupported(why, true);
  }

  private static SmtpException unsupported(NotAsked why, boolean sessionUsable) {
    return new SmtpException.Unsupported(
        At.phase(Phase.RCPT).sessionUsable(sessionUsable), why.status(), why.reason());
  }

  private SmtpException refused(Phase phase, String command, Reply reply, String message) {
    At at = At.phase(phase).command(command).reply(reply).sessionUsable(sessionUsable);
    return new SmtpException.Refused(at, message, results);
  }
}
