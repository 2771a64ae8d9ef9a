package dev.packetboat.mail;

import dev.packetboat.mail.internal.Spool;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was in a stream that can be read only once, kept to be read again: see {@link
 * Content#spool}. Closing it deletes the temporary file in which a large one is kept; it cannot be
 * opened afterwards.
 */
public final class SpooledContent implements Content, Closeable {

  private final Spool spool;
  private volatile boolean closed;

  private SpooledContent(Spool spool) {
    this.spool = spool;
  }

  static SpooledContent read(InputStream in) throws IOException {
    Spool spool = new Spool();
    boolean complete = false;
    try {
      in.transferTo(spool);
      spool.complete();
      complete = true;
      return new SpooledContent(spool);
    } finally {
      if (!complete) {
        spool.close();
      }
    }
  }

  @Override
  public InputStream open() throws IOException {
    if (closed) {
      throw new IOException("this content is closed");
    }
    return spool.open();
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(spool.size());
  }

  @Override
  public Optional<Path> file() {
    return closed ? Optional.empty() : spool.file();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    spool.close();
  }

  @Override
  public String toString() {
    return spool.size() + " octets spooled";
  }
}
