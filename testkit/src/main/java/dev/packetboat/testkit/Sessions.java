package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.server.Delivery;
import dev.packetboat.testkit.internal.server.Judgement;
import dev.packetboat.testkit.internal.server.Session;
import dev.packetboat.testkit.internal.server.Settings;
import dev.packetboat.testkit.internal.server.Site;
import dev.packetboat.testkit.internal.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSession;

/**
 * All sessions of one {@link MailServer}: accepts the connections, has each served on a virtual
 * thread of its own, and ends them all. Safe for use by several threads.
 */
final class Sessions implements AutoCloseable {

  private static final int BACKLOG = 512;

  private final Settings settings;
  private final RuleBook rules;
  private final Journal journal;
  private final int connectionLimit;
  private final ServerSocket listener;
  private final Map<Thread, Wire> live = new ConcurrentHashMap<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread acceptor = Thread.ofVirtual().name("mail-server").unstarted(this::accept);

  Sessions(Settings settings, RuleBook rules, Journal journal, int connectionLimit)
      throws IOException {
    this.settings = settings;
    this.rules = rules;
    this.journal = journal;
    this.connectionLimit = connectionLimit;
    this.listener = new ServerSocket();
  }

  void open(InetSocketAddress address) throws IOException {
    listener.setReuseAddress(true);
    listener.bind(address, BACKLOG);
    acceptor.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  int connections() {
    return live.size();
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      listener.close();
      acceptor.join();
      for (Map.Entry<Thread, Wire> session : live.entrySet()) {
        session.getValue().abort();
        session.getKey().join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    try {
      for (int number = 1; ; number++) {
        welcome(number, listener.accept());
      }
    } catch (IOException closed) {
      // The listener was closed: no further client is wanted.
    }
  }

  private void welcome(int number, Socket socket) throws IOException {
    Wire wire;
    try {
      wire = new Wire(socket);
    } catch (IOException clientIsGone) {
      socket.close();
      return;
    }
    journal.add(new MailEvent.Connected(number, wire.client()));
    boolean full = live.size() >= connectionLimit;
    Session session = new Session(number, wire, new SharedSite());
    Thread thread =
        Thread.ofVirtual()
            .name("mail-server-" + number)
            .unstarted(() -> serve(number, session, full));
    live.put(thread, wire);
    thread.start();
  }

  private void serve(int number, Session session, boolean full) {
    try {
      if (full) {
        session.refuse("too many connections");
      } else {
        session.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      live.remove(Thread.currentThread());
      journal.add(new MailEvent.Disconnected(number));
    }
  }

  private final class SharedSite implements Site {

    @Override
    public Settings settings() {
      return settings;
    }

    @Override
    public Judgement judge(Moment moment, String subject) {
      return rules.judge(moment, subject);
    }

    @Override
    public String take(Delivery delivery) {
      String id = Integer.toString(taken.incrementAndGet());
      ReceivedMessage message = new ReceivedMessage(id, delivery);
      journal.add(new MailEvent.Received(message.connection(), message));
      return id;
    }

    @Override
    public void said(int connection, Speaker speaker, String line) {
      journal.add(
          switch (speaker) {
            case CLIENT -> new MailEvent.ClientSaid(connection, line);
            case SERVER -> new MailEvent.ServerSaid(connection, line);
          });
    }

    @Override
    public void secured(int connection, SSLSession session) {
      journal.add(new MailEvent.Secured(connection, session));
    }

    @Override
    public void authenticated(int connection, String user) {
      journal.add(new MailEvent.Authenticated(connection, user));
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
      closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void awaitClosing() throws InterruptedException {
      closing.await();
    }
  }
}
