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
    return destination.isOftenBlocked() && mayBeBlocked(setbacks)
        ? blocked(told, destination)
        : told;
  }

  private static int weight(Setback setback, boolean allPermanent) {
    boolean fits = allPermanent || setback.answer() != Answer.PERMANENT;
    return (fits ? 2 : 0) + (setback.word().isPresent() ? 1 : 0);
  }

  /**
   * No host that has an address could be connected to, and some address refused or was silent: what
   * a provider's block looks like. That others have no route does not speak against it: many
   * networks have no IPv6.
   */
  private static boolean mayBeBlocked(List<Setback> setbacks) {
    List<Setback> hosts =
        setbacks.stream()
            .filter(setback -> !setback.reason().code().equals(Reason.NO_ADDRESS))
            .toList();
    return hosts.stream().allMatch(setback -> setback.reason().code().equals(Reason.CONNECT))
        && hosts.stream()
            .flatMap(setback -> setback.attempts().stream())
            .anyMatch(Decisive::isRefusedOrTimedOut);
  }

  private static boolean isRefusedOrTimedOut(Attempt attempt) {
    return attempt.error().contains("refused") || attempt.error().contains("timed out");
  }

  private static Setback blocked(Setback setback, Destination destination) {
    String way =
        destination instanceof Destination.ByRelay
            ? "; the provider may block port 25: use the relay's port for submission, 587"
            : "; the provider may block the port:" + " send through a relay, --relay HOST";
    return new Setback(
        setback.scope(),
        setback.answer(),
        setback.word(),
        setback.status(),
        new Reason(Reason.PORT_BLOCKED, setback.reason().text() + way),
        setback.attempts());
  }
}
