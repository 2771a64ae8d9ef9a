package dev.packetboat.delivery.internal;

import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections, and keeps those that come back for the next message to the same host. Two
 * bounds hold: groups at work for a destination, and open connections in all. Where the second is
 * reached, one that nobody uses is closed for one that somebody needs.
 *
 * <p>A connection is opened and closed by threads that need it, never under the lock; one thread of
 * the pool closes those that were idle too long.
 */
final class Pool implements AutoCloseable {

  private static final long ROOM_MILLIS = 50;

  private final Settings settings;
  private final Semaphore open;
  private final Places places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idleChanged = lock.newCondition();
  // All guarded by the lock; idle connections oldest first.
  private final Map<Target, Deque<Connection>> idle = new LinkedHashMap<>();
  private final Map<Target, RelayDoor> doors = new HashMap<>();
  private @Nullable Thread reaper;
  private boolean closed;

  Pool(Settings settings) {
    this.settings = settings;
    this.open = new Semaphore(settings.limits().connections(), true);
    this.places = new Places(settings.limits().perDestination());
  }

  /** The places at each destination. */
  Places places() {
    return places;
  }

  /** A connection that is kept for this host, if there is one that still looks good. */
  Optional<Connection> takeIdle(Target target, Consumer<SmtpEvent> borrower) {
    List<Connection> unfit = new ArrayList<>();
    try {
      while (true) {
        Connection connection = pollIdle(target);
        if (connection == null) {
          return Optional.empty();
        }
        if (connection.isFit()) {
          connection.lendTo(borrower);
          return Optional.of(connection);
        }
        unfit.add(connection);
      }
    } finally {
      unfit.forEach(this::discard);
    }
  }

  /** A connection of its own for this host; waits until one may be opened. */
  Connection connect(Target target, Destination destination, Borrower borrower)
      throws InterruptedException, SmtpException {
    makeWayAt(destination);
    awaitRoom();
    boolean connected = false;
    try {
      Connection connection =
          new Connection(target, destination, client(target), life(target), borrower::onEvent);
      borrower.opening(connection);
      open(target, connection);
      connected = true;
      return connection;
    } finally {
      if (!connected) {
        open.release();
      }
    }
  }

  /** Who wants a connection. */
  interface Borrower {

    /** This one is about to be opened, and can be cancelled. */
    void opening(Connection connection);

    void onEvent(SmtpEvent event);
  }

  private void open(Target target, Connection connection)
      throws InterruptedException, SmtpException {
    if (target instanceof Target.ToRelay) {
      door(target).open(connection::open);
    } else {
      connection.open();
    }
  }

  private RelayDoor door(Target target) {
    lock.lock();
    try {
      return doors.computeIfAbsent(target, key -> new RelayDoor(System::nanoTime));
    } finally {
      lock.unlock();
    }
  }

  /** What is kept for a destination counts there, and so makes way for what is needed there. */
  private void makeWayAt(Destination destination) {
    Connection spare = pollSpare(destination);
    if (spare != null) {
      discard(spare);
    }
  }

  /** None as long as those that are kept, and those at work, are no more than there may be. */
  private @Nullable Connection pollSpare(Destination destination) {
    int free = places.free(destination);
    lock.lock();
    try {
      List<Connection> kept =
          idle.values().stream()
              .flatMap(Deque::stream)
              .filter(one -> one.destination().equals(destination))
              .toList();
      if (kept.size() <= free) {
        return null;
      }
      Connection spare = kept.getFirst();
      Deque<Connection> among = idle.getOrDefault(spare.target(), new ArrayDeque<>());
      among.remove(spare);
      if (among.isEmpty()) {
        idle.remove(spare.target());
      }
      return spare;
    } finally {
      lock.unlock();
    }
  }

