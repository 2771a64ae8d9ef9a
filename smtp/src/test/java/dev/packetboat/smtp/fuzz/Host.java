package dev.packetboat.smtp.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** A port at which one encounter after the other takes place. */
final class Host implements AutoCloseable {

  private static final int BACKLOG = 5;

  private final ServerSocket listener;
  private volatile Optional<Encounter> current = Optional.empty();

  Host() throws IOException {
    listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return listener.getLocalPort();
  }

  void expect(Encounter encounter) {
    current = Optional.of(encounter);
  }

  private void serve() {
    try {
      while (true) {
        var socket = listener.accept();
        current.orElseThrow().accept(socket);
      }
    } catch (IOException closed) {
      // No more encounters here.
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
