package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.internal.wire.Wire;
import java.io.EOFException;
import java.io.IOException;

/**
 * Reads content up to the lone dot and takes the stuffed dots out. Only CRLF ends a line, so that
 * only CRLF, dot, CRLF ends the content. Spoilt content is read to its end too, so that the session
 * goes on. For one content and one thread.
 */
final class DataReader {

  private enum State {
    LINE_START,
    DOT,
    DOT_CR,
    TEXT,
    CR,
    END
  }

  private final ContentBuffer buffer;
  private State state = State.LINE_START;

  DataReader(ContentBuffer buffer) {
    this.buffer = buffer;
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
  ContentBuffer.Content read(Wire wire) throws IOException {
    readUpTo(Long.MAX_VALUE, wire);
    return buffer.content();
  }

  // RFC 5321 §4.5.2: a dot at the start of a line is taken away; alone it is the end
  private State next(int octet) {
    return switch (state) {
      case LINE_START -> octet == '.' ? State.DOT : text(octet);
      case DOT -> octet == '\r' ? State.DOT_CR : text(octet);
      case DOT_CR -> octet == '\n' ? State.END : afterDotCr(octet);
      case TEXT -> text(octet);
      case CR -> octet == '\n' ? lineEnd() : text(octet);
      case END -> throw new IllegalStateException("nothing is read after the end");
    };
  }

  private State text(int octet) {
    buffer.add(octet);
    return octet == '\r' ? State.CR : State.TEXT;
  }

  private State lineEnd() {
    buffer.add('\n');
    return State.LINE_START;
  }

  private State afterDotCr(int octet) {
    buffer.add('\r');
    return text(octet);
  }
}
