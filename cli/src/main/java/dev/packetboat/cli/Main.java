package dev.packetboat.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code packetboat}. */
public final class Main {

  private static final String VERSION = "packetboat 0.1.0";
  private static final String[] FOOTER = {
    "",
    "Begin with",
    "  packetboat demo                                     see it at work, without network",
    "  packetboat send --help                              all about sending, with examples",
    "  packetboat send --direct --helo YOUR.HOST.NAME letter.eml",
    "  packetboat send --relay HOST --user YOU --password-env VAR letter.eml",
    "",
    "Exit status",
    "   0  done                           70  a fault of this program",
    "  64  the arguments are wrong        74  some outcome is unknown, or reading failed",
    "  65  a message or an address is     75  some are deferred: send again to those",
    "      unusable, or nobody is named   77  authentication was refused",
    "  66  no such file                   78  the configuration is wrong",
    "  69  some recipient failed for good, or the server says no   130  interrupted"
  };

  private static final List<String> COMMANDS =
      List.of("send", "recipients", "mx", "probe", "demo", "sandbox");

  /**
   * Makes the threads of the command. No virtual ones: the JVM would wait 300 ms at its end for the
   * thread that waits for their sockets.
   */
  static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();

  private Main() {}

  /** Runs the command and exits. */
  public static void main(String[] args) {
    // Nor does picocli have to look for Groovy, java.sql and what else it could convert to.
    System.setProperty("picocli.disable.closures", "true");
    System.setProperty("picocli.converters.excludes", ".*");
    List<String> terminals = List.of(System.getProperty("packetboat.terminal", "").split(","));
    Terminal terminal =
        new Terminal(
            System.in,
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            System.getenv(),
            terminals.contains("out"),
            terminals.contains("err"));
    int status = run(terminal, args);
    Interruption.reported();
    System.exit(status);
  }

  /** In UTF-8, whatever the locale: addresses and messages are. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  /** Runs the command. Gives its exit status. */
  static int run(Terminal terminal, String... args) {
    boolean isCommand = args.length > 0 && COMMANDS.contains(args[0]);
    CommandLine commandLine = isCommand ? withOnly(args[0], terminal) : withAllCommands(terminal);
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
    int status = commandLine.execute(isCommand ? Arrays.copyOfRange(args, 1, args.length) : args);
    if (terminal.out().checkError()) {
      terminal.error("standard output: cannot be written, what stands above is not all");
      return status == ExitStatus.DONE.code() ? ExitStatus.UNKNOWN.code() : status;
    }
    return status;
  }

  private static CommandLine withAllCommands(Terminal terminal) {
    CommandSpec root = CommandSpec.create().name("packetboat");
    COMMANDS.forEach(name -> root.addSubcommand(name, command(name, terminal)));
    describe(root);
    return new CommandLine(root);
  }

  /** As one of them: what is not asked for need not be read. */
  private static CommandLine withOnly(String name, Terminal terminal) {
    return new CommandLine(command(name, terminal).name("packetboat " + name));
  }

  private static void describe(CommandSpec root) {
    Options.of(
        root,
        "Sends mail: straight to the recipients' own servers or through a relay, with an honest outcome for each.",
        FOOTER);
    root.usageMessage().synopsisSubcommandLabel("COMMAND");
    root.version(VERSION)
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .type(boolean.class)
                .description("Show the version.")
                .build());
  }

  private static CommandSpec command(String name, Terminal terminal) {
    return switch (name) {
      case "send" -> new SendCommand(terminal).spec();
      case "recipients" -> new RecipientsCommand(terminal).spec();
      case "mx" -> new MxCommand(terminal).spec();
      case "probe" -> new ProbeCommand(terminal).spec();
      case "demo" -> new DemoCommand(terminal).spec();
      case "sandbox" -> new SandboxCommand(terminal).spec();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static int usage(Terminal terminal, ParameterException wrong) {
    String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String message = String.valueOf(wrong.getMessage());
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      message = "unknown: " + first;
    }
    terminal.error(message + "; see " + name + " --help");
    return ExitStatus.USAGE.code();
  }

  private static int failed(Terminal terminal, Exception failure) {
    if (failure instanceof Refusal refusal) {
      terminal.error(String.valueOf(refusal.getMessage()));
      return refusal.status().code();
    }
    terminal.error("a fault of this program, please report it: " + failure);
    return ExitStatus.FAULT.code();
  }
}
