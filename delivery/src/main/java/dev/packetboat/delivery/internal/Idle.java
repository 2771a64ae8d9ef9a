package dev.packetboat.delivery.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Connections that nobody uses at present, those of one host oldest first. Guarded by the pool's
 * lock.
 */
final class Idle {

  private final Map<Target, Deque<Connection>> byTarget = new LinkedHashMap<>();

  void add(Connection connection) {
    byTarget.computeIfAbsent(connection.target(), key -> new ArrayDeque<>()).addLast(connection);
  }

  boolean isEmpty() {
    return byTarget.isEmpty();
  }

  /** Whether some are to this host. */
  boolean has(Target target) {
    return byTarget.containsKey(target);
  }

  /** Removes the one to this host that was used last. */
  Optional<Connection> poll(Target target) {
    Deque<Connection> kept = byTarget.get(target);
    if (kept == null) {
      return Optional.empty();
    }
    Connection connection = kept.removeLast();
    forgetIfEmpty(target, kept);
    return Optional.of(connection);
  }

  /** Removes the oldest to the host at which none was added for the longest time. */
  Optional<Connection> pollOldest() {
    for (Map.Entry<Target, Deque<Connection>> first : byTarget.entrySet()) {
      Connection connection = first.getValue().removeFirst();
      forgetIfEmpty(first.getKey(), first.getValue());
      return Optional.of(connection);
    }
    return Optional.empty();
  }

  /** Removes one that served this destination, where there are at least so many. */
  Optional<Connection> pollIfAsMany(Destination destination, int count) {
    List<Connection> kept =
        byTarget.values().stream()
            .flatMap(Deque::stream)
            .filter(one -> one.destination().equals(destination))
            .toList();
    if (kept.size() < count) {
      return Optional.empty();
    }
    Connection spare = kept.getFirst();
    Deque<Connection> among = byTarget.getOrDefault(spare.target(), new ArrayDeque<>());
    among.remove(spare);
    forgetIfEmpty(spare.target(), among);
    return Optional.of(spare);
  }

  private void forgetIfEmpty(Target target, Deque<Connection> kept) {
    if (kept.isEmpty()) {
      byTarget.remove(target);
    }
  }

  /** Removes those that were idle too long. */
  List<Connection> removeExpired() {
    List<Connection> expired = new ArrayList<>();
    for (Iterator<Deque<Connection>> all = byTarget.values().iterator(); all.hasNext(); ) {
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

  /** Nanoseconds until one will have been idle too long, at least one. */
  long nanosUntilExpiry() {
    long next = Long.MAX_VALUE;
    for (Deque<Connection> kept : byTarget.values()) {
      next = Math.min(next, kept.getFirst().idleNanos());
    }
    return Math.max(1, next);
  }

  List<Connection> removeAll() {
    List<Connection> all = new ArrayList<>();
    byTarget.values().forEach(all::addAll);
    byTarget.clear();
    return all;
  }
}
