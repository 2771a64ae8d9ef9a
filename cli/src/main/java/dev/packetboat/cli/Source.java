package dev.packetboat.cli;

import dev.packetboat.mail.Content;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A message as it was named on the command line, not read yet.
 *
 * @param name under which it is reported
 */
record Source(String name, Content content) implements Sources {

  /** What stands for standard input, which is always one message. */
  static final String STANDARD_INPUT = "-";

  private static final int USUAL = 8 * 1024;
  private static final int MOST_IN_MEMORY = 64 * 1024;

  /** What is in this file. */
  static Source of(Path path) throws IOException, Refusal {
    if (!Files.exists(path)) {
      throw new Refusal(ExitStatus.NO_INPUT, path + ": no such file");
    }
    if (!Files.isReadable(path)) {
      throw new AccessDeniedException(path.toString(), null, "not allowed");
    }
    if (Files.isRegularFile(path)) {
      return new Source(path.toString(), CheckedFile.of(path));
    }
    // A pipe, such as the shell's <(...), can be read only once.
    try (InputStream in = Files.newInputStream(path)) {
      return spooled(path.toString(), in);
    }
  }

  /** What is left in this stream. */
  static Source spooled(String name, InputStream in) throws IOException {
    return new Source(name, Content.spool(in));
  }

  /**
   * The same, with its content in memory where that is little: then it is read once, however often
   * it is opened.
   */
  Source read() throws IOException {
    if (content instanceof CheckedFile file) {
      return file.read(MOST_IN_MEMORY).map(all -> new Source(name, all)).orElse(this);
    }
    byte[] octets = new byte[USUAL];
    int length = 0;
    // Not readNBytes, which asks the system for more than the octets.
    try (InputStream in = content.open()) {
      for (int more = 0; more >= 0; more = in.read(octets, length, octets.length - length)) {
        length += more;
        if (length == MOST_IN_MEMORY) {
          return this;
        }
        if (length == octets.length) {
          octets = Arrays.copyOf(octets, MOST_IN_MEMORY);
        }
      }
    }
    return new Source(name, Content.of(octets, 0, length));
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public Source get(int number) {
    return this;
  }

  @Override
  public void close() throws IOException {
    if (content instanceof Closeable kept) {
      kept.close();
    }
  }
}
