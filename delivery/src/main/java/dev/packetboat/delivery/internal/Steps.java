package dev.packetboat.delivery.internal;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the thread of a group does at present, so that another can stop it: a wait is interrupted, a
 * conversation is cut, but a server that has all of the content is waited for. One thread works,
 * any may stop it.
 */
final class Steps {

  private enum State {
    /** Nothing that could be stopped. */
    IDLE,
    /** For a place, a name server or a connection. */
    WAITING,
    SENDING,
    /** The content is complete, the answer is not there. */
    ENDING
  }

  private final ReentrantLock lock = new ReentrantLock();
  // All guarded by the lock.
  private State state = State.IDLE;
  private @Nullable Thread thread;
  private @Nullable Connection connection;
  private @Nullable Progress progress;
  private boolean stopped;
  private boolean interrupted; // by us, and not taken back yet

  /** From here on an interrupt ends what the thread does; gives no when it is stopped already. */
  boolean wait(Thread current) {
    lock.lock();
    try {
      thread = current;
      state = State.WAITING;
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  /** A connection is about to be opened: it is one more thing to stop. */
  void opening(Connection opened) {
    lock.lock();
    try {
      connection = opened;
      if (stopped) {
        opened.cancel();
      }
    } finally {
      lock.unlock();
    }
  }

  /** From here on the conversation is what is cut; gives no when it is stopped already. */
  boolean send(Connection used, Progress message) {
    lock.lock();
    try {
      connection = used;
      progress = message;
      state = State.SENDING;
      takeBackInterrupt();
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  /** All of the content is written. */
  void end() {
    lock.lock();
    try {
      state = State.ENDING;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is under way; an interrupt that came from here has done its work. */
  void rest() {
    lock.lock();
    try {
      state = State.IDLE;
      connection = null;
      progress = null;
      takeBackInterrupt();
    } finally {
      lock.unlock();
    }
  }

  /** The thread may be the application's, which knows nothing of our interrupt. */
  private void takeBackInterrupt() {
    if (interrupted) {
      interrupted = false;
      Thread.interrupted();
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /** Stops what is not complete. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      if (state == State.WAITING && thread != null) {
        thread.interrupt();
        interrupted = true;
      }
      if (connection != null) {
        if (progress == null) {
          connection.cancel();
        } else if (state == State.SENDING) {
          connection.stop(progress);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits no longer for the answer to what is complete. */
  void giveUp() {
    lock.lock();
    try {
      stopped = true;
      if (connection != null) {
        if (progress == null) {
          connection.cancel();
        } else {
          connection.giveUp(progress);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The message is over, or waits for its turn: nothing of it can be cut. */
  void over() {
    lock.lock();
    try {
      connection = null;
      progress = null;
      state = State.WAITING;
    } finally {
      lock.unlock();
    }
  }
}
