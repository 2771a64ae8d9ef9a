package dev.packetboat.bench.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** The server's side of TLS, without a socket. For one thread. */
final class TlsLayer {

  /** Takes what was encrypted: so many octets from the first one on. */
  interface Reader {
    void take(byte[] plain, int count);
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final byte[] plain;
  private ByteBuffer incoming;
  private ByteBuffer outgoing;

  TlsLayer(SSLContext context) throws IOException {
    engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.beginHandshake();
    int packet = engine.getSession().getPacketBufferSize();
    incoming = ByteBuffer.allocate(2 * packet);
    outgoing = ByteBuffer.allocate(2 * packet);
    plain = new byte[engine.getSession().getApplicationBufferSize()];
  }

  /** Takes what came over the wire; the reader gets each record. */
  void arrived(byte[] octets, int count, Reader reader) throws IOException {
    incoming = roomFor(incoming, count);
    incoming.put(octets, 0, count);
    incoming.flip();
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrap(NOTHING);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> unwrap(reader);
          };
    }
    incoming.compact();
  }

  private boolean runTasks() {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
    return true;
  }

  private boolean unwrap(Reader reader) throws IOException {
    SSLEngineResult result = engine.unwrap(incoming, ByteBuffer.wrap(plain));
    if (result.bytesProduced() > 0) {
      reader.take(plain, result.bytesProduced());
    }
    return result.getStatus() == SSLEngineResult.Status.OK
        && (incoming.hasRemaining()
            || result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING);
  }

  private boolean wrap(ByteBuffer octets) throws IOException {
    SSLEngineResult result;
    do {
      outgoing = roomFor(outgoing, engine.getSession().getPacketBufferSize());
      result = engine.wrap(octets, outgoing);
    } while (octets.hasRemaining() && result.getStatus() == SSLEngineResult.Status.OK);
    return result.getStatus() == SSLEngineResult.Status.OK;
  }

  /** What stands on the wire for these octets. */
  ByteBuffer wrap(byte[] octets) throws IOException {
    wrap(ByteBuffer.wrap(octets));
    return outgoing();
  }

  /** What is to be written since the last time; empty where there is nothing. */
  ByteBuffer outgoing() {
    byte[] taken = new byte[outgoing.position()];
    outgoing.get(0, taken);
    outgoing.clear();
    return ByteBuffer.wrap(taken);
  }

  private static ByteBuffer roomFor(ByteBuffer buffer, int count) {
    if (buffer.remaining() >= count) {
      return buffer;
    }
    return ByteBuffer.allocate(2 * (buffer.position() + count)).put(buffer.flip());
  }
}
