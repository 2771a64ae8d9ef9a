package dev.packetboat.smtp.internal.content;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a file, by which one sees that it has changed.
 *
 * @param size in octets
 * @param key by which the file system knows it, if it has such a thing
 */
record FileState(Path file, long size, FileTime modified, @Nullable Object key) {

  /** That of the file that holds a content, if one does. */
  static Optional<FileState> of(Content content) {
    Optional<Path> file =
        content.file().filter(path -> path.getFileSystem().equals(FileSystems.getDefault()));
    try {
      return file.isEmpty() ? Optional.empty() : Optional.of(of(file.get()));
    } catch (IOException unreadable) {
      return Optional.empty(); // whoever opens it will be told why
    }
  }

  private static FileState of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileState(
        file, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
  }

  /**
   * Makes sure that it has not changed.
   *
   * @throws ContentRefusedException where it has
   */
  void requireSame() throws IOException {
    FileState now = of(file);
    if (!equals(now)) {
      throw Outgoing.changed(
          now.size + " octets of " + now.modified + " instead of " + size + " of " + modified);
    }
  }
}
