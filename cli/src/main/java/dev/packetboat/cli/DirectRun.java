package dev.packetboat.cli;

import dev.packetboat.delivery.DeliveryEvent;
import dev.packetboat.delivery.DeliveryJob;
import dev.packetboat.delivery.DeliveryReport;
import dev.packetboat.delivery.Mailer;
import dev.packetboat.delivery.Reason;
import dev.packetboat.mail.Message;
import dev.packetboat.smtp.SmtpEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends letters straight to their recipients' servers, so many at once, and reports each as soon as
 * its outcome is known. The calling thread sends too: a single letter needs no other.
 */
final class DirectRun {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Letters letters;
  private final Bundles bundles;
  private final Mailer mailer;
  private final int atOnce;
  private final Logbook logbook;
  private final AtomicBoolean portKnown = new AtomicBoolean(); // to be open, or told not to be
  private volatile boolean interrupted;

  DirectRun(Letters letters, Mailer.Builder mailer, int atOnce, Logbook logbook) {
    this.letters = letters;
    this.bundles = new Bundles(letters);
    this.atOnce = atOnce;
    this.logbook = logbook;
    this.mailer = mailer.connections(atOnce).listener(this::onEvent).build();
  }

  private void onEvent(DeliveryEvent event) {
    if (event instanceof DeliveryEvent.Started && interrupted) {
      stop(); // it began just when the others were stopped
    }
    if (event instanceof DeliveryEvent.InSession session
        && session.event() instanceof SmtpEvent.ContentProgress part) {
      logbook.bar().progress(part);
    }
  }

  /** Sends them all. */
  ExitStatus send() throws InterruptedException {
    try (mailer) {
      return sendAll();
    }
  }

  private ExitStatus sendAll() throws InterruptedException {
    logbook.expect(letters.size());
    List<Thread> others = new ArrayList<>();
    Bundles.Hand own = bundles.hand();
    try (var registration = Interruption.onInterrupt(this::interrupt)) {
      for (int i = 1; i < Math.min(atOnce, letters.size()); i++) {
        Thread other = Main.THREADS.newThread(() -> work(bundles.hand()));
        other.start();
        others.add(other);
      }
      work(own);
      for (Thread other : others) {
        other.join();
      }
    }
    return logbook.close(interrupted);
  }

  private void work(Bundles.Hand hand) {
    for (Optional<Letter> next = hand.next(); next.isPresent(); next = hand.next()) {
      send(next.get());
    }
  }

  private void send(Letter letter) {
    Reports reports = new Reports(letter, "");
    if (letter.lost().isPresent()) {
      letter.lost().ifPresent(logbook::warn);
      logbook.add(reports.lost(letter.lost().get()));
    } else if (interrupted) {
      logbook.add(reports.notAttempted("not attempted"));
    } else {
      deliver(letter);
    }
  }

  private void deliver(Letter letter) {
    DeliveryReport report = mailer.send(job(letter));
    logbook.add(DeliveryReports.of(letter, report));
    blockedPort(report).ifPresent(this::warnOnce);
    if (report.recipients().stream().anyMatch(one -> one.outcome().hop().isPresent())) {
      portKnown.set(true);
    }
  }

  private DeliveryJob job(Letter letter) {
    return DeliveryJob.of(Message.of(letter.envelope(), letter.content()))
        .id(letter.name())
        .build();
  }

  private static Optional<String> blockedPort(DeliveryReport report) {
    return report.recipients().stream()
        .flatMap(recipient -> recipient.outcome().reason().stream())
        .filter(reason -> reason.code().equals(Reason.PORT_BLOCKED))
        .map(Reason::text)
        .findFirst();
  }

  private void warnOnce(String text) {
    if (portKnown.compareAndSet(false, true)) {
      logbook.warn(text);
    }
  }

  private void interrupt() {
    interrupted = true;
    stop();
  }

  private void stop() {
    mailer.cancel(PATIENCE);
  }
}
