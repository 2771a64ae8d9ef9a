package dev.packetboat.mail;

import dev.packetboat.mail.internal.Spool;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.OptionalLong;

/** What a writer writes: straight to where it is wanted, or to a spool for who wants to read it. */
final class WrittenContent implements Content {

  private final ContentWriter writer;

  WrittenContent(ContentWriter writer) {
    this.writer = Objects.requireNonNull(writer, "writer");
  }

  @Override
  public InputStream open() throws IOException {
    Spool spool = new Spool();
    boolean complete = false;
    try {
      writer.writeTo(spool);
      spool.complete();
      InputStream in = new SpoolStream(spool);
      complete = true;
      return in;
    } finally {
      if (!complete) {
        spool.close();
      }
    }
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.empty();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    writer.writeTo(out);
  }

  @Override
  public String toString() {
    return "what a writer writes";
  }

  /** Closes the spool with itself. */
  private static final class SpoolStream extends FilterInputStream {

    private final Spool spool;

    SpoolStream(Spool spool) throws IOException {
      super(spool.open());
      this.spool = spool;
    }

    @Override
    public void close() throws IOException {
      try (spool) {
        super.close();
      }
    }
  }
}
