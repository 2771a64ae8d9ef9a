package dev.packetboat.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that are named on the command line, by number. None is kept in memory but those that
 * can be read only once: each is made of its file whenever it is asked for. Safe for use by several
 * threads.
 *
 * <p>A FILE is a message, a Maildir, of which {@code new} and {@code cur} count, a folder of
 * messages, or an mbox. What a file holds never decides what it is.
 */
interface Sources extends Closeable {

  /** What a FILE that is no folder holds. */
  enum Format {
    /** An mbox where its name ends in {@code .mbox}, else one message. */
    BY_NAME,
    MBOX;

    boolean isMbox(String name) {
      return this == MBOX || name.endsWith(".mbox");
    }
  }

  /** How many there are. */
  int size();

  /** The message with this number; the first has the number 0. */
  Source get(int number);

  /** Frees what messages that could be read only once were kept in. */
  @Override
  void close() throws IOException;

  /** All messages of these files, in this order. */
  static Sources of(List<String> files, Format format, InputStream standardInput) throws Refusal {
    if (files.size() == 1) {
      return of(files.get(0), format, standardInput);
    }
    List<Sources> parts = new ArrayList<>();
    for (String file : files) {
      parts.add(of(file, format, standardInput));
    }
    return new JoinedSources(parts);
  }

  /** The messages of one file; {@code -} is standard input. */
  static Sources of(String file, Format format, InputStream standardInput) throws Refusal {
    try {
      if (file.equals(Source.STANDARD_INPUT)) {
        return Source.spooled(file, standardInput);
      }
      Path path = Path.of(file);
      if (Files.isDirectory(path)) {
        return folder(path, format);
      }
      return format.isMbox(file) ? mbox(path) : Source.of(path);
    } catch (InvalidPathException noPath) {
      throw new Refusal(ExitStatus.NO_INPUT, file + ": no such file");
    } catch (IOException unreadable) {
      throw unreadable(file, unreadable);
    }
  }

  private static Sources folder(Path folder, Format format) throws IOException, Refusal {
    if (format == Format.MBOX) {
      throw new Refusal(
          ExitStatus.USAGE, folder + ": is a folder, and with --mbox every FILE is an mbox");
    }
    Path arrived = folder.resolve("new");
    Path seen = folder.resolve("cur");
    List<Sources> parts = new ArrayList<>();
    if (Files.isDirectory(arrived) && Files.isDirectory(seen)) {
      parts.add(Folder.list(arrived, name -> true));
      parts.add(Folder.list(seen, name -> true));
    } else {
      // An mbox among them is one here too: as a message it would go, whole, to whom its first
      // message is for.
      parts.add(Folder.list(folder, name -> !format.isMbox(name)));
      for (Path box : Folder.list(folder, format::isMbox).files()) {
        parts.add(mbox(box));
      }
    }
    Sources all = new JoinedSources(parts);
    if (all.size() == 0) {
      throw new Refusal(ExitStatus.NO_INPUT, folder + ": no message is in this folder");
    }
    return all;
  }

  private static Sources mbox(Path path) throws IOException, Refusal {
    Source box = Source.of(path);
    Mbox messages = Mbox.read(box);
    if (messages.size() == 0) {
      throw new Refusal(ExitStatus.NO_INPUT, path + ": no message is in this mbox");
    }
    return messages;
  }

  /** Says that reading failed, in the words of the system. */
  static Refusal unreadable(String name, IOException failure) {
    String why = failure instanceof AccessDeniedException ? "not allowed" : failure.getMessage();
    return new Refusal(ExitStatus.NO_INPUT, name + ": cannot be read: " + why);
  }
}
