package dev.packetboat.delivery.chaos;

import dev.packetboat.delivery.DeliveryEvent;
import dev.packetboat.delivery.DeliveryReport;
import dev.packetboat.delivery.Hop;
import dev.packetboat.delivery.RecipientReport;
import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.SmtpEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What was told of one letter on our side. Safe for use by several threads. */
final class Diary {

  private final ReentrantLock lock = new ReentrantLock();
  // All guarded by the lock.
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, RecipientReport> known = new HashMap<>();
  private final Map<String, RecipientReport> told = new HashMap<>();
  private final Map<String, Hop> lastAsked = new HashMap<>();
  private final Map<String, Integer> endings = new HashMap<>();
  private Optional<DeliveryReport> finished = Optional.empty();
  private int events;

  /** Writes an event down; gives its number, from 1. */
  int add(DeliveryEvent event) {
    lock.lock();
    try {
      events++;
      if (event instanceof DeliveryEvent.Started != (events == 1)) {
        complaints.add("event " + events + " is " + event);
      }
      finished.ifPresent(end -> complaints.add("after its end: " + event));
      if (event instanceof DeliveryEvent.Finished end) {
        finished = Optional.of(end.report());
      } else if (event instanceof DeliveryEvent.OutcomeKnown one) {
        put(known, one.report());
      } else if (event instanceof DeliveryEvent.InSession session
          && session.event() instanceof SmtpEvent.ContentEnding) {
        endings.merge(session.host(), 1, Integer::sum);
      }
      return events;
    } finally {
      lock.unlock();
    }
  }

  private void put(Map<String, RecipientReport> where, RecipientReport report) {
    RecipientReport before = where.put(report.address(), report);
    if (before != null) {
      complaints.add("told twice: " + before + " and " + report);
    }
  }

  /** The outcome was told to who gave the letter. */
  void outcome(RecipientReport report) {
    lock.lock();
    try {
      put(told, report);
    } finally {
      lock.unlock();
    }
  }

  /** The hook was asked. */
  void asked(Hop hop, List<Recipient> recipients) {
    lock.lock();
    try {
      for (Recipient recipient : recipients) {
        lastAsked.put(recipient.address().toString(), hop);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The last server that the hook was asked about for this recipient. */
  Optional<Hop> lastAsked(String recipient) {
    lock.lock();
    try {
      return Optional.ofNullable(lastAsked.get(recipient));
    } finally {
      lock.unlock();
    }
  }

  /** Whether the end of the content was begun to be written to this host. */
  boolean endedAt(String host) {
    lock.lock();
    try {
      return endings.containsKey(host);
    } finally {
      lock.unlock();
    }
  }

  /** What is wrong with what was told, compared with the report. */
  List<String> complaintsAbout(DeliveryReport report) {
    lock.lock();
    try {
      List<String> all = new ArrayList<>(complaints);
      if (finished.isEmpty() || finished.get() != report) {
        all.add("the report at the end is another: " + finished);
      }
      for (RecipientReport one : report.recipients()) {
        if (known.remove(one.address()) != one) {
          all.add("not told to the listener: " + one);
        }
        if (told.remove(one.address()) != one) {
          all.add("not told to who gave it: " + one);
        }
      }
      known.values().forEach(one -> all.add("told but not reported: " + one));
      told.values().forEach(one -> all.add("told but not reported: " + one));
      return all;
    } finally {
      lock.unlock();
    }
  }
}
