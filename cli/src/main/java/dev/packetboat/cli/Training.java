package dev.packetboat.cli;

import dev.packetboat.testkit.MailServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
    try (MailServer relay = MailServer.start()) {
      String server = "127.0.0.1:" + relay.port();
      for (List<String> command : commands(server, letter.toString())) {
        run(command);
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

  private static void run(List<String> command) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(InputStream.nullInputStream(), nowhere, nowhere, Map.of(), false, false);
    Main.run(terminal, command.toArray(String[]::new));
  }
}
