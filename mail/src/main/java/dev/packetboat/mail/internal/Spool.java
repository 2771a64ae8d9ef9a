package dev.packetboat.mail.internal;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Octets written once and read often: in memory up to a bound, beyond it in a temporary file that
 * {@link #close} deletes. Written by one thread; once that is done, safe for several.
 */
public final class Spool extends OutputStream implements Closeable {

  /** How many octets stay in memory. */
  public static final int MEMORY = 1 << 20;

  // Deletes the file of a spool that nobody closed once nobody can read it any more.
  private static final Cleaner CLEANER = Cleaner.create();

  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private byte[] kept = {};
  private final Path folder;
  private @Nullable Path file;
  private @Nullable OutputStream fileOut;
  private long size;

  /** An empty spool whose file, if it needs one, is in the folder for temporary files. */
  public Spool() {
    this(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** An empty spool whose file, if it needs one, is in this folder. */
  public Spool(Path folder) {
    this.folder = folder;
  }

  @Override
  public void write(int octet) throws IOException {
    out(1).write(octet);
    size++;
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    out(length).write(octets, offset, length);
    size += length;
  }

  private OutputStream out(int more) throws IOException {
    if (fileOut != null) {
      return fileOut;
    }
    if (size + more <= MEMORY) {
      return memory;
    }
    // Readable for its owner alone, as createTempFile makes it where the file system knows owners.
    file = Files.createTempFile(folder, "packetboat-", ".eml");
    CLEANER.register(this, new Deletion(file));
    fileOut = new BufferedOutputStream(Files.newOutputStream(file));
    memory.writeTo(fileOut);
    memory = new ByteArrayOutputStream();
    return fileOut;
  }

  /** Knows the file and not the spool, which could otherwise never be abandoned. */
  private record Deletion(Path file) implements Runnable {
    @Override
    public void run() {
      // Whether it worked is nobody's concern any more.
      file.toFile().delete();
    }
  }

  /** Says that all is written. */
  public void complete() throws IOException {
    if (fileOut != null) {
      fileOut.close();
    }
    kept = memory.toByteArray();
    memory = new ByteArrayOutputStream();
  }

  /** How many octets were written. */
  public long size() {
    return size;
  }

  /** Where the octets are, if they are not in memory. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** A new stream of all octets written. */
  public InputStream open() throws IOException {
    return file == null ? new ByteArrayInputStream(kept) : Files.newInputStream(file);
  }

  @Override
  public void close() throws IOException {
    try {
      if (fileOut != null) {
        fileOut.close();
      }
    } finally {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    }
  }
}
