package dev.packetboat.cli;

import dev.packetboat.mail.Content;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A message as it was named on the command line, not read yet. One FILE may hold several: it is a
 * message, a folder of messages, or a Maildir, of which {@code new} and {@code cur} count.
 *
 * @param name under which it is reported
 */
record Source(String name, Content content) {

  /** What stands for standard input, which is always one message. */
  static final String STANDARD_INPUT = "-";

  /** The messages of a FILE; {@code -} is standard input. */
  static List<Source> of(String file, InputStream standardInput) throws Refusal {
    try {
      if (file.equals(STANDARD_INPUT)) {
        return List.of(new Source(file, Content.spool(standardInput)));
      }
      Path path = Path.of(file);
      return Files.isDirectory(path) ? inFolder(path) : List.of(single(path));
    } catch (InvalidPathException noPath) {
      throw new Refusal(ExitStatus.NO_INPUT, file + ": no such file");
    } catch (IOException unreadable) {
      throw unreadable(file, unreadable);
    }
  }

  private static Source single(Path path) throws IOException, Refusal {
    if (!Files.exists(path)) {
      throw new Refusal(ExitStatus.NO_INPUT, path + ": no such file");
    }
    if (!Files.isReadable(path)) {
      throw new AccessDeniedException(path.toString(), null, "not allowed");
    }
    if (Files.isRegularFile(path)) {
      return new Source(path.toString(), Content.of(path));
    }
    // A pipe, such as the shell's <(...), can be read only once.
    try (InputStream in = Files.newInputStream(path)) {
      return new Source(path.toString(), Content.spool(in));
    }
  }

  private static List<Source> inFolder(Path folder) throws IOException, Refusal {
    Path arrived = folder.resolve("new");
    Path seen = folder.resolve("cur");
    List<Path> messages = new ArrayList<>();
    if (Files.isDirectory(arrived) && Files.isDirectory(seen)) {
      messages.addAll(files(arrived));
      messages.addAll(files(seen));
    } else {
      messages.addAll(files(folder));
    }
    if (messages.isEmpty()) {
      throw new Refusal(ExitStatus.NO_INPUT, folder + ": no message is in this folder");
    }
    List<Source> sources = new ArrayList<>();
    for (Path message : messages) {
      sources.add(single(message));
    }
    return sources;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(path -> Files.isRegularFile(path))
          .sorted()
          .toList();
    }
  }

  /** Says that reading failed, in the words of the system. */
  static Refusal unreadable(String name, IOException failure) {
    String why = failure instanceof AccessDeniedException ? "not allowed" : failure.getMessage();
    return new Refusal(ExitStatus.NO_INPUT, name + ": cannot be read: " + why);
  }

  /** Frees what a message that could be read only once was kept in. */
  void release() throws IOException {
    if (content instanceof Closeable kept) {
      kept.close();
    }
  }
}
