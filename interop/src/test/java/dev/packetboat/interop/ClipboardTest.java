package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clipboard of a real X server, and none. */
class ClipboardTest {

  private static final String LETTER =
      "From: joe@client.test\nTo: ann@mx.test\n\nFrom the clipboard.\n";

  @TempDir private Path folder;

  private ProcessBuilder command(String... args) {
    var line =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.packetboat.cli.Main"));
    line.addAll(List.of(args));
    return new ProcessBuilder(line).redirectErrorStream(true);
  }

  private static String run(ProcessBuilder builder, Map<String, String> environment, int status)
      throws IOException, InterruptedException {
    builder.environment().remove("DISPLAY");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(status);
    return output;
  }

  @Test
  void whatTheClipboardHoldsIsSent() throws IOException, InterruptedException {
    Programs.assumeInstalled("xvfb xclip", "/usr/bin/Xvfb", "/usr/bin/xclip");
    Path display = folder.resolve("display");
    Process screen =
        new ProcessBuilder("/bin/sh", "-c", "exec Xvfb -displayfd 3 -nolisten tcp 3>" + display)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("xvfb.log").toFile())
            .start();
    try (var server = dev.packetboat.testkit.MailServer.start()) {
      Programs.await(() -> Programs.text(display).endsWith("\n"), "a display");
      var environment = Map.of("DISPLAY", ":" + Programs.text(display).strip());
      Path text = Files.writeString(folder.resolve("text"), LETTER);
      var clip = new ProcessBuilder("xclip", "-selection", "clipboard", "-quiet", text.toString());
      clip.environment().putAll(environment);
      Process owner =
          clip.redirectOutput(folder.resolve("xclip.log").toFile())
              .redirectErrorStream(true)
              .start();
      try {
        Programs.await(
            () -> Programs.text(folder.resolve("xclip.log")).contains("Waiting"), "xclip");
        run(
            command("send", "--clipboard", "--relay", "127.0.0.1:" + server.port()),
            environment,
            0);

        assertThat(server.received().get(0).text()).isEqualTo(LETTER.replace("\n", "\r\n"));
      } finally {
        Programs.end(owner);
      }
    } finally {
      Programs.end(screen);
    }
  }

  @Test
  void withoutADisplayThatIsSaidInOneLine() throws IOException, InterruptedException {
    String output = run(command("send", "--clipboard", "--relay", "127.0.0.1:1"), Map.of(), 78);

    assertThat(output.lines()).hasSize(1);
    assertThat(output).startsWith("packetboat: --clipboard: ");
  }
}
