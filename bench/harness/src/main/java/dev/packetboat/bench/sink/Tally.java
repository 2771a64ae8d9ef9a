package dev.packetboat.bench.sink;

import java.util.concurrent.atomic.AtomicLong;

/** What a sink has taken. Written by the sink's thread, read by any. */
public final class Tally {

  /** What was counted up to a moment; a fault is a command that no client should have sent. */
  public record Count(long connections, long messages, long recipients, long octets, long faults) {}

  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong recipients = new AtomicLong();
  private final AtomicLong octets = new AtomicLong();
  private final AtomicLong faults = new AtomicLong();

  void connection() {
    connections.incrementAndGet();
  }

  /** A whole content was taken; its octets are counted as they came, with stuffed dots. */
  void message(int toRecipients, long ofOctets) {
    recipients.addAndGet(toRecipients);
    octets.addAndGet(ofOctets);
    messages.incrementAndGet();
  }

  void fault() {
    faults.incrementAndGet();
  }

  /** The count so far. */
  public Count count() {
    return new Count(
        connections.get(), messages.get(), recipients.get(), octets.get(), faults.get());
  }
}
