package dev.packetboat.cli;

import java.io.PrintStream;
import java.util.Optional;

/**
 * Writes reports for programs: to standard output, and nothing else there.
 *
 * @param summaries where the summary goes, for people; empty where nobody looks
 */
record JsonReport(PrintStream out, Optional<PrintStream> summaries) implements ReportWriter {

  @Override
  public void begin(int messages) {}

  @Override
  public void write(MessageReport report) {
    JsonLines.write(out, report);
  }

  @Override
  public void end(Summary summary) {
    summaries.ifPresent(stream -> summary.lines().forEach(stream::println));
  }
}
