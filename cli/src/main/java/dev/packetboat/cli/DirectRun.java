package dev.packetboat.cli;

import dev.packetboat.delivery.DeliveryEvent;
import dev.packetboat.delivery.DeliveryJob;
import dev.packetboat.delivery.DeliveryListener;
import dev.packetboat.delivery.DeliveryReport;
import dev.packetboat.delivery.Mailer;
import dev.packetboat.delivery.Reason;
import dev.packetboat.mail.Message;
import dev.packetboat.smtp.SmtpEvent;
import java.io.IOException;
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

  private final Mailer mailer;
  private final int atOnce;
  private final Logbook logbook;
  private final AtomicBoolean blockedPortTold = new AtomicBoolean();
  private volatile boolean interrupted;

  DirectRun(Mailer mailer, int atOnce, Logbook logbook) {
    this.mailer = mailer;
    this.atOnce = atOnce;
    this.logbook = logbook;
  }

  /** Shows on the bar how much of a content has been sent. */
  static DeliveryListener progress(ProgressBar bar) {
    return event -> {
      if (event instanceof DeliveryEvent.InSession session
          && session.event() instanceof SmtpEvent.ContentProgress part) {
        bar.progress(part);
      }
    };
  }

  /** Sends them all. */
  ExitStatus send(Letters letters) throws InterruptedException {
    logbook.expect(letters.size());
    List<Thread> others = new ArrayList<>();
    try (var registration = Interruption.onInterrupt(this::interrupt)) {
      for (int i = 1; i < Math.min(atOnce, letters.size()); i++) {
        others.add(Thread.startVirtualThread(() -> work(letters)));
      }
      work(letters);
      for (Thread other : others) {
        other.join();
      }
    }
    return logbook.close(interrupted);
  }

  private void work(Letters letters) {
    for (Optional<Letter> next = letters.next(); next.isPresent(); next = letters.next()) {
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
  }

  private DeliveryJob job(Letter letter) {
    return DeliveryJob.of(Message.of(letter.envelope(), letter.content()))
        .id(letter.name())
        .hook((job, hop, recipients) -> refuseWhenInterrupted())
        .build();
  }

  /** A letter that was begun just when the run was interrupted does not end. */
  private void refuseWhenInterrupted() throws IOException {
    if (interrupted) {
      throw new IOException("interrupted");
    }
  }

  private static Optional<String> blockedPort(DeliveryReport report) {
    return report.recipients().stream()
        .flatMap(recipient -> recipient.outcome().reason().stream())
        .filter(reason -> reason.code().equals(Reason.PORT_BLOCKED))
        .map(Reason::text)
        .findFirst();
  }

  private void warnOnce(String text) {
    if (blockedPortTold.compareAndSet(false, true)) {
      logbook.warn(text);
    }
  }

  private void interrupt() {
    interrupted = true;
    mailer.cancel(PATIENCE);
  }
}
