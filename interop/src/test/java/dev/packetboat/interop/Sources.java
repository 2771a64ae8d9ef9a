package dev.packetboat.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own files. */
final class Sources {

  private Sources() {}

  static Path root() {
    return Path.of(System.getProperty("packetboat.root", "..")).toAbsolutePath().normalize();
  }

  static String text(String file) {
    try {
      return Files.readString(root().resolve(file));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** All Java files below {@code src/main} or {@code src/test} of these modules. */
  static List<Path> java(String kind, String... modules) {
    return Stream.of(modules)
        .map(module -> root().resolve(module).resolve("src").resolve(kind))
        .flatMap(Sources::files)
        .filter(file -> file.toString().endsWith(".java"))
        .toList();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
