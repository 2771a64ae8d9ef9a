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
      requireSame();
      return Files.newInputStream(file);
    } catch (NoSuchFileException gone) {
      throw new IOException("it is not there any more", gone);
    }
  }

  /** What is in it now, in memory; empty where that are so many octets or more. */
  Optional<Content> read(int most) throws IOException {
    try {
      long size = requireSame().size();
      return size < most ? Optional.of(read(file, (int) size)) : Optional.empty();
    } catch (NoSuchFileException gone) {
      throw new IOException("it is not there any more", gone);
    }
  }

  private static Content read(Path file, int size) throws IOException {
    byte[] octets = new byte[size + 1]; // where there is more, that is seen
    int length = 0;
    try (InputStream in = Files.newInputStream(file)) {
      int more = 0;
      while (more >= 0 && length < size) {
        more = in.read(octets, length, octets.length - length);
        length += Math.max(0, more);
      }
    }
    if (length != size) {
      throw changed();
    }
    return Content.of(octets, 0, size);
  }

  private BasicFileAttributes requireSame() throws IOException {
    BasicFileAttributes now = attributes(file);
    if (stamp(now) != stamp) {
      throw changed();
    }
    return now;
  }

  private static IOException changed() {
    return new IOException("it has changed since it was checked");
  }

  /** None where it has changed: {@link #open} says so. */
  @Override
  public Optional<Path> file() {
    try {
      BasicFileAttributes now = attributes(file);
      return now.isRegularFile() && stamp(now) == stamp ? Optional.of(file) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // whoever opens it will be told why
    }
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
