package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.server.Delivery;
import dev.packetboat.testkit.internal.server.Judgement;
import dev.packetboat.testkit.internal.server.Session;
import dev.packetboat.testkit.internal.server.Settings;
import dev.packetboat.testkit.internal.server.Site;
import dev.packetboat.testkit.internal.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSession;

/**
 * All sessions of one {@link MailServer}: lets clients in by its doors, has each served on a
 * virtual thread of its own, and ends them all. Safe for use by several threads.
 */
final class Sessions implements AutoCloseable {

  private static final int ATTEMPTS = 50;

  private final Settings settings;
  private final RuleBook rules;
  private final Journal journal;
  private final int connectionLimit;
  private final List<Door> doors = new ArrayList<>();
  private final Map<Thread, Wire> live = new ConcurrentHashMap<>();
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  Sessions(Settings settings, RuleBook rules, Journal journal, int connectionLimit) {
    this.settings = settings;
    this.rules = rules;
    this.journal = journal;
    this.connectionLimit = connectionLimit;
  }

  /** Has a door at each address, all with one port; 0 takes one that is free at all of them. */
  void open(List<InetAddress> addresses, int port, Door.State state) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        for (InetAddress address : addresses) {
          int common = doors.isEmpty() ? port : doors.getFirst().address().getPort();
          doors.add(new Door(new InetSocketAddress(address, common), state, this::welcome));
        }
        return;
      } catch (BindException taken) {
        doors.forEach(Door::close);
        doors.clear();
        if (port != 0 || attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  /** All addresses, the first one first. */
  List<InetSocketAddress> addresses() {
    return doors.stream().map(Door::address).toList();
  }

  int connections() {
    return live.size();
  }

  /** From now on this happens to those who come to any door. */
  void become(Door.State state) {
    doors.forEach(door -> door.become(state));
  }

  /** From now on this happens to those who come to the door at this address. */
  void become(Door.State state, InetAddress address) {
    Door door =
        doors.stream()
            .filter(each -> each.address().getAddress().equals(address))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(address + " is none of " + addresses()));
    door.become(state);
  }

  /** Ends all sessions at once, but for one that wants this itself: it ends when it goes on. */
  void hangUp() {
    try {
      for (Map.Entry<Thread, Wire> session : live.entrySet()) {
        session.getValue().abort();
        if (session.getKey() != Thread.currentThread()) {
          session.getKey().interrupt(); // it may be falling silent, or wait
          session.getKey().join();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    doors.forEach(Door::close);
    hangUp();
  }

  private void welcome(Socket socket) {
    Wire wire;
    try {
      wire = new Wire(socket);
    } catch (IOException clientIsGone) {
      closeQuietly(socket);
      return;
    }
    int number = connected.incrementAndGet();
    boolean full = live.size() >= connectionLimit;
    Session session = new Session(number, wire, new SharedSite());
    Thread thread =
        Thread.ofVirtual()
            .name("mail-server-" + number)
            .unstarted(() -> serve(number, wire, session, full));
    live.put(thread, wire);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Then it need not be closed.
    }
  }

  private void serve(int number, Wire wire, Session session, boolean full) {
    try {
      journal.add(new MailEvent.Connected(number, wire.client()));
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
      ReceivedMessage message = new ReceivedMessage(id, settings.hostName(), delivery);
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
