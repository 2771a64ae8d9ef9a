package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.DeliveryEvent;
import dev.packetboat.delivery.DeliveryJob;
import dev.packetboat.delivery.DeliveryListener;
import dev.packetboat.delivery.RecipientReport;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners of one job. What they throw is theirs: it must not change what becomes of a
 * message that may be at a server already.
 */
final class Told {

  private static final Logger LOG = LoggerFactory.getLogger(Told.class);

  private final DeliveryJob job;
  private final DeliveryListener listener;
  private final Queue<RecipientReport> outcomes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger untold = new AtomicInteger();

  Told(DeliveryJob job, DeliveryListener listener) {
    this.job = job;
    this.listener = listener;
  }

  void tell(DeliveryEvent event) {
    guarded(listener::onEvent, event);
  }

  /** Tells an outcome; those of several threads are told one at a time, by one of them. */
  void outcome(RecipientReport report) {
    LOG.debug("{} {}", job.id(), report);
    tell(new DeliveryEvent.OutcomeKnown(job.id(), report));
    outcomes.add(report);
    if (untold.getAndIncrement() > 0) {
      return;
    }
    do {
      guarded(job.onOutcome(), outcomes.remove());
    } while (untold.decrementAndGet() > 0);
  }

  private static <T> void guarded(Consumer<? super T> listener, T what) {
    try {
      listener.accept(what);
    } catch (RuntimeException | Error fault) {
      LOG.warn("a listener failed at {}", what, fault);
    }
  }
}
