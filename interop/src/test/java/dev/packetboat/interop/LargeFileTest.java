package dev.packetboat.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpSession;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.testkit.TestCertificates;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A file of 1 GiB goes through a JVM with a heap of 64 MiB, into Postfix's smtp-sink; smaller ones
 * by chunks into a Postfix that keeps them.
 */
class LargeFileTest {

  private static final long SIZE = 1L << 30;
  private static final String SINK = "/usr/sbin/smtp-sink";

  @TempDir private Path folder;

  @Test
  void memoryStaysSmallWhateverTheSize() throws IOException, InterruptedException {
    Programs.assumeInstalled("postfix", SINK);
    int port = Programs.freePort();
    Path log = folder.resolve("sink.log");
    Process sink = Programs.start(log, List.of(SINK, "-u", "postfix", "127.0.0.1:" + port, "10"));
    try {
      Programs.awaitPort(port, sink, log);
      Path letter = letter();
      Path output = folder.resolve("output");
      Process command =
          Programs.start(
              output,
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.packetboat.cli.Main",
                  "send",
                  "--json",
                  "--relay",
                  "127.0.0.1:" + port,
                  letter.toString()));

      assertThat(command.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(command.exitValue()).as(Programs.text(output)).isZero();
      assertThat(Programs.text(output))
          .contains("\"status\":\"delivered\"")
          .contains("\"size\":" + SIZE);
    } finally {
      Programs.end(sink);
    }
  }

  /** Read once, or where it goes on otherwise than it began, offered a second time. */
  @ParameterizedTest(name = "{0}, with {1} late")
  @CsvSource({"NONE,", "ENCRYPTED,", "NONE, a bare LF", "ENCRYPTED, 8 bit"})
  void arrivesByChunksAsItIs(TlsMode tls, @Nullable String late) throws IOException {
    String surprise = late == null ? "" : late.equals("8 bit") ? "\u00fc" : "\n";
    String body = "..to and fro, and back again\r\n".repeat(100_000) + surprise + "the end\r\n";
    String header = "From: joe@client.test\r\nSubject: minutes\r\n";
    Path letter = folder.resolve("letter.eml");
    Files.writeString(letter, header + "Bcc: zoe@mx.test\r\n\r\n" + body, ISO_8859_1);
    try (PostfixServer postfix =
            PostfixServer.builder().identity(TestCertificates.selfSigned("localhost")).start();
        SmtpSession session =
            SmtpClient.relay("127.0.0.1")
                .port(postfix.port())
                .localName("client.test")
                .tls(tls)
                .connect()) {
      assertThat(session.extensions().offers("CHUNKING")).isTrue();

      Receipt receipt =
          session.send(Envelope.from("joe@client.test").to("ann@mx.test"), Content.of(letter));

      String sent = header + "\r\n" + body;
      assertThat(receipt.size()).isEqualTo(sent.length() + (surprise.equals("\n") ? 1 : 0));
      String kept = PostfixServer.withoutTrace(postfix.awaitMessage(receipt.reply().text()));
      // Postfix names itself in further fields, and keeps lines that end with LF.
      assertThat(kept.substring(kept.indexOf("From: "))).isEqualTo(sent.replace("\r\n", "\n"));
      assertThat(postfix.messages()).isEqualTo(1);
    }
  }

  private Path letter() throws IOException {
    Path letter = folder.resolve("large.eml");
    byte[] header =
        "From: joe@client.test\r\nTo: ann@mx.test\r\nSubject: x\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] block = ("x".repeat(62) + "\r\n").repeat(1024).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(letter))) {
      out.write(header);
      long left = SIZE - header.length;
      for (; left >= block.length; left -= block.length) {
        out.write(block);
      }
      // the last line fills up to the size
      out.write("x".repeat((int) left - 2).getBytes(StandardCharsets.US_ASCII));
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return letter;
  }
}
