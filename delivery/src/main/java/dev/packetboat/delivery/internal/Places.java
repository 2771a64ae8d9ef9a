package dev.packetboat.delivery.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/** So many may be at work for one destination, in the order in which they came. Thread-safe. */
final class Places {

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Destination, Turn> turns = new HashMap<>(); // guarded by the lock

  /** The places at one destination, as long as somebody has or wants one. */
  private static final class Turn {
    private final Semaphore places;
    private int interested;

    Turn(int places) {
      this.places = new Semaphore(places, true);
    }
  }

  Places(int most) {
    this.most = most;
  }

  /** Waits for a place, which is given back by {@link #leave}. */
  void enter(Destination destination) throws InterruptedException {
    Turn turn;
    lock.lock();
    try {
      turn = turns.computeIfAbsent(destination, key -> new Turn(most));
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

  /** How many more could enter now. */
  int free(Destination destination) {
    lock.lock();
    try {
      Turn turn = turns.get(destination);
      return turn == null ? most : turn.places.availablePermits();
    } finally {
      lock.unlock();
    }
  }
}
