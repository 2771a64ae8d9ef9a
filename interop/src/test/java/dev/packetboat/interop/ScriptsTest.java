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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts at the root: whether they find a JDK, and what they say when there is none. */
class ScriptsTest {

  @TempDir private Path folder;

  /**
   * Runs a shell with nothing on its path but what a shell needs, and these JDKs in the usual
   * folders.
   */
  private static String shell(Map<String, String> environment, int status, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(status);
    return output;
  }

  private Path tools() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool :
        List.of("sh", "dirname", "readlink", "sed", "find", "head", "mkdir", "rmdir", "cat")) {
      Path real = Path.of("/bin", tool);
      Path found = Files.exists(real) ? real : Path.of("/usr/bin", tool);
      executable(tools.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n");
    }
    return tools;
  }

  private static void executable(Path file, String script) throws IOException {
    assertThat(Files.writeString(file, script).toFile().setExecutable(true)).isTrue();
  }

  private static Path jdk(Path folder, String name, String version) throws IOException {
    Path bin = Files.createDirectories(folder.resolve(name).resolve("bin"));
    executable(bin.resolve("javac"), "#!/bin/sh\n");
    Files.writeString(
        folder.resolve(name).resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return folder.resolve(name);
  }

  private static String finding() {
    return ". '" + Sources.root() + "/.ci/jdk.sh'; find_jdk && echo \"$JAVA_HOME\"";
  }

  @ParameterizedTest
  @ValueSource(strings = {"21.0.2", "25", "26-ea"})
  void aJdkInAUsualFolderIsFoundWhenTheDefaultIsOlder(String version)
      throws IOException, InterruptedException {
    Path old = jdk(folder, "jdk-17", "17.0.15");
    Path recent = jdk(folder, "jdk-recent", version);
    var environment =
        Map.of(
            "PATH", tools().toString(),
            "JAVA_HOME", old.toString(),
            "PACKETBOAT_JDKS", old + " " + recent);

    assertThat(shell(environment, 0, "/bin/sh", "-c", finding()).strip())
        .isEqualTo(recent.toString());
  }

  @Test
  void withoutOneThatIsSaidInOneLine() throws IOException, InterruptedException {
    Path old = jdk(folder, "jdk-17", "17.0.15");
    var environment =
        Map.of(
            "PATH", tools().toString(),
            "JAVA_HOME", old.toString(),
            "PACKETBOAT_JDKS", old.toString());
    String output = shell(environment, 78, "/bin/sh", "-c", finding());

    assertThat(output.lines()).hasSize(1);
    assertThat(output).contains("no JDK 21 or newer").contains("JAVA_HOME");
  }
}
