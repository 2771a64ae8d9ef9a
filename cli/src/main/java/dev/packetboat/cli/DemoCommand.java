package dev.packetboat.cli;

import dev.packetboat.cli.sandbox.BuiltInWorld;
import dev.packetboat.testkit.ReceivedMessage;
import dev.packetboat.testkit.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code packetboat demo}: the command itself, run in a world of DNS and mail servers. */
final class DemoCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
    Options.of(
        spec,
        "Delivers letters in a built-in world of DNS and mail servers: no root, no network, nothing"
            + " kept.");
  }

  /** The command for picocli. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("packetboat-demo");
    try (World world = BuiltInWorld.of(BuiltInWorld.few()).start()) {
      return show(world, folder);
    } finally {
      deleteAll(folder);
    }
  }

  private int show(World world, Path folder) throws IOException {
    say("A small world has been started in this process, on loopback addresses:");
    for (BuiltInWorld.Place place : BuiltInWorld.few()) {
      say("  %-14s %s".formatted(place.domain(), place.habit()));
    }
    say("");
    int known = run(world, folder, "mx", "bigcorp.test", "tiny.test", "nomail.test");
    Path hello = letter(folder, "hello.eml", "To: Tom <tom@tiny.test>", "Hello", "Hello, Tom.");
    int traced = run(world, folder, "send", "--direct", "--trace", hello);
    Path agenda =
        letter(
            folder,
            "agenda.eml",
            "To: Ann <ann@bigcorp.test>, nobody@bigcorp.test\n"
                + "Cc: tom@tiny.test, eve@nomail.test\nBcc: bob@bigcorp.test",
            "Agenda",
            "Each of you has an outcome of his own,\nand nobody sees that Bob got it too.");
    int mixed = run(world, folder, "send", "--direct", agenda);
    tellWhatArrived(world);
    say("");
    say("Try next");
    say(
        "  packetboat sandbox                              keeps such a world running, with a page of what it received");
    say(
        "  packetboat send --direct --helo YOUR.HOST.NAME letter.eml      straight to the recipients' servers");
    say(
        "  packetboat send --relay HOST --user YOU --password-env VAR letter.eml      through your provider");
    say("  packetboat mx DOMAIN                            who takes mail for a domain");
    boolean asExpected = known == 0 && traced == 0 && mixed == ExitStatus.FAILED.code();
    return asExpected ? ExitStatus.DONE.code() : ExitStatus.FAILED.code();
  }

  private void tellWhatArrived(World world) {
    say("What arrived in that world:");
    for (ReceivedMessage message : world.received()) {
      say(
          "  "
              + message.takenBy()
              + " took a message for "
              + String.join(", ", message.recipients())
              + (message.text().contains("Bcc:") ? ", with its Bcc" : ", without Bcc"));
    }
  }

  private void say(String line) {
    terminal.out().println(line);
  }

  private static Path letter(
      Path folder, String name, String recipients, String subject, String text) throws IOException {
    String message =
        """
        From: Joe <joe@example.test>
        %s
        Subject: %s
        Message-ID: <%s@example.test>
        MIME-Version: 1.0

        %s
        """
            .formatted(recipients, subject, name, text);
    return Files.writeString(folder.resolve(name), message);
  }

  /** Runs the command as a shell would, and shows how. */
  private int run(World world, Path folder, String command, Object... arguments) {
    List<String> typed = new ArrayList<>(List.of(command));
    typed.addAll(List.of("--dns", "127.0.0.1:" + world.nameServer().address().getPort()));
    if (command.equals("send")) {
      typed.addAll(List.of("--port", Integer.toString(world.port()), "--helo", "example.test"));
    }
    for (Object argument : arguments) {
      typed.add(argument.toString());
    }
    say(terminal.bold("$ packetboat " + String.join(" ", typed).replace(folder + "/", "")));
    var written = new ByteArrayOutputStream();
    var both = new PrintStream(written, false, StandardCharsets.UTF_8);
    int status =
        Main.run(
            new Terminal(
                terminal.in(), both, both, terminal.environment(), terminal.outIsTerminal(), false),
            typed.toArray(String[]::new));
    terminal.out().print(written.toString(StandardCharsets.UTF_8).replace(folder + "/", ""));
    say("exit status " + status);
    say("");
    return status;
  }

  private static void deleteAll(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
