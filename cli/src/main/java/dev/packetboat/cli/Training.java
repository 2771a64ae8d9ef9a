package dev.packetboat.cli;

import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.NameServer;
import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.Zone;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs once what people run every day, so that the build can keep all the classes that it needs,
 * loaded and linked, in an archive: a start from there takes a quarter of the time.
 */
final class Training {

  private Training() {}

  /** Runs it; the last command ends the process as it always does. */
  public static void main(String[] args) throws IOException {
    Path letter = Files.createTempFile("packetboat-training", ".eml");
    letter.toFile().deleteOnExit();
    Files.writeString(
        letter,
        """
        From: Joe <joe@example.test>
        To: Ann <ann@example.test>, nobody
        Cc: bob@example.test
        Subject: training
        Message-ID: <1@example.test>

        Hello.
        """);
    try (MailServer relay = MailServer.start();
        MailServer exchanger = exchanger();
        NameServer names = NameServer.serving(zone())) {
      String server = "127.0.0.1:" + relay.port();
      String dns = "127.0.0.1:" + names.address().getPort();
      for (List<String> command : commands(server, letter.toString())) {
        run(command);
      }
      for (int port : List.of(relay.port(), exchanger.port())) {
        directCommands(dns, Integer.toString(port), letter.toString()).forEach(Training::run);
      }
      Main.main(
          new String[] {
            "send", "--json", "--relay", server, "--to", "ann@example.test", letter.toString()
          });
    }
  }

  private static List<List<String>> commands(String server, String letter) {
    return List.of(
        List.of("--help"),
        List.of("send", "--help"),
        List.of("demo"),
        List.of("probe", server),
        List.of("probe", "--json", server),
        List.of("recipients", letter),
        List.of("recipients", "--json", letter),
        List.of("send", "--relay", server, "--notify", "failure", letter),
        List.of("send", "--relay", "localhost", "no such file"),
        List.of("send", "--relay", server, "--json", "--connections", "2", letter, letter));
  }

  /** With TLS, as most have it. */
  private static MailServer exchanger() {
    return MailServer.builder()
        .startTls(TestCertificates.authority().server("mx.example.test"))
        .start();
  }

  /** All at one address, which every system has. */
  private static Zone zone() {
    return new Zone()
        .mx("example.test", 10, "mx.example.test")
        .a("mx.example.test", "127.0.0.1")
        .a("tiny.test", "127.0.0.1")
        .nullMx("nomail.test");
  }

  private static List<List<String>> directCommands(String dns, String port, String letter) {
    List<String> send = List.of("send", "--direct", "--dns", dns, "--port", port);
    return List.of(
        List.of("mx", "--dns", dns, "example.test", "tiny.test", "nomail.test", "nowhere.test"),
        List.of("mx", "--json", "--dns", dns, "example.test", "nowhere.test"),
        with(send, letter),
        with(send, "--json", "--to", "ann@example.test", letter),
        with(send, "--to", "bob@tiny.test", "--to", "eve@nomail.test", letter, letter));
  }

  private static List<String> with(List<String> command, String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toList();
  }

  private static void run(List<String> command) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(InputStream.nullInputStream(), nowhere, nowhere, Map.of(), false, false);
    Main.run(terminal, command.toArray(String[]::new));
  }
}
