package dev.packetboat.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A mail server of a Debian package that {@code ./check} unpacks and does not install, because it
 * cannot stand beside Postfix. It sees a host name and a user that this machine does not have.
 *
 * @param program to be run
 * @param libraries that it needs and that are not installed
 */
record Unpacked(Path program, Path libraries) {

  /** Skips the test where it is not there, or may not be run like this. */
  static Unpacked of(String debianPackage, String program) {
    Path files = Path.of("target", "servers", debianPackage).toAbsolutePath();
    assumeTrue(
        Files.isExecutable(files.resolve(program)),
        "needs " + debianPackage + "; as root run: ./check");
    assumeTrue(mayMount(), "needs root with the right to mount, to start " + debianPackage);
    return new Unpacked(files.resolve(program), libraries(files));
  }

  private static Path libraries(Path files) {
    Path all = files.resolve("usr/lib");
    if (!Files.isDirectory(all)) {
      return files;
    }
    try (Stream<Path> folders = Files.list(all)) {
      return folders
          .filter(folder -> folder.toString().endsWith("-linux-gnu"))
          .findAny()
          .orElse(files);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean mayMount() {
    try {
      return new ProcessBuilder("unshare", "--uts", "--mount", "true").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /**
   * The command that runs it.
   *
   * @param folder for its files
   * @param hostName what it takes for the name of this machine
   * @param user who is there for it, with the rights of nobody
   */
  List<String> command(Path folder, String hostName, String user, String... options) {
    try {
      Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost " + hostName + "\n");
      Files.writeString(
          folder.resolve("passwd"),
          Programs.text(Path.of("/etc/passwd")) + user + ":x:65534:65534::/:/bin/false\n");
      Files.writeString(
          folder.resolve("group"), Programs.text(Path.of("/etc/group")) + user + ":x:65534:\n");
      Files.writeString(
          folder.resolve("start"),
          """
          set -e
          hostname %s
          for file in hosts passwd group; do mount --bind "%s/$file" /etc/$file; done
          export LD_LIBRARY_PATH="%s"
          exec "$@"
          """
              .formatted(hostName, folder, libraries));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    List<String> command =
        new ArrayList<>(List.of("unshare", "--uts", "--mount", "sh", folder + "/start"));
    command.add(program.toString());
    command.addAll(List.of(options));
    return command;
  }
}
