package dev.packetboat.delivery.chaos;

import dev.packetboat.delivery.Delivery;
import dev.packetboat.delivery.DeliveryEvent;
import dev.packetboat.delivery.DeliveryJob;
import dev.packetboat.delivery.DeliveryReport;
import dev.packetboat.delivery.Hop;
import dev.packetboat.delivery.Mailer;
import dev.packetboat.mail.Recipient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;

/**
 * The application: gives letters to a mailer, and stops, vetoes and throws as is planned for each.
 * Safe for use by several threads.
 */
final class Office {

  private final Faults faults;
  private final Company company = new Company();
  private final Map<String, Posted> all = new ConcurrentHashMap<>();
  private final LongAdder threads = new LongAdder();
  private volatile boolean halted;

  Office(Faults faults) {
    this.faults = faults;
  }

  /** A letter on its way. */
  static final class Posted {
    private final Letter letter;
    private final Diary diary = new Diary();
    private final CompletableFuture<DeliveryReport> report = new CompletableFuture<>();
    private volatile Optional<Delivery> delivery = Optional.empty();
    private volatile boolean toBeStopped;
    private volatile boolean interrupted;
    private volatile Optional<String> complaint = Optional.empty();

    private Posted(Letter letter) {
      this.letter = letter;
    }

    Letter letter() {
      return letter;
    }

    Diary diary() {
      return diary;
    }

    boolean isDone() {
      return delivery.filter(one -> one.report().isDone()).isPresent();
    }

    DeliveryReport report() {
      return delivery.orElseThrow().report().join();
    }

    Optional<String> complaint() {
      return complaint;
    }
  }

  /** Who shared a connection. */
  Company company() {
    return company;
  }

  /** Everything that was given to the mailer. */
  List<Posted> all() {
    return List.copyOf(all.values());
  }

  /** Gives a letter to the mailer, in the way that is planned for it; not to one that is closed. */
  void post(Letter letter, Mailer mailer) throws InterruptedException {
    Posted posted = new Posted(letter);
    all.put(letter.id(), posted);
    try {
      post(posted, mailer);
    } catch (IllegalStateException notTaken) {
      all.remove(letter.id()); // and no server may have it
      faults.count(String.valueOf(notTaken.getMessage()));
    }
  }

  private void post(Posted posted, Mailer mailer) throws InterruptedException {
    Letter letter = posted.letter;
    DeliveryJob job =
        DeliveryJob.of(letter.message())
            .id(letter.id())
            .hook((of, hop, recipients) -> ask(posted, hop, recipients))
            .onOutcome(
                one -> {
                  posted.diary.outcome(one);
                  perhapsThrow(letter);
                })
            .build();
    switch (letter.plan().manner()) {
      case SENT -> send(posted, job, mailer);
      case SUBMITTED -> {
        Delivery delivery = mailer.submit(job);
        posted.delivery = Optional.of(delivery);
        if (posted.toBeStopped) { // which may have been before it was known
          delivery.cancel(letter.plan().patience());
        }
      }
    }
  }

  private void send(Posted posted, DeliveryJob job, Mailer mailer) {
    Thread sender = Thread.currentThread();
    posted.delivery = Optional.of(new Interrupting(job, posted, sender));
    posted.report.complete(mailer.send(job));
    // The mailer's own interrupts to stop everything may meet ours, and there is only one flag.
    if (Thread.interrupted() != posted.interrupted && !halted) {
      posted.complaint =
          Optional.of("an interrupt was " + (posted.interrupted ? "lost" : "made up"));
    }
  }

  /** Stops a delivery by an interrupt of the thread that waits for it. */
  private record Interrupting(DeliveryJob job, Posted posted, Thread sender) implements Delivery {

    @Override
    public CompletableFuture<DeliveryReport> report() {
      return posted.report;
    }

    @Override
    public void cancel(Duration patience) {
      posted.interrupted = true;
      sender.interrupt();
    }
  }

  private void ask(Posted posted, Hop hop, List<Recipient> recipients) throws IOException {
    company.ends(posted.letter.id());
    posted.diary.asked(hop, recipients);
    switch (posted.letter.plan().hook()) {
      case LETS_GO -> {}
      case VETOES -> {
        faults.count("our hook vetoed");
        throw new IOException("not today");
      }
      case THROWS -> {
        faults.count("our hook threw");
        throw new IllegalStateException("the hook has a fault");
      }
      case HAS_AN_ERROR -> {
        faults.count("our hook had an error");
        throw new AssertionError("the hook has an error");
      }
      case CANCELS -> stop(posted);
    }
  }

  private void stop(Posted posted) {
    faults.count("our side stopped it");
    posted.toBeStopped = true;
    posted.delivery.ifPresent(delivery -> delivery.cancel(posted.letter.plan().patience()));
  }

  /** To be told everything by the mailer. */
  void hear(DeliveryEvent event) {
    Posted posted = all.get(event.jobId());
    if (posted == null) {
      return;
    }
    company.hear(event);
    int number = posted.diary.add(event);
    if (posted.letter.plan().stopAt().filter(at -> at == number).isPresent()) {
      stop(posted);
    }
    if (number % 7 == 0) {
      perhapsThrow(posted.letter);
    }
  }

  /** Stops all that is under way. */
  void halt(Mailer mailer) {
    halted = true;
    faults.count("our side stopped everything");
    mailer.cancel(Duration.ofMillis(20));
  }

  /** Virtual threads, of which there are none at times. */
  ThreadFactory threads() {
    ThreadFactory factory = Thread.ofVirtual().name("packetboat-", 0).factory();
    return task -> {
      threads.increment();
      if (threads.sum() % 101 == 0) {
        faults.count("no thread");
        throw new IllegalStateException("no thread");
      }
      return factory.newThread(task);
    };
  }

  private void perhapsThrow(Letter letter) {
    if (letter.plan().listenerThrows()) {
      faults.count("our listener threw");
      throw new IllegalStateException("the listener has a fault");
    }
  }
}
