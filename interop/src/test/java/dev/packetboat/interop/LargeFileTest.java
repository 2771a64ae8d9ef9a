package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of 1 GiB goes through a JVM with a heap of 64 MiB, into Postfix's smtp-sink. */
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
