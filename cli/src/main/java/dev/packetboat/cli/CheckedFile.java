package dev.packetboat.cli;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A file that can be opened as long as it stays what it was. */
final class CheckedFile implements Content {

  private final Path file;
  private final long stamp;

  CheckedFile(Path file, long stamp) {
    this.file = file;
    this.stamp = stamp;
  }

  /** As it is now. */
  static CheckedFile of(Path file) throws IOException {
    return new CheckedFile(file, stamp(attributes(file)));
  }

  static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class);
  }

  /** Size and time of the last change in one number, which is another after a change. */
  static long stamp(BasicFileAttributes attributes) {
    return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS) * 31 + attributes.size();
  }

  @Override
  public InputStream open() throws IOException {
    try {
      if (stamp(attributes(file)) != stamp) {
        throw new IOException("it has changed since it was checked");
      }
      return Files.newInputStream(file);
    } catch (NoSuchFileException gone) {
      throw new IOException("it is not there any more", gone);
    }
  }

  @Override
  public Optional<Path> file() {
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  @Override
  public OptionalLong size() {
    try {
      return OptionalLong.of(attributes(file).size());
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
