package dev.packetboat.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What happened at one server: all messages, and the latest events. Safe for use by several
 * threads.
 */
final class Journal {

  private static final int EVENTS_KEPT = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<MailEvent> events = new ArrayDeque<>();
  private final List<ReceivedMessage> messages = new ArrayList<>();
  private final Consumer<MailEvent> listener;
  private final boolean keeps;

  /** A journal that tells a listener, and keeps what it tells or does not. */
  Journal(Consumer<MailEvent> listener, boolean keeps) {
    this.listener = listener;
    this.keeps = keeps;
  }

  void add(MailEvent event) {
    if (keeps) {
      keep(event);
    }
    listener.accept(event);
  }

  private void keep(MailEvent event) {
    lock.lock();
    try {
      if (event instanceof MailEvent.Received received) {
        messages.add(received.message());
      }
      if (events.size() == EVENTS_KEPT) {
        events.removeFirst();
      }
      events.addLast(event);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<ReceivedMessage> messages() {
    lock.lock();
    try {
      return List.copyOf(messages);
    } finally {
      lock.unlock();
    }
  }

  List<MailEvent> events() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }

  void forget() {
    lock.lock();
    try {
      messages.clear();
      events.clear();
    } finally {
      lock.unlock();
    }
  }

  List<ReceivedMessage> awaitMessages(int count, Duration timeout) {
    return await(
            () -> messages.size() < count ? Optional.empty() : Optional.of(List.copyOf(messages)),
            timeout)
        .orElseThrow(
            () ->
                new AssertionError(
                    messages().size() + " of " + count + " messages came within " + timeout));
  }

  MailEvent awaitEvent(Predicate<? super MailEvent> predicate, Duration timeout) {
    return await(() -> events.stream().filter(predicate).findFirst(), timeout)
        .orElseThrow(
            () -> new AssertionError("no such event within " + timeout + ", but:\n" + latest()));
  }

  private String latest() {
    return events().stream().map(MailEvent::toString).collect(Collectors.joining("\n"));
  }

  private <T> Optional<T> await(Supplier<Optional<T>> condition, Duration timeout) {
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      Optional<T> found = condition.get();
      while (found.isEmpty() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
        found = condition.get();
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for mail", e);
    } finally {
      lock.unlock();
    }
  }
}
