package dev.packetboat.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One address of a server, at which clients get in or do not. The port is the server's as long as
 * the door is not closed, also while nobody gets in. Safe for use by several threads.
 */
final class Door implements AutoCloseable {

  /** What happens to a client that comes to a door. */
  enum State {
    /** It gets in. */
    OPEN,
    /** Its connection is refused. */
    SHUT,
    /** It hears nothing. */
    DARK
  }

  private static final int BACKLOG = 512;
  private static final int CALLERS = 4;

  private final Consumer<Socket> host;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Closeable> sockets = new ArrayList<>();
  private InetSocketAddress address;
  private State state;
  private boolean closed;
  private Thread acceptor = Thread.ofVirtual().unstarted(() -> {});

  /** A door at this address, which gives whoever gets in to its host. */
  Door(InetSocketAddress wanted, State state, Consumer<Socket> host) throws IOException {
    this.host = host;
    this.address = wanted;
    this.state = state;
    try {
      hang();
    } catch (IOException e) {
      unhang();
      throw e;
    }
  }

  InetSocketAddress address() {
    return address;
  }

  /** From now on this happens to those who come. */
  void become(State wanted) {
    lock.lock();
    try {
      if (state != wanted && !closed) {
        unhang();
        state = wanted;
        hang();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen at " + address, e);
    } finally {
      lock.unlock();
    }
  }

  private void hang() throws IOException {
    switch (state) {
      case OPEN -> open();
      case SHUT -> shut();
      case DARK -> darken();
    }
  }

  private void open() throws IOException {
    ServerSocket listener = listen(BACKLOG);
    acceptor = Thread.ofVirtual().name("mail-server").start(() -> accept(listener));
  }

  private ServerSocket listen(int backlog) throws IOException {
    ServerSocket listener = new ServerSocket();
    sockets.add(listener);
    listener.setReuseAddress(true);
    listener.bind(address, backlog);
    address = (InetSocketAddress) listener.getLocalSocketAddress();
    return listener;
  }

  /** A socket that has the port and does not listen: the system refuses whoever comes. */
  private void shut() throws IOException {
    try {
      hold(false);
    } catch (BindException formerConnections) {
      hold(true); // Still in TIME_WAIT: now others could have the port too, if they insist.
    }
  }

  private void hold(boolean reuse) throws IOException {
    Socket placeholder = new Socket();
    sockets.add(placeholder);
    placeholder.setReuseAddress(reuse);
    placeholder.bind(address);
    address = (InetSocketAddress) placeholder.getLocalSocketAddress();
  }

  /**
   * As few clients wait as can, and nobody lets them in. The system does not answer any more who
   * comes after them.
   */
  private void darken() throws IOException {
    listen(1);
    for (int i = 0; i < CALLERS; i++) {
      SocketChannel caller = SocketChannel.open();
      sockets.add(caller);
      caller.configureBlocking(false);
      caller.connect(address);
    }
  }

  private void accept(ServerSocket listener) {
    try {
      while (true) {
        host.accept(listener.accept());
      }
    } catch (IOException closed) {
      // No further client is wanted.
    }
  }

  private void unhang() throws IOException {
    for (Closeable socket : sockets) {
      socket.close();
    }
    sockets.clear();
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      unhang();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }
}
