package dev.packetboat.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The command, run in this process, and what it wrote. */
record Ran(int status, String out, String err) {

  static Ran packetboat(String... args) {
    return with(Map.of(), "", args);
  }

  static Ran with(Map<String, String> environment, String standardInput, String... args) {
    return run(environment, standardInput, false, args);
  }

  /** Where a person reads both what is written and what goes wrong. */
  static Ran atATerminal(Map<String, String> environment, String... args) {
    return run(environment, "", true, args);
  }

  private static Ran run(
      Map<String, String> environment, String standardInput, boolean terminals, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            terminals,
            terminals);
    int status = Main.run(terminal, args);
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  List<String> outLines() {
    return out.lines().toList();
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
