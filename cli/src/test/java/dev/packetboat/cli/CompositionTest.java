package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.MailServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code send --subject --attach}: a message made of options and a text. */
class CompositionTest {

  @TempDir private Path folder;

  private static Ran send(MailServer server, byte[] text, String... more) {
    var args = new ArrayList<>(List.of("send", "--json", "--tls", "none"));
    args.addAll(List.of("--relay", "127.0.0.1:" + server.port(), "--from", "joe@client.test"));
    args.addAll(List.of("--to", "ann@mx.test", "--to", "bob@mx.test"));
    args.addAll(List.of(more));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(text),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            false,
            false);
    int status = Main.run(terminal, args.toArray(String[]::new));
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theTextComesFromStandardInput() {
    try (var server = MailServer.start()) {
      Ran ran = send(server, utf8("Hello Ann.\n"), "--subject", "greetings");

      assertThat(ran.status()).isZero();
      assertThat(ran.out())
          .startsWith("{\"message\":\"-\",\"messageId\":\"<")
          .contains("\"from\":\"joe@client.test\"");
      assertThat(server.received().get(0).recipients())
          .containsExactly("ann@mx.test", "bob@mx.test");
      assertThat(server.received().get(0).text())
          .contains("From: joe@client.test\r\n")
          .contains("To: ann@mx.test, bob@mx.test\r\n")
          .contains("Subject: greetings\r\n")
          .contains("\r\n\r\nHello Ann.\r\n");
    }
  }

  @Test
  void filesAreAttachedInTheirOrder() throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.csv"), "a,b\n");
    Path image = Files.write(folder.resolve("logo.png"), new byte[] {0, 1, 2});
    try (var server = MailServer.start()) {
      Ran ran =
          send(
              server,
              utf8("Here they are."),
              "--attach",
              plan.toString(),
              "--attach",
              image.toString(),
              "-");

      assertThat(ran.status()).isZero();
      assertThat(server.received().get(0).text())
          .contains("multipart/mixed")
          .contains("Here they are.")
          .containsSubsequence("plan.csv", "logo.png", "AAEC");
    }
  }

  @Test
  void textThatIsNotInUtf8IsRefused() {
    try (var server = MailServer.start()) {
      Ran ran =
          send(server, new byte[] {'G', 'r', (byte) 0xfc, (byte) 0xdf, 'e'}, "--subject", "x");

      assertThat(ran.status()).isEqualTo(65);
      assertThat(ran.err()).contains("-: the text is not in UTF-8").hasLineCount(1);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void whatIsNoSubjectAndNoTextIsRefused() {
    try (var server = MailServer.start()) {
      Ran twoLines = send(server, utf8("x"), "--subject", "x\nBcc: eve@mx.test");
      Ran nul = send(server, utf8("x\0"), "--subject", "x");

      assertThat(twoLines.status()).isEqualTo(65);
      assertThat(twoLines.err()).contains("subject").hasLineCount(1);
      assertThat(nul.status()).isEqualTo(65);
      assertThat(nul.err()).contains("text").hasLineCount(1);
      assertThat(server.connections()).isZero();
    }
  }
}
