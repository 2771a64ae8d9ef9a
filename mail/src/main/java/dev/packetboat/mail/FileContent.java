package dev.packetboat.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;

/** A file, read whenever the content is opened. */
final class FileContent implements Content {

  private final Path file;

  FileContent(Path file) {
    this.file = Objects.requireNonNull(file, "file");
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public OptionalLong size() {
    try {
      return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
    } catch (IOException e) {
      // Whoever opens it will be told why.
      return OptionalLong.empty();
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
