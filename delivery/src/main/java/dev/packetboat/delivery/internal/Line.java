package dev.packetboat.delivery.internal;

import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Pipeline;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages of several threads over one pipeline, in the order in which they come. One of the
 * threads drives: it writes what is queued, so that the end of one message leaves together with the
 * beginning of the next, and hears the answers for all, until its own message is decided; then
 * another drives. The others wait, and are woken once.
 */
final class Line {

  /** A larger content is written by the thread that brought it: nobody else is kept by it. */
  private static final long SMALL = 64 * 1024;

  /** What is done with the connection. */
  interface Uses {

    /** One more message begins; no where the connection has had its share. */
    boolean begin();

    /** Nobody waits for anything on it any longer. */
    void abandon();
  }

  private final Pipeline pipeline;
  private final Uses uses;
  private final ReentrantLock gate = new ReentrantLock();
  // All guarded by the gate.
  private final Deque<Ride> queued = new ArrayDeque<>();
  private final Deque<Ride> underway = new ArrayDeque<>(); // for whom somebody waits
  private @Nullable Ride driver;

  Line(Pipeline pipeline, Uses uses) {
    this.pipeline = pipeline;
    this.uses = uses;
  }

  /** A message and the thread that waits for it. */
  private static final class Ride {
    final Connection.Load load;
    final Thread thread = Thread.currentThread();
    final boolean anyThreadMayWrite;
    @Nullable Sending sending;
    @Nullable Throwable fault;
    boolean stopped;
    volatile boolean drives;
    volatile boolean givenUp;
    volatile boolean over; // written last

    Ride(Connection.Load load) {
      this.load = load;
      this.anyThreadMayWrite =
          !load.ownThread() && load.content().size().orElse(Long.MAX_VALUE) <= SMALL;
    }

    Progress progress() {
      return load.progress();
    }

    void wake() {
      LockSupport.unpark(thread);
    }

    /** Empty where it was not begun. */
    Optional<Receipt> result() throws SmtpException, InterruptedException {
      if (fault instanceof Error error) {
        throw error;
      }
      if (fault instanceof RuntimeException exception) {
        throw exception;
      }
      if (stopped) {
        throw new InterruptedException("stopped");
      }
      Sending sent = sending;
      return sent == null ? Optional.empty() : Optional.of(sent.receipt());
    }
  }

  /**
   * Sends a message in its turn. Empty where the connection has had its share of messages by then.
   *
   * @throws InterruptedException when it is certain that the server does not get it
   */
  Optional<Receipt> send(Connection.Load load) throws SmtpException, InterruptedException {
    Ride ride = new Ride(load);
    enter(ride);
    try {
      while (!ride.over) {
        if (ride.drives && !ride.givenUp) {
          drive(ride);
        } else {
          await(ride);
        }
      }
      return ride.result();
    } finally {
      exit(ride);
    }
  }

  private void enter(Ride ride) throws InterruptedException {
    gate.lock();
    try {
      if (ride.progress().isGivenUp()) {
        throw new InterruptedException("stopped");
      }
      if (driver != null && driver.thread == ride.thread) {
        throw new IllegalStateException("a listener or hook sends over its own connection");
      }
      queued.addLast(ride);
      if (driver == null) {
        appoint(ride);
      }
    } finally {
      gate.unlock();
    }
  }

  private void appoint(@Nullable Ride next) {
    if (driver != null) {
      driver.drives = false;
    }
    driver = next;
    if (next != null) {
      next.drives = true;
      next.wake();
    }
  }

  // -- the one who drives

  private void drive(Ride own) {
    while (!own.over && own.drives && !own.givenUp) {
      Ride next = next(own);
      if (next != null) {
        begin(next);
      } else if (own.drives) {
        hearOldest();
      } else {
        return; // what is decided is for the other to say
      }
      settle();
    }
  }

  /** The next that is to be written; null where there is none, or another is to drive. */
  private @Nullable Ride next(Ride own) {
    gate.lock();
    try {
      Ride next = queued.peekFirst();
      if (next == null) {
        return null;
      }
      if (next != own && !next.anyThreadMayWrite) {
        appoint(next);
        return null;
      }
      queued.removeFirst();
      next.progress().begins(!underway.isEmpty());
      underway.addLast(next);
      return next;
    } finally {
      gate.unlock();
    }
  }

  private void begin(Ride ride) {
    if (!uses.begin()) {
      decided(ride);
      return;
    }
    Connection.Load load = ride.load;
    try {
      ride.sending =
          pipeline.send(
              load.envelope(),
              load.content(),
              accepted -> {
                if (!load.progress().claimEnd(accepted)) {
                  throw new IOException("cancelled");
                }
                load.hook().beforeCommit(accepted);
              },
              event -> {
                load.progress().onEvent(event);
                if (event instanceof SmtpEvent.SenderAnswered) {
                  settle(); // those ahead of it have their answers
                }
              });
    } catch (RuntimeException | Error fault) {
      ride.fault = fault;
      decided(ride);
    }
  }

