package dev.packetboat.delivery;

import dev.packetboat.mail.Recipient;
import java.io.IOException;
import java.util.List;

/**
 * Is called before the end of the content is written to a server: until it returns that server
 * cannot have the message, from then on it may. A store that writes it down here can tell after a
 * crash what is unknown and what may be sent again. Called on the thread that sends, once for each
 * transaction; those of one job may run at the same time.
 */
@FunctionalInterface
public interface DeliveryHook {

  /**
   * Lets the message go, or throws: then these recipients are deferred ({@link Reason#VETOED}).
   *
   * @param hop the server that is about to take it
   * @param recipients those for whom it does
   */
  void beforeCommit(DeliveryJob job, Hop hop, List<Recipient> recipients) throws IOException;

  /** Nothing is to be done. */
  static DeliveryHook none() {
    return NoHook.INSTANCE;
  }

  /** See {@link #none()}. */
  enum NoHook implements DeliveryHook {
    INSTANCE;

    @Override
    public void beforeCommit(DeliveryJob job, Hop hop, List<Recipient> recipients) {}
  }
}
