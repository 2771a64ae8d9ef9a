package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written for people: where there is a terminal, and where there is none. */
class OutputTest {

  private static final String ESCAPE = "\u001b";

  @TempDir private Path folder;

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("letter.eml"), text).toString();
  }

  private String[] send(MailServer server, String... more) throws IOException {
    String letter = write("From: joe@client.test\nTo: ann@mx.test\n\nHello\n");
    String[] args = {"send", "--tls", "none", "--relay", "127.0.0.1:" + server.port(), letter};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  @Test
  void aReportForPeopleSaysWhoGotItAndWhoDidNot() throws IOException {
    try (var server =
        MailServer.builder()
            .rule(Rule.rejectRecipient("bob@mx.test", "550-5.1.1 no\n550 5.1.1 such user"))
            .start()) {
      Ran ran = Ran.packetboat(send(server, "--to", "ann@mx.test", "--to", "bob@mx.test"));
      String at = "at 127.0.0.1 [127.0.0.1]:" + server.port() + " in clear text: ";

      assertThat(ran.outLines())
          .containsExactly(
              folder.resolve("letter.eml") + ": partial, 49 octets",
              "  delivered  ann@mx.test  " + at + "250 2.0.0 ok: queued as 1",
              "  failed     bob@mx.test  " + at + "550 5.1.1 no / 5.1.1 such user");
    }
  }

  @Test
  void aTerminalGetsColourAndABar() throws IOException {
    try (var server = MailServer.start()) {
      Ran ran = Ran.atATerminal(Map.of(), send(server));

      assertThat(ran.out()).contains(ESCAPE + "[32mdelivered" + ESCAPE + "[0m");
      assertThat(ran.err()).contains("100 %");
    }
  }

  @Test
  void manyMessagesGetABarOfMessagesBelowTheReports() throws IOException {
    try (var server = MailServer.start()) {
      String[] args = send(server);
      Ran ran = Ran.atATerminal(Map.of(), send(server, args[args.length - 1]));

      assertThat(ran.err())
          .startsWith("\r[................] 0 %  0 of 2")
          .contains("] 50 %  1 of 2  ")
          .contains("/s", ":", " left")
          .contains("\r[################] 100 %  2 of 2")
          .endsWith("\r");
    }
  }

  @Test
  void amongThousandsOnlyThoseThatAreNotDeliveredAreListedAtATerminal() throws IOException {
    var box = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String to = i % 100 == 50 ? "bob" : "ann";
      box.append("From joe\nFrom: joe@client.test\nTo: %s@mx.test\n\nHello\n\n".formatted(to));
    }
    String letters = Files.writeString(folder.resolve("box.mbox"), box).toString();
    try (var server =
        MailServer.builder()
            .without(Extension.CHUNKING)
            .rule(Rule.rejectRecipient("bob@mx.test", "550 no"))
            .start()) {
      String[] args = {"send", "--tls", "none", "--relay", "127.0.0.1:" + server.port(), letters};
      Ran watched = Ran.atATerminal(Map.of("NO_COLOR", "1"), args);
      Ran written = Ran.packetboat(args);

      assertThat(watched.outLines())
          .filteredOn(line -> line.contains("box.mbox#"))
          .containsExactly(letters + "#51: failed", letters + "#151: failed");
      assertThat(watched.outLines())
          .contains(
              "and 198 that were delivered; --json lists them",
              "  messages    200: 198 delivered, 2 failed");
      assertThat(written.outLines()).filteredOn(line -> line.contains("box.mbox#")).hasSize(200);
      assertThat(written.out()).doesNotContain("--json lists them");
    }
  }

  @Test
  void noColorIsHeeded() throws IOException {
    try (var server = MailServer.start()) {
      Ran ran = Ran.atATerminal(Map.of("NO_COLOR", "1"), send(server));

      assertThat(ran.out()).contains("delivered").doesNotContain(ESCAPE);
    }
  }

  @Test
  void noProgressIsHeededAtATerminal() throws IOException {
    try (var server = MailServer.start()) {
      assertThat(Ran.atATerminal(Map.of(), send(server, "--no-progress")).err()).isEmpty();
    }
  }

  @Test
  void aFileGetsNeither() throws IOException {
    try (var server = MailServer.start()) {
      Ran ran = Ran.packetboat(send(server));

      assertThat(ran.out()).doesNotContain(ESCAPE);
      assertThat(ran.err()).isEmpty();
    }
  }

  @Test
  void jsonIsNeverColoured() throws IOException {
    try (var server = MailServer.start()) {
      assertThat(Ran.atATerminal(Map.of(), send(server, "--json", "--no-progress")).out())
          .startsWith("{")
          .doesNotContain(ESCAPE);
    }
  }

  @Test
  void whatAMessageHoldsCannotSteerTheTerminal() throws IOException {
    String letter = write("From: joe@client.test\nTo: \u001b]0;title\u0007 nobody\n\nHello\n");
    Ran sent = Ran.packetboat("send", "--relay", "127.0.0.1:1", letter);
    Ran listed = Ran.packetboat("recipients", letter);

    assertThat(sent.out()).contains("title").doesNotContain(ESCAPE);
    assertThat(listed.err()).contains("title").doesNotContain(ESCAPE);
  }

  @Test
  void outputThatCannotBeWrittenIsTold() throws IOException {
    var err = new java.io.ByteArrayOutputStream();
    var full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("no space left");
          }
        };
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(full, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            false,
            false);
    int status = Main.run(terminal, "recipients", write("To: ann@mx.test\n\n"));

    assertThat(status).isEqualTo(74);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("standard output").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"'', help.txt", "send, help-send.txt"})
  void helpIsAsItWasAgreed(String command, String expected) throws IOException {
    Ran ran = command.isEmpty() ? Ran.packetboat("--help") : Ran.packetboat(command, "--help");

    try (InputStream agreed = OutputTest.class.getResourceAsStream(expected)) {
      assertThat(ran.out()).isEqualTo(new String(agreed.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void versionIsOneLine() {
    Ran ran = Ran.packetboat("--version");

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).matches("packetboat \\d+\\.\\d+\\.\\d+\\S*\\R");
  }
}
