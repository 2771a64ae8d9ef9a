package dev.packetboat.delivery.chaos;

import dev.packetboat.delivery.DeliveryEvent;
import dev.packetboat.smtp.SmtpEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Which letters shared a connection with others: whoever comes last hears the answers for all, and
 * so is told about others while its own letter is under way. Safe for use by several threads.
 */
final class Company {

  /** The letter of a thread, from its end on. */
  private static final class Underway {
    private final String letter;
    private boolean inCompany;

    private Underway(String letter) {
      this.letter = letter;
    }
  }

  private final Map<Thread, Underway> underway = new ConcurrentHashMap<>();
  private final LongAdder shared = new LongAdder();
  private final LongAdder broken = new LongAdder();

  /** This thread is about to end this letter. */
  void ends(String letter) {
    lost(); // where it is tried again
    underway.put(Thread.currentThread(), new Underway(letter));
  }

  /** This thread was told something. */
  void hear(DeliveryEvent event) {
    Underway mine = underway.get(Thread.currentThread());
    if (mine == null) {
      return;
    }
    boolean isTaken =
        event instanceof DeliveryEvent.InSession session
            && session.event() instanceof SmtpEvent.Accepted;
    if (!event.jobId().equals(mine.letter)) {
      mine.inCompany |= event instanceof DeliveryEvent.InSession;
      shared.add(isTaken ? 1 : 0);
    } else if (isTaken) {
      underway.remove(Thread.currentThread());
    } else if (!(event instanceof DeliveryEvent.InSession)) {
      lost();
    }
  }

  private void lost() {
    Underway mine = underway.remove(Thread.currentThread());
    if (mine != null && mine.inCompany) {
      broken.increment();
    }
  }

  /** How many letters were taken with others behind them on the same connection. */
  long shared() {
    return shared.sum();
  }

  /** How often what others shared did not come to a good end for the last of them. */
  long broken() {
    return broken.sum();
  }

  @Override
  public String toString() {
    return "%d letters taken with others behind them on the same connection, which failed %d times"
        .formatted(shared(), broken());
  }
}
