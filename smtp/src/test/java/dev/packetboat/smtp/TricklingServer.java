package dev.packetboat.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * Answers EHLO, and the next command with a line that grows by an octet every few milliseconds and
 * never ends.
 */
final class TricklingServer implements AutoCloseable {

  private final ServerSocket listener;

  TricklingServer() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    try (Socket socket = listener.accept()) {
      socket.setTcpNoDelay(true);
      say(socket, "220 x\r\n");
      readLine(socket);
      say(socket, "250 x\r\n");
      readLine(socket);
      say(socket, "250 ");
      while (true) {
        say(socket, "x");
        LockSupport.parkNanos(5_000_000);
      }
    } catch (IOException clientGaveUp) {
      // as wanted
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void readLine(Socket socket) throws IOException {
    int octet = socket.getInputStream().read();
    while (octet != '\n' && octet >= 0) {
      octet = socket.getInputStream().read();
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
