package dev.packetboat.bench.packetboat;

import dev.packetboat.delivery.Delivery;
import dev.packetboat.delivery.DeliveryReport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Waits for so many reports, without keeping those that say that all is well. */
final class Told {

  private final CountDownLatch left;
  private final AtomicReference<@Nullable DeliveryReport> bad = new AtomicReference<>();

  Told(int count) {
    left = new CountDownLatch(count);
  }

  void expect(Delivery delivery) {
    CompletableFuture<Void> unused =
        delivery
            .report()
            .thenAccept(
                report -> {
                  if (!report.isDelivered()) {
                    bad.set(report);
                  }
                  left.countDown();
                });
  }

  /**
   * Until all were told.
   *
   * @throws IllegalStateException where a message was not delivered
   */
  void await() throws InterruptedException {
    left.await();
    DeliveryReport failed = bad.get();
    if (failed != null) {
      throw new IllegalStateException(failed.toString());
    }
  }
}
