package dev.packetboat.delivery.internal;

import dev.packetboat.smtp.SmtpException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** A {@link Door} for each host of which something is known. Thread-safe. */
final class Doors {

  private static final int MOST = 10_000;

  private final Predicate<Target> isServed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Target, Door> doors = new HashMap<>(); // guarded by the lock

  /**
   * None so far.
   *
   * @param isServed whether the host serves us over a connection at present
   */
  Doors(Predicate<Target> isServed) {
    this.isServed = isServed;
  }

  /** Connects to this host, or says why it was not tried. */
  void open(Target target, Door.Opening opening) throws InterruptedException, SmtpException {
    Door door = door(target);
    try {
      door.open(opening);
    } finally {
      forgetIfNothingIsKnown(target, door);
    }
  }

  private Door door(Target target) {
    Door.Kind kind = target instanceof Target.ToRelay ? Door.Kind.RELAY : Door.Kind.EXCHANGER;
    lock.lock();
    try {
      if (doors.size() >= MOST) {
        doors.values().removeIf(Door::isForgettable);
      }
      return doors.computeIfAbsent(
          target, key -> new Door(kind, () -> isServed.test(target), System::nanoTime));
    } finally {
      lock.unlock();
    }
  }

  private void forgetIfNothingIsKnown(Target target, Door door) {
    if (door.isForgettable()) {
      lock.lock();
      try {
        doors.remove(target, door);
      } finally {
        lock.unlock();
      }
    }
  }
}
