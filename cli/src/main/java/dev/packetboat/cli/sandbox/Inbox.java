package dev.packetboat.cli.sandbox;

import dev.packetboat.testkit.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The latest messages that a world took. Safe for use by several threads. */
public final class Inbox implements AutoCloseable {

  /** So many messages are kept. */
  public static final int MESSAGES_KEPT = 500;

  /** And so many octets of them, but for one message that alone has more. */
  public static final long OCTETS_KEPT = 128L << 20;

  private final int messagesKept;
  private final long octetsKept;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Arrival> arrivals = new ArrayDeque<>(); // this and what follows by the lock
  private long octets;
  private int taken;
  private boolean closed;

  /** An empty one. */
  public Inbox() {
    this(MESSAGES_KEPT, OCTETS_KEPT);
  }

  Inbox(int messagesKept, long octetsKept) {
    this.messagesKept = messagesKept;
    this.octetsKept = octetsKept;
  }

  /** Takes a message in, and gives the oldest ones away where there are too many. */
  public Arrival add(ReceivedMessage message) {
    Arrival unnumbered = Arrival.of(0, Instant.now(), message);
    lock.lock();
    try {
      Arrival arrival =
          new Arrival(++taken, unnumbered.at(), message, unnumbered.size(), unnumbered.title());
      arrivals.addLast(arrival);
      octets += arrival.weight();
      while (arrivals.size() > messagesKept || (octets > octetsKept && arrivals.size() > 1)) {
        octets -= arrivals.removeFirst().weight();
      }
      changed.signalAll();
      return arrival;
    } finally {
      lock.unlock();
    }
  }

  /** How many messages were taken, kept or not. */
  public int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** All that are kept, the oldest first. */
  List<Arrival> all() {
    return matching(any -> true);
  }

  List<Arrival> matching(Predicate<Arrival> wanted) {
    lock.lock();
    try {
      return found(wanted);
    } finally {
      lock.unlock();
    }
  }

  Optional<Arrival> numbered(int number) {
    return matching(arrival -> arrival.number() == number).stream().findFirst();
  }

  /** Waits until there is one that is wanted, but not for longer. Gives those that there are. */
  List<Arrival> await(Predicate<Arrival> wanted, Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lock();
    try {
      List<Arrival> found = found(wanted);
      while (found.isEmpty() && nanos > 0 && !closed) {
        nanos = changed.awaitNanos(nanos);
        found = found(wanted);
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  private List<Arrival> found(Predicate<Arrival> wanted) {
    List<Arrival> found = new ArrayList<>(arrivals);
    found.removeIf(wanted.negate());
    return found;
  }

  /** Forgets all that are kept; numbers go on. */
  void clear() {
    lock.lock();
    try {
      arrivals.clear();
      octets = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
