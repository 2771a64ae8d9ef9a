package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Attempt;
import dev.packetboat.delivery.Hop;
import dev.packetboat.delivery.Outcome;
import dev.packetboat.delivery.Reason;
import dev.packetboat.delivery.internal.FailurePolicy.Answer;
import dev.packetboat.delivery.internal.FailurePolicy.Scope;
import dev.packetboat.delivery.internal.FailurePolicy.Verdict;
import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.smtp.Reply;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a host did not take a message for a recipient.
 *
 * @param scope what the answer is about
 * @param answer its class
 * @param word what the server said and which server that was; empty where none spoke
 * @param status of our own, for an outcome without a server's word
 * @param reason in words
 * @param attempts the addresses that were tried in vain; empty where no host was tried
 */
record Setback(
    Scope scope,
    Answer answer,
    Optional<Word> word,
    EnhancedStatus status,
    Reason reason,
    List<Attempt> attempts) {

  /** A server's reply. */
  record Word(Hop hop, Reply reply) {}

  Setback {
    attempts = List.copyOf(attempts);
  }

  /** A server refused. */
  static Setback refused(Scope scope, Hop hop, Reply reply) {
    return new Setback(
        scope,
        reply.isPermanent() ? Answer.PERMANENT : Answer.TRANSIENT,
        Optional.of(new Word(hop, reply)),
        Statuses.OTHER_TRANSIENT,
        new Reason(Reason.SERVER, reply.toString()),
        List.of(new Attempt(hop.host(), address(hop), reply.toString())));
  }

  /** No server's word, and no host's fault. */
  static Setback ours(Answer answer, EnhancedStatus status, Reason reason) {
    return new Setback(Scope.OURS, answer, Optional.empty(), status, reason, List.of());
  }

  /** A host that could not be asked, or did not answer as it should. */
  static Setback host(Answer answer, EnhancedStatus status, Reason reason, Attempt... attempts) {
    return new Setback(Scope.SESSION, answer, Optional.empty(), status, reason, List.of(attempts));
  }

  /** The same, with addresses that were tried in vain before. */
  Setback after(List<Attempt> earlier) {
    return new Setback(
        scope,
        answer,
        word,
        status,
        reason,
        Stream.concat(earlier.stream(), attempts.stream()).toList());
  }

  private static Optional<InetAddress> address(Hop hop) {
    return Optional.of(hop.address().getAddress());
  }

  /** The outcome, where this decides. */
  Outcome outcome(Verdict verdict) {
    return switch (verdict) {
      case FAILED ->
          word.<Outcome>map(said -> Outcome.Failed.by(said.hop(), said.reply()))
              .orElseGet(() -> Outcome.Failed.own(Statuses.permanent(status), reason));
      case DEFERRED -> deferred();
      case UNKNOWN, DELIVERED, NEXT_HOST ->
          throw new IllegalArgumentException(verdict + " is not for a setback");
    };
  }

  private Outcome deferred() {
    if (word.isEmpty()) {
      return Outcome.Deferred.own(Statuses.transientOf(status), reason);
    }
    // Where the server's no would be for good but was not about the recipient, the reason says so.
    return answer == Answer.PERMANENT || !reason.code().equals(Reason.SERVER)
        ? Outcome.Deferred.by(word.get().hop(), word.get().reply(), reason)
        : Outcome.Deferred.by(word.get().hop(), word.get().reply());
  }
}
