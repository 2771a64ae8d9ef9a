package dev.packetboat.cli;

import picocli.CommandLine.Option;

/** What every subcommand has. */
final class HelpOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean shown;
}
