package dev.packetboat.delivery.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.function.Function;

/**
 * The connections to one destination: how many there may be, who uses them, who waits. The limit
 * grows by a part of itself with each message that was taken, and falls to what the servers let be
 * when they refuse one more. Guarded by the pool's lock.
 */
final class Site {

  private static final int START = 5;
  private static final int MOST_IN_VAIN = 4; // hosts for which there is nothing

  /** Who waits for a connection, until it is granted one. */
  static final class Waiter {
    final Target target;
    private final Condition granted;
    private Optional<Grant> grant = Optional.empty();

    Waiter(Target target, Condition granted) {
      this.target = target;
      this.granted = granted;
    }

    /** Waits for it. */
    Grant await() throws InterruptedException {
      while (grant.isEmpty()) {
        granted.await();
      }
      return grant.get();
    }

    /** What it was granted. */
    Optional<Grant> grant() {
      return grant;
    }

    void grant(Grant what) {
      grant = Optional.of(what);
      granted.signal();
    }
  }

  /** A connection that can be used, or the leave to open one. */
  record Grant(Optional<Connection> connection) {}

  private final int most;
  private double limit;
  private int used;
  private long nextMoment = Long.MIN_VALUE;
  private final List<Connection> busy = new ArrayList<>();
  private final List<Target> opening = new ArrayList<>();
  private final Map<Target, Deque<Waiter>> waiters = new LinkedHashMap<>();

  Site(int most) {
    this.most = most;
    this.limit = Math.min(START, most);
  }

  void await(Waiter waiter) {
    waiters.computeIfAbsent(waiter.target, key -> new ArrayDeque<>()).addLast(waiter);
  }

  /** It waits no longer. */
  void forget(Waiter waiter) {
    Deque<Waiter> line = waiters.getOrDefault(waiter.target, new ArrayDeque<>());
    line.remove(waiter);
    if (line.isEmpty()) {
      waiters.remove(waiter.target);
    }
  }

  boolean isAwaited() {
    return !waiters.isEmpty();
  }

  /**
   * Gives those who wait what there is: at each host in the order in which they came, and the hosts
   * in turn.
   *
   * @param source what there is for a host; empty where there is nothing
   */
  void grant(Function<Target, Optional<Grant>> source) {
    Set<Target> inVain = new HashSet<>();
    Optional<Target> next = nextAwaited(inVain);
    while (next.isPresent() && inVain.size() < MOST_IN_VAIN) {
      Optional<Grant> grant = source.apply(next.get());
      if (grant.isEmpty()) {
        inVain.add(next.get());
      } else {
        serve(next.get(), grant.get());
      }
      next = nextAwaited(inVain);
    }
  }

  private Optional<Target> nextAwaited(Set<Target> inVain) {
    for (Target target : waiters.keySet()) {
      if (!inVain.contains(target)) {
        return Optional.of(target);
      }
    }
    return Optional.empty();
  }

  /** The first who waits for it; the others at that host wait behind those at other hosts. */
  private void serve(Target target, Grant grant) {
    Deque<Waiter> line = waiters.remove(target);
    if (line != null) {
      line.remove().grant(grant);
      if (!line.isEmpty()) {
        waiters.put(target, line);
      }
    }
  }

  /** Whether one more connection may be used. */
  boolean hasPlace() {
    return used < (int) limit;
  }

  /** How many connections more may be used. */
  int free() {
    return Math.max(0, (int) limit - used);
  }

  /** A connection to this host is about to be opened. */
  void open(Target target) {
    used++;
    opening.add(target);
  }

  /** It was opened, or could not be. */
  void opened(Target target, Optional<Connection> connection) {
    opening.remove(target);
    if (connection.isPresent()) {
      busy.add(connection.get());
    } else {
      used--;
    }
  }

  /** One that was kept is used again. */
  void use(Connection connection) {
    used++;
    busy.add(connection);
  }

  void end(Connection connection) {
    if (busy.remove(connection)) {
      used--;
    }
  }

  /** The connection to this host that most easily takes one more. */
  Optional<Connection> shareable(Target target) {
    Optional<Connection> best = Optional.empty();
    for (Connection one : busy) {
      boolean better = best.isEmpty() || one.riders() < best.get().riders();
      if (better && one.hasSeat() && one.target().equals(target)) {
        best = Optional.of(one);
      }
    }
    return best;
  }

  /** Whether somebody is served by this host at present. */
  boolean serves(Target target) {
    return busy.stream().anyMatch(one -> one.target().equals(target) && one.isUsable());
  }

  /** Whether somebody may soon be. */
  boolean opens(Target target) {
    return opening.contains(target);
  }

  /** A message was taken. */
  void succeeded() {
    limit = Math.min(most, limit + 1 / limit);
  }

  /** The host refused one more connection than there are. */
  void refused() {
    limit = Math.max(1, Math.min(limit, used));
  }

  /**
   * Takes the next moment at which a message may be sent.
   *
   * @return how long it is until then, in nanoseconds
   */
  long reserve(long now, long interval) {
    long at = Math.max(now, nextMoment);
    nextMoment = at + interval;
    return at - now;
  }

  /** Whether nothing is known of it that others would not know. */
  boolean isForgettable() {
    return used == 0
        && !isAwaited()
        && limit >= Math.min(START, most)
        && nextMoment == Long.MIN_VALUE;
  }
}
