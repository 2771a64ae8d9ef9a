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
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idleChanged = lock.newCondition();
  // All guarded by the lock; idle connections oldest first.
  private final Map<Target, Deque<Connection>> idle = new LinkedHashMap<>();
  private final Map<Destination, Turn> turns = new HashMap<>();
  private final Map<Target, RelayDoor> doors = new HashMap<>();
  private @Nullable Thread reaper;
  private boolean closed;

  /** The places at one destination, as long as somebody has or wants one. */
  private static final class Turn {
    private final Semaphore places;
    private int interested;

    Turn(int places) {
      this.places = new Semaphore(places, true);
    }
  }

  /** Before a password was accepted once, one connection at a time tries it. */
  private static final class RelayDoor {
    private final ReentrantLock opening = new ReentrantLock();
    private boolean opened;
    private SmtpException.@Nullable AuthenticationFailed refused;
  }

  Pool(Settings settings) {
    this.settings = settings;
    this.open = new Semaphore(settings.limits().connections(), true);
  }

  /** Waits for a place at a destination, which is given back by {@link #leave}. */
  void enter(Destination destination) throws InterruptedException {
    Turn turn;
    lock.lock();
    try {
      turn =
          turns.computeIfAbsent(destination, key -> new Turn(settings.limits().perDestination()));
      turn.interested++;
    } finally {
      lock.unlock();
    }
    boolean entered = false;
    try {
      turn.places.acquire();
      entered = true;
    } finally {
      if (!entered) {
        forget(destination, turn);
      }
    }
  }

  /** Gives the place back. */
  void leave(Destination destination) {
    Turn turn;
    lock.lock();
    try {
      turn = turns.get(destination);
    } finally {
      lock.unlock();
    }
    if (turn != null) {
      turn.places.release();
      forget(destination, turn);
    }
  }

  private void forget(Destination destination, Turn turn) {
    lock.lock();
    try {
      turn.interested--;
      if (turn.interested == 0) {
        turns.remove(destination);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether a connection to this host waits for a message. */
  boolean hasIdle(Target target) {
    lock.lock();
    try {
      return idle.containsKey(target);
    } finally {
      lock.unlock();
    }
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
  Connection connect(Target target, Borrower borrower) throws InterruptedException, SmtpException {
    awaitRoom();
    boolean connected = false;
    try {
      Connection connection =
          new Connection(target, client(target), life(target), borrower::onEvent);
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
    RelayDoor door = target instanceof Target.ToRelay ? door(target) : null;
    if (door == null || door.opened) {
      connection.open();
      return;
    }
    door.opening.lockInterruptibly();
    try {
      if (door.refused != null) {
        throw door.refused; // nobody tries a password that was refused
      }
      connection.open();
      door.opened = true;
    } catch (SmtpException.AuthenticationFailed refused) {
      if (refused.reply().filter(reply -> reply.isTransient()).isEmpty()) {
        door.refused = refused;
      }
      throw refused;
    } finally {
      door.opening.unlock();
    }
  }

  private RelayDoor door(Target target) {
    lock.lock();
    try {
      return doors.computeIfAbsent(target, key -> new RelayDoor());
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
      expired.forEach(this::discard);
    }
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
    Parallel.run(
        settings.threads(),
        all.stream().<Runnable>map(connection -> () -> discard(connection)).toList(),
        () -> {});
  }
}
