package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.dns.Mishap;
import dev.packetboat.testkit.internal.dns.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults of one server, and how often each was looked at. Safe for use by several threads. */
final class FaultBook {

  private record Entry(DnsFault fault, AtomicInteger times) {
    boolean holds(DnsQuestion asked) {
      return fault.fits(asked) && fault.counts(times.getAndIncrement());
    }
  }

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  void add(DnsFault fault) {
    entries.add(new Entry(fault, new AtomicInteger()));
  }

  void clear() {
    entries.clear();
  }

  Verdict judge(DnsQuestion asked) {
    Duration delay = Duration.ZERO;
    for (Entry entry : entries) {
      if (entry.holds(asked)) {
        Verdict verdict = entry.fault.verdict();
        delay = delay.plus(verdict.delay());
        if (!(verdict.mishap() instanceof Mishap.None)) {
          return new Verdict(delay, verdict.mishap());
        }
      }
    }
    return new Verdict(delay, new Mishap.None());
  }
}
