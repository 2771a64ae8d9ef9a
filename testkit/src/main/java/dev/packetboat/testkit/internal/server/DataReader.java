package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.internal.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads content up to the lone dot and takes the stuffed dots out. Only CRLF ends a line, so that
 * only CRLF, dot, CRLF ends the content; a CR or LF alone spoils it. Spoilt content is read to its
 * end too, so that the session goes on. For one content and one thread.
 */
final class DataReader {

  /** Why content cannot be taken. */
  enum Fault {
    BARE_LINE_END,
    LINE_TOO_LONG,
    TOO_LARGE
  }

  /**
   * What was read.
   *
   * @param octets none where there is a fault
   * @param size how many they are, or would have been
   */
  record Content(byte[] octets, long size, Optional<Fault> fault) {}

  private enum State {
    LINE_START,
    DOT,
    DOT_CR,
    TEXT,
    CR,
    END
  }

  private final long longestContent;
  private final int longestLine;
  private State state = State.LINE_START;
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
  private long size;
  private int line;
  private @Nullable Fault fault;

  DataReader(long longestContent, int longestLine) {
    this.longestContent = longestContent;
    this.longestLine = longestLine;
  }

  /** Reads so many octets at most; gives whether the content has ended. */
  boolean readUpTo(long count, Wire wire) throws IOException {
    for (long read = 0; read < count && state != State.END; read++) {
      int octet = wire.read();
      if (octet < 0) {
        throw new EOFException("the client left in the middle of the content");
      }
      state = next(octet);
    }
    return state == State.END;
  }

  /** Reads what is left. */
  Content read(Wire wire) throws IOException {
    readUpTo(Long.MAX_VALUE, wire);
    return new Content(octets.toByteArray(), size, Optional.ofNullable(fault));
  }

  // RFC 5321 §4.5.2: a dot at the start of a line is taken away; alone it is the end
  private State next(int octet) {
    return switch (state) {
      case LINE_START -> octet == '.' ? State.DOT : text(octet);
      case DOT -> octet == '\r' ? State.DOT_CR : text(octet);
      case DOT_CR -> octet == '\n' ? State.END : afterCr(octet);
      case TEXT -> text(octet);
      case CR -> afterCr(octet);
      case END -> throw new IllegalStateException("nothing is read after the end");
    };
  }

  private State text(int octet) {
    if (octet == '\r') {
      return State.CR;
    }
    if (octet == '\n') {
      spoil(Fault.BARE_LINE_END);
    }
    keep(octet);
    if (++line > longestLine) {
      spoil(Fault.LINE_TOO_LONG);
    }
    return State.TEXT;
  }

  private State afterCr(int octet) {
    keep('\r');
    if (octet == '\n') {
      keep('\n');
      line = 0;
      return State.LINE_START;
    }
    spoil(Fault.BARE_LINE_END); // RFC 5321 §2.3.8
    return text(octet);
  }

  private void keep(int octet) {
    if (++size > longestContent) {
      spoil(Fault.TOO_LARGE);
    }
    if (fault == null) {
      octets.write(octet);
    }
  }

  private void spoil(Fault found) {
    if (fault == null) {
      fault = found;
      octets.reset();
    }
  }
}
