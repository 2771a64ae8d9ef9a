package dev.packetboat.delivery;

/**
 * Is told what happens in deliveries. The events of one group of recipients come in order, on the
 * thread that does the work, which may be that of another message over the same connection, never
 * under a lock; those of several groups come from several threads, and so do attempts to connect to
 * several addresses of a relay. It must not block for long; what it throws is logged and does no
 * harm.
 */
@FunctionalInterface
public interface DeliveryListener {

  void onEvent(DeliveryEvent event);
}
