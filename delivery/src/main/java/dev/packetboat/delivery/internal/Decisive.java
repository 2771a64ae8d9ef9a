package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Attempt;
import dev.packetboat.delivery.Reason;
import dev.packetboat.delivery.internal.FailurePolicy.Answer;
import java.util.Comparator;
import java.util.List;

/**
 * Which of several setbacks tells most of why a recipient has no outcome but that no host is left.
 * A server's word tells more than that another could not be reached. Pure.
 */
final class Decisive {

  private Decisive() {}

  /** The last of those that tell most. */
  static Setback of(List<Setback> setbacks, boolean allPermanent, Destination destination) {
    if (setbacks.isEmpty()) {
      return Setback.ours(
          Answer.TRANSIENT,
          Statuses.SYSTEM,
          new Reason(Reason.NOT_ATTEMPTED, "not attempted: no host could be tried"));
    }
    Setback told =
        setbacks.reversed().stream()
            .max(Comparator.comparingInt(setback -> weight(setback, allPermanent)))
            .orElseThrow();
    return destination.isOftenBlocked() && setbacks.stream().allMatch(Decisive::mayBeBlocked)
        ? blocked(told)
        : told;
  }

  private static int weight(Setback setback, boolean allPermanent) {
    boolean fits = allPermanent || setback.answer() != Answer.PERMANENT;
    return (fits ? 2 : 0) + (setback.word().isPresent() ? 1 : 0);
  }

  /** Refused or timed out at every address: what a provider's block looks like. */
  private static boolean mayBeBlocked(Setback setback) {
    return setback.reason().code().equals(Reason.CONNECT)
        && setback.attempts().stream().allMatch(Decisive::isRefusedOrTimedOut);
  }

  private static boolean isRefusedOrTimedOut(Attempt attempt) {
    return attempt.error().contains("refused") || attempt.error().contains("timed out");
  }

  private static Setback blocked(Setback setback) {
    return new Setback(
        setback.scope(),
        setback.answer(),
        setback.word(),
        setback.status(),
        new Reason(
            Reason.PORT_BLOCKED,
            setback.reason().text()
                + "; the provider may block the port:"
                + " send through a relay, --relay HOST (Mailer.relay)"),
        setback.attempts());
  }
}