  private void hearOldest() {
    Ride oldest = oldest();
    if (oldest == null || oldest.sending == null) {
      return;
    }
    try {
      oldest.sending.receipt();
    } catch (SmtpException decided) {
      // Is thrown once more to whom it belongs.
    } catch (RuntimeException | Error fault) {
      oldest.fault = fault;
      decided(oldest);
    }
  }

  private @Nullable Ride oldest() {
    gate.lock();
    try {
      return underway.peekFirst();
    } finally {
      gate.unlock();
    }
  }

  /** Those that are decided need wait no longer. */
  private void settle() {
    gate.lock();
    try {
      for (Iterator<Ride> rides = underway.iterator(); rides.hasNext(); ) {
        Ride ride = rides.next();
        if (ride.sending != null && ride.sending.isDecided()) {
          rides.remove();
          end(ride);
        }
      }
    } finally {
      gate.unlock();
    }
  }

  private void decided(Ride ride) {
    gate.lock();
    try {
      underway.remove(ride);
      end(ride);
    } finally {
      gate.unlock();
    }
  }

  private static void end(Ride ride) {
    ride.over = true;
    if (!ride.drives) {
      ride.wake();
    }
  }

  /** It is gone, whatever became of it; another drives from now on, if there is one. */
  private void exit(Ride ride) {
    gate.lock();
    try {
      queued.remove(ride);
      underway.remove(ride);
      if (ride.drives) {
        appoint(successor());
      }
    } finally {
      gate.unlock();
    }
  }

  private @Nullable Ride successor() {
    return successor(null);
  }

  /** Whose message is the next to be written, or else the last to be decided; but for this one. */
  private @Nullable Ride successor(@Nullable Ride other) {
    if (!queued.isEmpty()) {
      return queued.peekFirst();
    }
    for (Iterator<Ride> rides = underway.descendingIterator(); rides.hasNext(); ) {
      Ride ride = rides.next();
      if (!ride.givenUp && ride != other) {
        return ride;
      }
    }
    return null;
  }

  // -- those who wait

  private void await(Ride ride) throws SmtpException, InterruptedException {
    if (!ride.givenUp) {
      LockSupport.park(this);
    }
    if (Thread.interrupted()) {
      leave(ride, "interrupted", () -> Thread.currentThread().interrupt());
    } else if (ride.givenUp) {
      leave(ride, "it was no longer waited for", () -> {});
    }
  }

  /** Leaves without the answer, unless it is there, or nobody else is to hear it. */
  private void leave(Ride ride, String why, Runnable keep)
      throws SmtpException, InterruptedException {
    gate.lock();
    try {
      if (queued.remove(ride)) {
        throw new InterruptedException(why);
      }
      if (ride.over) {
        keep.run();
        return;
      }
      if (ride.drives && successor(ride) == null && !ride.givenUp) {
        keep.run(); // there is nobody else to hear the answer
        return;
      }
      underway.remove(ride);
      if (queued.isEmpty() && underway.stream().allMatch(other -> other.givenUp)) {
        uses.abandon();
      }
      if (ride.drives) {
        appoint(successor());
      }
    } finally {
      gate.unlock();
    }
    ride.progress().leave();
    if (ride.progress().giveUp()) {
      throw new InterruptedException(why);
    }
    keep.run();
    throw new SmtpException.Cancelled(
        At.phase(Phase.CONTENT_END).command(".").acceptance(Acceptance.UNKNOWN),
        "cancelled at .: " + why,
        new InterruptedException(why));
  }

  // -- from any thread

  /**
   * Stops a message that is not complete: at once where no other message is on the line, else
   * before its end.
   */
  void stop(Progress progress) {
    gate.lock();
    try {
      progress.giveUp();
      if (!stopQueued(progress) && isUnderway(progress) && !progress.isBehindOthers()) {
        uses.abandon();
      }
    } finally {
      gate.unlock();
    }
  }

  /** Waits no longer for the answer to a message. */
  void giveUp(Progress progress) {
    gate.lock();
    try {
      progress.giveUp();
      if (stopQueued(progress) || !isUnderway(progress)) {
        return;
      }
      for (Ride ride : underway) {
        if (ride.progress() == progress) {
          ride.givenUp = true;
          ride.wake();
        }
      }
      if (underway.stream().allMatch(ride -> ride.givenUp)) {
        uses.abandon();
      }
    } finally {
      gate.unlock();
    }
  }

  private boolean stopQueued(Progress progress) {
    for (Iterator<Ride> rides = queued.iterator(); rides.hasNext(); ) {
      Ride ride = rides.next();
      if (ride.progress() == progress) {
        rides.remove();
        ride.stopped = true;
        end(ride);
        return true;
      }
    }
    return false;
  }

  private boolean isUnderway(Progress progress) {
    return underway.stream().anyMatch(ride -> ride.progress() == progress);
  }

  /** How many messages are on the line. */
  int underway() {
    gate.lock();
    try {
      return underway.size();
    } finally {
      gate.unlock();
    }
  }
}
