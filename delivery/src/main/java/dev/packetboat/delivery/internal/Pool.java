package dev.packetboat.delivery.internal;

import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections, and keeps those that come back for the next message to the same host. Two
 * bounds hold: connections to one destination, and open connections in all. Where the first is
 * reached several messages share a connection; where the second is, one that nobody uses is closed
 * for one that somebody needs.
 *
 * <p>A connection is opened and closed by threads that need it, never under the lock; one thread of
 * the pool closes those that were idle too long.
 */
final class Pool implements AutoCloseable {

  private static final long ROOM_MILLIS = 50;
  private static final int MOST_SITES = 10_000;

  private final Settings settings;
  private final Semaphore open;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idleChanged = lock.newCondition();
  private final Doors doors = new Doors(this::serves);
  // All guarded by the lock.
  private final Idle idle = new Idle();
  private final Map<Destination, Site> sites = new HashMap<>();
  private final Set<Target> outOfStep = new HashSet<>();
  private @Nullable Thread reaper;
  private boolean closed;

  Pool(Settings settings) {
    this.settings = settings;
    this.open = new Semaphore(settings.limits().connections(), true);
  }

  private Site site(Destination destination) {
    return sites.computeIfAbsent(destination, key -> new Site(settings.limits().perDestination()));
  }

  /**
   * A connection to this host that can be used, alone or with others; waits for one. Empty when the
   * caller is to {@link #connect}, for which it has a place then.
   */
  Optional<Connection> acquire(Target target, Destination destination) throws InterruptedException {
    List<Connection> unfit = new ArrayList<>();
    lock.lockInterruptibly();
    try {
      Site site = site(destination);
      Site.Waiter waiter = new Site.Waiter(target, lock.newCondition());
      site.await(waiter);
      grant(destination, site, unfit);
      try {
        return waiter.await().connection();
      } catch (InterruptedException stopped) {
        site.forget(waiter);
        waiter.grant().ifPresent(grant -> giveBack(destination, target, grant, unfit));
        throw stopped;
      }
    } finally {
      lock.unlock();
      unfit.forEach(this::close);
    }
  }

  private void grant(Destination destination, Site site, List<Connection> unfit) {
    if (site.isAwaited()) {
      site.grant(target -> grantFor(destination, site, target, unfit));
    }
  }

  private Optional<Site.Grant> grantFor(
      Destination destination, Site site, Target target, List<Connection> unfit) {
    if (site.hasPlace()) {
      Optional<Connection> kept = pollFit(target, unfit);
      if (kept.isPresent()) {
        kept.get().ride();
        kept.get().serve(destination);
        site.use(kept.get());
      } else {
        site.open(target);
      }
      return Optional.of(new Site.Grant(kept));
    }
    Optional<Connection> shared = site.shareable(target);
    shared.ifPresent(Connection::ride);
    return shared.map(connection -> new Site.Grant(Optional.of(connection)));
  }

  private void giveBack(
      Destination destination, Target target, Site.Grant grant, List<Connection> unfit) {
    if (grant.connection().isEmpty()) {
      Site site = site(destination);
      site.opened(target, Optional.empty());
      grant(destination, site, unfit);
    } else {
      leave(grant.connection().get(), unfit);
    }
  }

  private Optional<Connection> pollFit(Target target, List<Connection> unfit) {
    Optional<Connection> kept = idle.poll(target);
    while (kept.isPresent() && !kept.get().isFit()) {
      unfit.add(kept.get());
      kept = idle.poll(target);
    }
    return kept;
  }

  /** A connection of its own for this host, for who has a place; waits until one may be opened. */
  Connection connect(Target target, Destination destination, Borrower borrower)
      throws InterruptedException, SmtpException {
    boolean room = false;
    Connection connected = null;
    try {
      makeWayAt(destination);
      awaitRoom();
      room = true;
      Connection connection =
          new Connection(
              target,
              destination,
              client(target),
              life(target),
              sharing(target),
              borrower::onEvent);
      borrower.opening(connection);
      doors.open(target, connection::open);
      connected = connection;
      return connection;
    } finally {
      if (room && connected == null) {
        open.release();
      }
      connected(target, destination, Optional.ofNullable(connected));
    }
  }

  /** The others may use it as well; or its place. */
  private void connected(Target target, Destination destination, Optional<Connection> connection) {
    List<Connection> unfit = new ArrayList<>();
    lock.lock();
    try {
      Site site = site(destination);
      connection.ifPresent(Connection::ride);
      site.opened(target, connection);
      grant(destination, site, unfit);
      forgetIfUnused(destination, site);
    } finally {
      lock.unlock();
      unfit.forEach(this::close);
    }
  }

  /**
   * Whether a refusal of one more connection is no reason to give up this host, since it serves
   * others of ours at present: there will be no more than these for a while.
   */
  boolean makesDoWithOthers(Target target, Destination destination) {
    lock.lock();
    try {
      Site site = site(destination);
      boolean others = site.serves(target) || idle.has(target);
      if (others) {
        site.refused();
      }
      return others;
    } finally {
      lock.unlock();
    }
  }

