package dev.packetboat.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A Unix domain socket that leads to a port of the loopback address. */
final class LocalDoor implements AutoCloseable {

  private final ServerSocketChannel listener;
  private final InetSocketAddress behind;

  LocalDoor(Path path, String host, int port) throws IOException {
    behind = new InetSocketAddress(host, port);
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path));
    Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel client = listener.accept();
        SocketChannel server = SocketChannel.open(behind);
        Thread.ofVirtual().start(() -> pass(client, server, () -> closeOutput(server)));
        Thread.ofVirtual().start(() -> pass(server, client, client));
      }
    } catch (IOException closed) {
      // Nobody comes in any more.
    }
  }

  private static void pass(ByteChannel from, ByteChannel to, Closeable atEnd) {
    ByteBuffer octets = ByteBuffer.allocate(16 * 1024);
    try (atEnd) {
      while (from.read(octets) >= 0) {
        octets.flip();
        while (octets.hasRemaining()) {
          to.write(octets);
        }
        octets.clear();
      }
    } catch (IOException gone) {
      // One of them hung up, and so does this.
    }
  }

  private static void closeOutput(SocketChannel server) {
    try {
      server.shutdownOutput();
    } catch (IOException gone) {
      // It is closed altogether.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
