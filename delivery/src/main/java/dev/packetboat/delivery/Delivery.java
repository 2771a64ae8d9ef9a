package dev.packetboat.delivery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A job that is under way. Safe for use by several threads. */
public interface Delivery {

  DeliveryJob job();

  /**
   * Completes when every outcome is known, always normally. Completing or cancelling this future
   * has no effect on the delivery.
   */
  CompletableFuture<DeliveryReport> report();

  /**
   * Stops it: what is not complete at a server is deferred ({@link Reason#CANCELLED}), at once. A
   * server that has all of the content is waited for so long, and then its recipients are unknown.
   * A {@link DeliveryHook} that is at work is waited for as well, and then not followed. Does not
   * wait itself.
   */
  void cancel(Duration patience);

  /** The same, with a patience of ten seconds. */
  default void cancel() {
    cancel(Duration.ofSeconds(10));
  }
}
