package dev.packetboat.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** A file, read whenever the content is opened. */
final class FileContent implements Content {

  private static final int LEAST_READ = 4 * 1024;
  private static final int MOST_READ = 64 * 1024;

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
  public Optional<Path> file() {
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[Math.clamp(size().orElse(0) + 1, LEAST_READ, MOST_READ)];
    try (InputStream in = open()) { // an interrupt does not close it, as it would a channel
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
      }
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
