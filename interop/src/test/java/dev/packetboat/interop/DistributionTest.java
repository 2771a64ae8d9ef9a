package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip for other places: unpacked into a folder with a space, it runs. */
class DistributionTest {

  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  @TempDir private static Path folder;
  private static Path home = Path.of("");

  @BeforeAll
  static void unpack() throws IOException {
    Path target = Sources.root().resolve("cli/target");
    List<Path> zips;
    try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.empty()) {
      zips = files.filter(file -> file.toString().endsWith("-dist.zip")).toList();
    }
    assumeTrue(!zips.isEmpty(), "the zip is made by mvn package, and that was not run");
    Path place = folder.resolve("other place");
    try (ZipFile zip = new ZipFile(zips.getFirst().toFile())) {
      for (ZipEntry entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
        Path file = place.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
          Files.copy(content, file);
        }
        home = place.resolve(entry.getName().substring(0, entry.getName().indexOf('/')));
      }
    }
  }

  @Test
  void theScriptRunsFromAnotherFolder() throws IOException, InterruptedException {
    Ran ran =
        Ran.in(folder)
            .with("JAVA_HOME", JAVA_HOME.toString())
            .run("/bin/sh", home.resolve("bin/packetboat").toString(), "--version");

    assertThat(ran.output()).startsWith("packetboat ");
    assertThat(ran.status()).isZero();
  }

  @Test
  void withoutAJavaTheScriptSaysSoInOneLine() throws IOException, InterruptedException {
    Path tools = Ran.shellOnly(folder.resolve("tools"));
    Ran ran =
        Ran.in(folder)
            .with("PATH", tools.toString())
            .run("/bin/sh", home.resolve("bin/packetboat").toString(), "--version");

    assertThat(ran.output().lines()).hasSize(1);
    assertThat(ran.output()).contains("no Java 21 or newer").contains("JAVA_HOME");
    assertThat(ran.status()).isEqualTo(78);
  }

  // The demo looks up, encrypts and sends: every module is loaded, and reads what it needs.
  @Test
  void asModulesItRunsTheDemo() throws IOException, InterruptedException {
    Ran ran =
        Ran.in(folder)
            .run(
                JAVA_HOME.resolve("bin/java").toString(),
                "--module-path",
                home.resolve("lib").toString(),
                "--module",
                "dev.packetboat.cli/dev.packetboat.cli.Main",
                "demo");

    assertThat(ran.output()).contains("took a message for ann@bigcorp.test");
    assertThat(ran.status()).isZero();
  }
}