  /** Whether others are about to connect to this host, and may be more lucky. */
  boolean mayServeOthersSoon(Target target, Destination destination) {
    lock.lock();
    try {
      return site(destination).opens(target);
    } finally {
      lock.unlock();
    }
  }

  private Connection.Sharing sharing(Target target) {
    lock.lock();
    try {
      return outOfStep.contains(target) ? Connection.Sharing.ONE : Connection.Sharing.SEVERAL;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The host mistakes one message for the other when several are under way: it gets one at a time.
   */
  void gotOutOfStep(Target target) {
    lock.lock();
    try {
      if (outOfStep.size() < MOST_SITES) {
        outOfStep.add(target);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until one more message may be sent there. */
  void pace(Destination destination) throws InterruptedException {
    long interval = settings.limits().interval().toNanos();
    if (interval == 0) {
      return;
    }
    long wait;
    lock.lock();
    try {
      wait = site(destination).reserve(System.nanoTime(), interval);
    } finally {
      lock.unlock();
    }
    TimeUnit.NANOSECONDS.sleep(wait);
  }

  /** A message was taken there. */
  void succeeded(Destination destination) {
    lock.lock();
    try {
      site(destination).succeeded();
    } finally {
      lock.unlock();
    }
  }

  private void forgetIfUnused(Destination destination, Site site) {
    if (site.isForgettable() || (sites.size() > MOST_SITES && !site.isAwaited())) {
      sites.remove(destination, site);
    }
  }

  /** Who wants a connection. */
  interface Borrower {

    /** This one is about to be opened, and can be cancelled. */
    void opening(Connection connection);

    void onEvent(SmtpEvent event);
  }

  /** Whether some connection to this host is there. */
  private boolean serves(Target target) {
    lock.lock();
    try {
      return idle.has(target) || sites.values().stream().anyMatch(site -> site.serves(target));
    } finally {
      lock.unlock();
    }
  }

  /** What is kept for a destination counts there, and so makes way for what is needed there. */
  private void makeWayAt(Destination destination) {
    pollSpare(destination).ifPresent(this::close);
  }

  /** None as long as those that are kept, and those at work, are no more than there may be. */
  private Optional<Connection> pollSpare(Destination destination) {
    lock.lock();
    try {
      // One of the places is the caller's.
      return idle.pollIfAsMany(destination, site(destination).free() + 1);
    } finally {
      lock.unlock();
    }
  }

  /** Room for one more: what nobody uses makes way for it. */
  private void awaitRoom() throws InterruptedException {
    boolean room = open.tryAcquire();
    while (!room) {
      pollOldestIdle().ifPresent(this::close);
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

  /** Takes a connection back: keeps it where nobody else uses it, it is good, and has room. */
  void giveBack(Connection connection) {
    List<Connection> unfit = new ArrayList<>();
    lock.lock();
    try {
      leave(connection, unfit);
    } finally {
      lock.unlock();
    }
    unfit.forEach(this::close);
  }

  /** Takes back a connection that is not to be used for more. */
  void discard(Connection connection) {
    connection.condemn();
    giveBack(connection);
  }

  private void leave(Connection connection, List<Connection> unfit) {
    Site site = site(connection.destination());
    if (connection.leave()) {
      site.end(connection);
      if (!connection.isFit() || open.hasQueuedThreads() || !keep(connection)) {
        unfit.add(connection);
      }
    }
    grant(connection.destination(), site, unfit);
    forgetIfUnused(connection.destination(), site);
  }

  /** Closes a connection, and makes room for another. */
  private void close(Connection connection) {
    try {
      connection.close();
    } finally {
      open.release();
    }
  }

  private boolean keep(Connection connection) {
    if (closed) {
      return false;
    }
    idle.add(connection);
    if (reaper == null) {
      reaper = Thread.ofPlatform().daemon().name("packetboat-idle").unstarted(this::reap);
      reaper.start();
    }
    idleChanged.signalAll();
    return true;
  }

  private Optional<Connection> pollOldestIdle() {
    lock.lock();
    try {
      return idle.pollOldest();
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
        connections.stream().<Runnable>map(connection -> () -> close(connection)).toList(),
        () -> {});
  }

  /** Empty when the thread is to end. */
  private List<Connection> awaitExpired() {
    lock.lock();
    try {
      while (!closed) {
        List<Connection> expired = idle.removeExpired();
        if (!expired.isEmpty()) {
          return expired;
        }
        if (idle.isEmpty()) {
          break;
        }
        idleChanged.awaitNanos(idle.nanosUntilExpiry());
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

  /** Closes all that is idle; what comes back later is closed then. */
  @Override
  public void close() {
    List<Connection> all;
    lock.lock();
    try {
      closed = true;
      all = idle.removeAll();
      idleChanged.signalAll();
    } finally {
      lock.unlock();
    }
    discardAll(all);
  }
}
