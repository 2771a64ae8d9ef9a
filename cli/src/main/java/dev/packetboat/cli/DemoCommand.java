package dev.packetboat.cli;

import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code packetboat demo}: the command itself, run against a server in this process. */
final class DemoCommand implements Callable<Integer> {

  private static final String PASSWORD = "correct horse battery staple";

  private final Terminal terminal;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
    Options.of(
        spec, "Sends three messages through a built-in relay: no root, no network, nothing kept.");
  }

  /** The command for picocli. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("packetboat-demo");
    TestCertificates authority = TestCertificates.authority();
    try (MailServer relay =
        MailServer.builder()
            .name("relay.test")
            .startTls(authority.server("localhost", "127.0.0.1"))
            .requireTls()
            .requireLogin()
            .user("joe", PASSWORD)
            .rule(Rule.rejectRecipient("nobody@bigcorp.test", "550 5.1.1 no such user here"))
            .start()) {
      authority.writePem(folder.resolve("authority.pem"));
      return show(relay, folder);
    } finally {
      deleteAll(folder);
    }
  }

  private int show(MailServer relay, Path folder) throws IOException {
    say("A relay has been started in this process, at 127.0.0.1 port " + relay.port() + ".");
    say("It wants TLS and a password, and it knows no nobody@bigcorp.test.");
    say("");
    Path hello = letter(folder, "hello.eml", "To: Ann <ann@bigcorp.test>", "Hello", "Hello, Ann.");
    Path agenda =
        letter(
            folder,
            "agenda.eml",
            "To: ann@bigcorp.test, nobody@bigcorp.test\nCc: bob@example.test",
            "Agenda",
            "One recipient of this letter does not exist. The others get it.");
    Path secret =
        letter(
            folder,
            "secret.eml",
            "To: bob@example.test\nBcc: eve@example.test",
            "Copies",
            "Eve gets this letter too, and Bob cannot see that.\n.\nA dot on a line of its own is no end.");

    int first = run(relay, folder, "--trace", hello);
    int second = run(relay, folder, agenda, secret);
    say(
        "The relay took "
            + relay.received().size()
            + " messages, for "
            + relay.received().stream().mapToInt(message -> message.recipients().size()).sum()
            + " recipients.");
    say("");
    say("Try next");
    say(
        "  packetboat send --relay HOST --user YOU --password-env VAR letter.eml     your own relay");
    say("  packetboat send --relay HOST letter.eml --json | ...                      for programs");
    say(
        "  packetboat probe HOST                                                     what a server offers");
    boolean asExpected = first == 0 && second == ExitStatus.FAILED.code();
    return asExpected ? ExitStatus.DONE.code() : ExitStatus.FAILED.code();
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

  /** Runs {@code packetboat send} as a shell would, and shows how. */
  private int run(MailServer relay, Path folder, Object... arguments) {
    List<String> typed = new ArrayList<>(List.of("send", "--relay", "127.0.0.1:" + relay.port()));
    typed.addAll(
        List.of("--tls", "required", "--cafile", folder.resolve("authority.pem").toString()));
    typed.addAll(List.of("--user", "joe", "--password-env", "DEMO_PASSWORD"));
    for (Object argument : arguments) {
      typed.add(argument.toString());
    }
    say(terminal.bold("$ packetboat " + String.join(" ", typed).replace(folder + "/", "")));
    Map<String, String> environment = new HashMap<>(terminal.environment());
    environment.put("DEMO_PASSWORD", PASSWORD);
    var written = new ByteArrayOutputStream();
    var both = new PrintStream(written, false, StandardCharsets.UTF_8);
    int status =
        Main.run(
            new Terminal(terminal.in(), both, both, environment, terminal.outIsTerminal(), false),
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
