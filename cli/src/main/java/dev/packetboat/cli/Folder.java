package dev.packetboat.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * The files of a folder, each a message, in the order of their names. What begins with a dot is
 * none, nor is a folder in the folder. Of each its name is kept, and how it was when the folder was
 * read.
 */
final class Folder implements Sources {

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
    List<Path> found = names(folder, wanted);
    Path[] names = new Path[found.size()];
    long[] stamps = new long[found.size()];
    int count = 0;
    for (Path name : found) {
      try {
        BasicFileAttributes attributes = CheckedFile.attributes(folder.resolve(name));
        if (attributes.isRegularFile()) {
          names[count] = name;
          stamps[count] = CheckedFile.stamp(attributes);
          count++;
        }
      } catch (NoSuchFileException gone) {
        // It went while the folder was read, or is a link to nothing: no message is there.
      }
    }
    return new Folder(folder, Arrays.copyOf(names, count), Arrays.copyOf(stamps, count));
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
    Collections.sort(names);
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
