package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Delivery;
import dev.packetboat.delivery.DeliveryJob;
import dev.packetboat.delivery.DeliveryReport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** All jobs of one mailer: so many at once, and an end for all of them. Thread-safe. */
public final class Engine {

  private static final Duration LAST_MOMENTS = Duration.ofSeconds(5);

  private final Settings settings;
  private final Pool pool;
  private final Semaphore places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  // Both guarded by the lock.
  private final Set<JobRun> running = new HashSet<>();
  private boolean closed;

  public Engine(Settings settings) {
    this.settings = settings;
    this.pool = new Pool(settings);
    this.places = new Semaphore(settings.limits().jobs(), true);
  }

  /** Delivers on the calling thread. */
  public DeliveryReport send(DeliveryJob job) {
    JobRun run = new JobRun(job, settings, pool);
    begin(run);
    try {
      return run.run();
    } finally {
      end(run);
    }
  }

  /** Delivers on a thread of its own, as soon as there is a place for it: waits until then. */
  public Delivery submit(DeliveryJob job) throws InterruptedException {
    JobRun run = new JobRun(job, settings, pool);
    places.acquire();
    boolean started = false;
    try {
      begin(run);
      settings.threads().newThread(() -> runSubmitted(run)).start();
      started = true;
      return run;
    } finally {
      if (!started) {
        places.release();
        end(run);
      }
    }
  }

  private void runSubmitted(JobRun run) {
    try {
      run.run();
    } finally {
      places.release();
      end(run);
    }
  }

  private void begin(JobRun run) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the mailer is closed");
      }
      running.add(run);
    } finally {
      lock.unlock();
    }
  }

  private void end(JobRun run) {
    lock.lock();
    try {
      running.remove(run);
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Stops all jobs that are under way, as each of them is cancelled. */
  public void cancel(Duration patience) {
    present().forEach(run -> run.cancel(patience));
  }

  private List<JobRun> present() {
    lock.lock();
    try {
      return List.copyOf(running);
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more jobs, waits so long for those under way, and cancels them then. */
  public void close(Duration limit) {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    // An interrupt means that there is no patience left; it does not leave connections open.
    boolean interrupted = Thread.interrupted();
    if (interrupted || !awaitEnd(limit)) {
      interrupted |= Thread.interrupted();
      cancel(Duration.ZERO);
      awaitEnd(LAST_MOMENTS);
    }
    pool.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives no when the time ran out, or the thread was interrupted. */
  private boolean awaitEnd(Duration limit) {
    long patience = limit.toNanos();
    lock.lock();
    try {
      while (!running.isEmpty() && patience > 0) {
        patience = ended.awaitNanos(patience);
      }
      return running.isEmpty();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
