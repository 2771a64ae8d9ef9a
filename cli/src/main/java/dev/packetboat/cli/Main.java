package dev.packetboat.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code packetboat}. */
@Command(
    name = "packetboat",
    description = "Sends mail: through a relay, with an honest outcome for every recipient.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SendCommand.class,
      RecipientsCommand.class,
      ProbeCommand.class,
      DemoCommand.class
    },
    mixinStandardHelpOptions = true,
    version = "packetboat 0.1.0",
    footer = {
      "",
      "Begin with",
      "  packetboat demo                    see it at work, without network",
      "  packetboat send --help             all about sending",
      "",
      "Exit status",
      "   0  done                           69  some recipient failed for good",
      "  64  the arguments are wrong        74  some outcome is unknown, or reading failed",
      "  65  a message or an address is     75  some are deferred: send again to those",
      "      unusable, or nobody is named   77  authentication was refused",
      "  66  no such file                   78  the configuration is wrong",
      " 130  interrupted"
    })
public final class Main {

  private Main() {}

  /** Runs the command and exits. */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(
            System.in, out, System.err, System.getenv(), Boolean.getBoolean("packetboat.terminal"));
    int status = run(terminal, args);
    out.flush();
    if (Interruption.isPending()) {
      Interruption.leave();
    } else {
      System.exit(status);
    }
  }

  /** Runs the command. Gives its exit status. */
  static int run(Terminal terminal, String... args) {
    CommandLine commandLine = new CommandLine(new Main(), new Commands(terminal));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.hasColour() ? Ansi.ON : Ansi.OFF));
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setUsageHelpWidth(100);
    commandLine.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    commandLine.setParameterExceptionHandler((wrong, arguments) -> usage(terminal, wrong));
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(terminal, failure));
    if (args.length == 0) {
      commandLine.usage(terminal.err(), commandLine.getColorScheme());
      return ExitStatus.USAGE.code();
    }
    int status = commandLine.execute(args);
    terminal.out().flush();
    return status;
  }

  private static int usage(Terminal terminal, ParameterException wrong) {
    String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String message = String.valueOf(wrong.getMessage());
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      message = "unknown: " + String.join(" ", unmatched.getUnmatched());
    }
    terminal.error(message + "; see " + name + " --help");
    return ExitStatus.USAGE.code();
  }

  private static int failed(Terminal terminal, Exception failure) throws Exception {
    if (failure instanceof Refusal refusal) {
      terminal.error(String.valueOf(refusal.getMessage()));
      return refusal.status().code();
    }
    throw failure;
  }

  /** Makes the subcommands and gives them the terminal. */
  private record Commands(Terminal terminal) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == SendCommand.class) {
        return type.cast(new SendCommand(terminal));
      }
      if (type == RecipientsCommand.class) {
        return type.cast(new RecipientsCommand(terminal));
      }
      if (type == ProbeCommand.class) {
        return type.cast(new ProbeCommand(terminal));
      }
      if (type == DemoCommand.class) {
        return type.cast(new DemoCommand(terminal));
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
