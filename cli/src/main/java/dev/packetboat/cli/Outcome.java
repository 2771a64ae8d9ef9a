package dev.packetboat.cli;

import dev.packetboat.cli.MessageReport.Trouble;

/** The exit status that follows from all reports: the first that applies. One thread at a time. */
final class Outcome {

  private boolean refused;
  private boolean failed;
  private boolean unknown;
  private boolean deferred;

  /** One more report. */
  void add(MessageReport report) {
    refused |= report.trouble() == Trouble.CREDENTIALS;
    failed |= report.has(Status.FAILED);
    unknown |= report.has(Status.UNKNOWN) || report.trouble() == Trouble.CONTENT;
    deferred |= report.has(Status.DEFERRED);
  }

  /** What they come to. */
  ExitStatus status(boolean interrupted) {
    if (interrupted) {
      return ExitStatus.INTERRUPTED;
    }
    if (refused) {
      return ExitStatus.REFUSED;
    }
    if (failed) {
      return ExitStatus.FAILED;
    }
    if (unknown) {
      return ExitStatus.UNKNOWN;
    }
    return deferred ? ExitStatus.DEFERRED : ExitStatus.DONE;
  }
}
