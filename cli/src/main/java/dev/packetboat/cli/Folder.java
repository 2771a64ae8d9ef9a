package dev.packetboat.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The files of a folder, each a message, in the order of their names. What begins with a dot is
 * none, nor is a folder in the folder. Of each its name is kept, and how it was when the folder was
 * read.
 */
final class Folder implements Sources {

  private static final int MANY = 1000;

  private final Path folder;
  private final Path[] names;
  private final long[] stamps;

  private Folder(Path folder, Path[] names, long[] stamps) {
    this.folder = folder;
    this.names = names;
    this.stamps = stamps;
  }

  /** Those whose name is wanted. */
  static Folder list(Path folder, Predicate<String> wanted) throws IOException {
    Path[] found = names(folder, wanted).toArray(Path[]::new);
    Arrays.parallelSort(found); // where they are many
    long[] stamps = new long[found.length];
    IntStream numbers = IntStream.range(0, found.length);
    boolean[] isMessage = new boolean[found.length];
    try {
      (found.length > MANY ? numbers.parallel() : numbers)
          .forEach(i -> isMessage[i] = stamp(folder.resolve(found[i]), stamps, i));
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      if (isMessage[i]) {
        found[count] = found[i];
        stamps[count] = stamps[i];
        count++;
      }
    }
    return new Folder(folder, Arrays.copyOf(found, count), Arrays.copyOf(stamps, count));
  }

  /** Notes how a file is now. Gives no where it is none. */
  private static boolean stamp(Path file, long[] stamps, int number) {
    try {
      BasicFileAttributes attributes = CheckedFile.attributes(file);
      stamps[number] = CheckedFile.stamp(attributes);
      return attributes.isRegularFile();
    } catch (NoSuchFileException gone) {
      // It went while the folder was read, or is a link to nothing: no message is there.
      return false;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  // Paths: not every name that a folder may hold is a text that leads back to the file.
  private static List<Path> names(Path folder, Predicate<String> wanted) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
      for (Path path : inside) {
        String name = path.getFileName().toString();
        if (!name.startsWith(".") && wanted.test(name)) {
          names.add(path.getFileName());
        }
      }
    } catch (DirectoryIteratorException unreadable) {
      throw unreadable.getCause();
    }
    return names;
  }

  /** The files themselves. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path name : names) {
      files.add(folder.resolve(name));
    }
    return files;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public Source get(int number) {
    Path file = folder.resolve(names[number]);
    return new Source(file.toString(), new CheckedFile(file, stamps[number]));
  }

  @Override
  public void close() {}
}
