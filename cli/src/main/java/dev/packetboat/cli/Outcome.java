package dev.packetboat.cli;

import java.util.Collection;
import java.util.function.Predicate;

/** The exit status that follows from all reports: the first that applies. */
final class Outcome {

  private Outcome() {}

  static ExitStatus of(Collection<MessageReport> reports, boolean interrupted) {
    Predicate<Predicate<MessageReport>> any = matches -> reports.stream().anyMatch(matches);
    if (interrupted) {
      return ExitStatus.INTERRUPTED;
    }
    if (any.test(MessageReport::refusedCredentials)) {
      return ExitStatus.REFUSED;
    }
    if (any.test(report -> report.has(Status.FAILED))) {
      return ExitStatus.FAILED;
    }
    if (any.test(report -> report.has(Status.UNKNOWN) || report.unreadable())) {
      return ExitStatus.UNKNOWN;
    }
    return any.test(report -> report.has(Status.DEFERRED)) ? ExitStatus.DEFERRED : ExitStatus.DONE;
  }
}
