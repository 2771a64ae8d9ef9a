package dev.packetboat.bench.sink;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Takes mail on these addresses, on one thread for all connections, until it is closed. */
public final class Sink implements AutoCloseable {

  private static final int BACKLOG = 1024;
  private static final int READ_AT_ONCE = 256 << 10;

  private final Selector selector = Selector.open();
  private final byte[] shared = new byte[READ_AT_ONCE];
  private final Tally tally = new Tally();
  private final Offer offer;
  private final DelayLine line;
  private final Thread thread;
  private final Thread alarm;
  private final int port;
  private volatile long alarmAt = Long.MAX_VALUE;
  private volatile boolean closed;

  /**
   * Listens from now on.
   *
   * @param turn what each round trip takes; the connecting takes one, the greeting another
   */
  public Sink(List<InetSocketAddress> addresses, Offer offer, Duration turn) throws IOException {
    this.offer = offer;
    this.line = new DelayLine(turn, System::nanoTime);
    int bound = 0;
    for (InetSocketAddress address : addresses) {
      ServerSocketChannel server = ServerSocketChannel.open();
      int samePort = bound == 0 ? address.getPort() : bound;
      server.bind(new InetSocketAddress(address.getAddress(), samePort), BACKLOG);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      bound = server.socket().getLocalPort();
    }
    port = bound;
    thread = Thread.ofPlatform().daemon().name("sink").start(this::serve);
    alarm = Thread.ofPlatform().daemon().name("sink-alarm").unstarted(this::ring);
    if (!line.isInstant()) {
      alarm.start();
    }
  }

  public int port() {
    return port;
  }

  public Tally tally() {
    return tally;
  }

  private void serve() {
    try {
      while (!closed) {
        long wait = line.untilNext();
        if (wait > 0) {
          setAlarm(wait);
          selector.select(this::ready);
        } else {
          selector.selectNow(this::ready);
        }
        line.runDue();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException broken) {
      throw new IllegalStateException("the sink broke", broken);
    }
  }

  // A selector counts milliseconds, and a turn may last one: a second thread is more exact.
  private void setAlarm(long nanos) {
    if (nanos != Long.MAX_VALUE) {
      alarmAt = System.nanoTime() + nanos;
      LockSupport.unpark(alarm);
    }
  }

  private void ring() {
    while (!closed) {
      long at = alarmAt;
      if (at == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else if (at - System.nanoTime() > 0) {
        LockSupport.parkNanos(this, at - System.nanoTime());
      } else {
        alarmAt = Long.MAX_VALUE;
        selector.wakeup();
      }
    }
  }

  private void ready(SelectionKey key) {
    if (key.channel() instanceof ServerSocketChannel server) {
      accept(server);
    } else if (key.attachment() instanceof Link link) {
      if (key.isWritable()) {
        link.writeMore();
      }
      if (key.isValid() && key.isReadable()) {
        link.read(shared);
      }
    }
  }

  private void accept(ServerSocketChannel server) {
    try {
      SocketChannel channel = server.accept();
      if (channel != null) {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(new Link(channel, key, line, offer, tally));
      }
    } catch (IOException gone) {
      tally.fault();
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    LockSupport.unpark(alarm);
    try {
      thread.join();
      alarm.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