  /** Room for one more: what nobody uses makes way for it. */
  private void awaitRoom() throws InterruptedException {
    boolean room = open.tryAcquire();
    while (!room) {
      Connection spare = pollOldestIdle();
      if (spare != null) {
        discard(spare);
      }
      // What became idle meanwhile is looked for again.
      room = open.tryAcquire(ROOM_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private SmtpClient.Builder client(Target target) {
    return switch (target) {
      case Target.ToRelay relay -> relayClient(relay).toBuilder();
      case Target.Exchanger exchanger -> Clients.direct(settings.direct(), exchanger);
    };
  }

  private SmtpClient relayClient(Target.ToRelay target) {
    SmtpClient client = settings.relays().get(target.relay());
    if (client == null) {
      throw new IllegalStateException("the router named an unknown relay: " + target.relay());
    }
    return client;
  }

  private Settings.Life life(Target target) {
    return target instanceof Target.ToRelay
        ? settings.limits().relayLife()
        : settings.limits().directLife();
  }

  /** Takes a connection back: keeps it where it is good and nobody waits for room. */
  void giveBack(Connection connection) {
    connection.lendTo(event -> {});
    if (!connection.isFit() || open.hasQueuedThreads() || !keep(connection)) {
      discard(connection);
    }
  }

  /** Closes a connection, and makes room for another. */
  void discard(Connection connection) {
    try {
      connection.close();
    } finally {
      open.release();
    }
  }

  private boolean keep(Connection connection) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      idle.computeIfAbsent(connection.target(), key -> new ArrayDeque<>()).addLast(connection);
      if (reaper == null) {
        reaper = Thread.ofPlatform().daemon().name("packetboat-idle").unstarted(this::reap);
        reaper.start();
      }
      idleChanged.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Connection pollIdle(Target target) {
    lock.lock();
    try {
      Deque<Connection> kept = idle.get(target);
      if (kept == null) {
        return null;
      }
      Connection connection = kept.pollLast();
      if (kept.isEmpty()) {
        idle.remove(target);
      }
      return connection;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Connection pollOldestIdle() {
    lock.lock();
    try {
      Iterator<Deque<Connection>> all = idle.values().iterator();
      if (!all.hasNext()) {
        return null;
      }
      Deque<Connection> kept = all.next();
      Connection connection = kept.pollFirst();
      if (kept.isEmpty()) {
        all.remove();
      }
      return connection;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes what was idle too long; ends when nothing is idle for a while, or the pool is closed.
   */
  private void reap() {
    while (true) {
      List<Connection> expired = awaitExpired();
      if (expired.isEmpty()) {
        return;
      }
      discardAll(expired);
    }
  }

  /** At once: a server may be slow to say goodbye. */
  private void discardAll(List<Connection> connections) {
    Parallel.run(
        settings.threads(),
        connections.stream().<Runnable>map(connection -> () -> discard(connection)).toList(),
        () -> {});
  }

  /** Empty when the thread is to end. */
  private List<Connection> awaitExpired() {
    lock.lock();
    try {
      while (!closed) {
        List<Connection> expired = removeExpired();
        if (!expired.isEmpty()) {
          return expired;
        }
        if (idle.isEmpty()) {
          break;
        }
        idleChanged.awaitNanos(untilNextExpiry());
      }
      reaper = null;
      return List.of();
    } catch (InterruptedException ended) {
      reaper = null;
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private List<Connection> removeExpired() {
    List<Connection> expired = new ArrayList<>();
    for (Iterator<Deque<Connection>> all = idle.values().iterator(); all.hasNext(); ) {
      Deque<Connection> kept = all.next();
      while (!kept.isEmpty() && kept.getFirst().idleNanos() <= 0) {
        expired.add(kept.removeFirst());
      }
      if (kept.isEmpty()) {
        all.remove();
      }
    }
    return expired;
  }

  private long untilNextExpiry() {
    long next = Long.MAX_VALUE;
    for (Deque<Connection> kept : idle.values()) {
      next = Math.min(next, kept.getFirst().idleNanos());
    }
    return Math.max(1, next);
  }

  /** Closes all that is idle; what comes back later is closed then. */
  @Override
  public void close() {
    List<Connection> all = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      idle.values().forEach(all::addAll);
      idle.clear();
      idleChanged.signalAll();
    } finally {
      lock.unlock();
    }
    discardAll(all);
  }
}
