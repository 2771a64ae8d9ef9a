package dev.packetboat.mime.internal;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A stream that knows its own errors from those of who reads it. Not thread-safe. */
final class SourceStream extends FilterInputStream {

  private Optional<IOException> failure = Optional.empty();

  SourceStream(InputStream in) {
    super(new BufferedInputStream(in));
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  @Override
  public int read(byte[] octets, int offset, int length) throws IOException {
    try {
      return super.read(octets, offset, length);
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  /** Throws what this stream has thrown, if it has. */
  void rethrowOwn() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }
}
