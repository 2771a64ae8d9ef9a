package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.server.Action;
import dev.packetboat.testkit.internal.server.Judgement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The rules of one server, and how often each was looked at. Safe for use by several threads. */
final class RuleBook {

  private record Entry(Rule rule, AtomicInteger times) {
    boolean holds(Moment moment, String subject) {
      return rule.fits(moment, subject) && rule.counts(times.getAndIncrement());
    }
  }

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  void add(Rule rule) {
    entries.add(new Entry(rule, new AtomicInteger()));
  }

  void clear() {
    entries.clear();
  }

  Judgement judge(Moment moment, String subject) {
    Duration delay = Duration.ZERO;
    long octets = 0;
    for (Entry entry : entries) {
      if (entry.holds(moment, subject)) {
        delay = delay.plus(entry.rule.delay());
        octets = Math.max(octets, entry.rule.octets());
        if (!(entry.rule.action() instanceof Action.Proceed)) {
          return new Judgement(delay, entry.rule.action(), octets);
        }
      }
    }
    return new Judgement(delay, new Action.Proceed(), octets);
  }
}
