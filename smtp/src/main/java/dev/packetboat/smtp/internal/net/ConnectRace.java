package dev.packetboat.smtp.internal.net;

import dev.packetboat.smtp.ConnectAttempt;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Several addresses, the first connection wins. The next address starts when one has failed, and
 * also when none has answered for a while. Closing it ends the attempts that are still under way
 * and closes what they may yet open.
 */
final class ConnectRace implements Closeable {

  /** Connects to one address. */
  @FunctionalInterface
  interface Dialer {
    SocketChannel dial(InetSocketAddress target) throws IOException;
  }

  private static final long STAGGER_MILLIS = 250; // RFC 8305 §5

  /** An attempt that ended, with or without an error. */
  private record Ended(InetSocketAddress target, @Nullable IOException error) {}

  private final Dialer dialer;
  private final ThreadFactory threads;
  private final CompletableFuture<SocketChannel> winner = new CompletableFuture<>();
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final List<Thread> running = new ArrayList<>();
  private final List<ConnectAttempt> failed = new ArrayList<>();

  ConnectRace(Dialer dialer, ThreadFactory threads) {
    this.dialer = dialer;
    this.threads = threads;
  }

  /** The first connection, or null when every attempt failed. */
  @Nullable SocketChannel run(List<InetSocketAddress> targets) throws InterruptedException {
    Deque<InetSocketAddress> waiting = new ArrayDeque<>(targets);
    while (failed.size() < targets.size()) {
      if (!waiting.isEmpty()) {
        start(waiting.remove());
      }
      Ended attempt =
          waiting.isEmpty() ? ended.take() : ended.poll(STAGGER_MILLIS, TimeUnit.MILLISECONDS);
      if (attempt != null && attempt.error() == null) {
        return winner.join();
      }
      if (attempt != null && attempt.error() != null) {
        failed.add(Connector.failedAttempt(attempt.target(), attempt.error()));
      }
    }
    return null;
  }

  /** Why each address could not be connected to, in the order in which they failed. */
  List<ConnectAttempt> failed() {
    return failed;
  }

  private void start(InetSocketAddress target) {
    Thread thread = threads.newThread(() -> attempt(target));
    running.add(thread);
    thread.start();
  }

  private void attempt(InetSocketAddress target) {
    try {
      SocketChannel channel = dialer.dial(target);
      if (!winner.complete(channel)) {
        channel.close();
      }
      ended.add(new Ended(target, null));
    } catch (IOException error) {
      ended.add(new Ended(target, error));
    }
  }

  @Override
  public void close() {
    winner.cancel(false);
    running.forEach(Thread::interrupt);
  }
}
