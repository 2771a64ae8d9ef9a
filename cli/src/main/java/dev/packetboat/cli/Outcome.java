package dev.packetboat.cli;

import dev.packetboat.cli.MessageReport.Trouble;
import java.util.Collection;
import java.util.function.Predicate;

/** The exit status that follows from all reports: the first that applies. Pure. */
final class Outcome {

  private Outcome() {}

  static ExitStatus of(Collection<MessageReport> reports, boolean interrupted) {
    Predicate<Predicate<MessageReport>> any = matches -> reports.stream().anyMatch(matches);
    if (interrupted) {
      return ExitStatus.INTERRUPTED;
    }
    if (any.test(report -> report.trouble() == Trouble.CREDENTIALS)) {
      return ExitStatus.REFUSED;
    }
    if (any.test(report -> report.has(Status.FAILED))) {
      return ExitStatus.FAILED;
    }
    if (any.test(report -> report.has(Status.UNKNOWN) || report.trouble() == Trouble.CONTENT)) {
      return ExitStatus.UNKNOWN;
    }
    return any.test(report -> report.has(Status.DEFERRED)) ? ExitStatus.DEFERRED : ExitStatus.DONE;
  }
}
