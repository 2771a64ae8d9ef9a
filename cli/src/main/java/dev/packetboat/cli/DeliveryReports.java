package dev.packetboat.cli;

import dev.packetboat.cli.MessageReport.Trouble;
import dev.packetboat.delivery.Attempt;
import dev.packetboat.delivery.DeliveryReport;
import dev.packetboat.delivery.Hop;
import dev.packetboat.delivery.Outcome;
import dev.packetboat.delivery.Reason;
import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.smtp.Reply;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a mailer reports of a letter, in the words of the command. Pure. */
final class DeliveryReports {

  private DeliveryReports() {}

  /** The report of a letter. */
  static MessageReport of(Letter letter, DeliveryReport report) {
    List<RecipientReport> recipients = new ArrayList<>();
    Trouble trouble = Trouble.NONE;
    for (var one : report.recipients()) {
      recipients.add(recipient(one.address(), one.outcome(), one.attempts()));
      if (trouble == Trouble.NONE) {
        trouble = trouble(one.outcome());
      }
    }
    letter.unusable().stream().map(Reports::unusable).forEach(recipients::add);
    return new MessageReport(
        letter.name(),
        letter.messageId(),
        letter.envelope().sender().map(Object::toString).orElse(""),
        report.size(),
        recipients,
        trouble);
  }

  private static Trouble trouble(Outcome outcome) {
    String code = outcome.reason().map(Reason::code).orElse("");
    if (code.equals(Reason.CONTENT)) {
      return Trouble.CONTENT;
    }
    boolean later = outcome.reply().filter(Reply::isTransient).isPresent();
    return code.equals(Reason.CREDENTIALS) && !later ? Trouble.CREDENTIALS : Trouble.NONE;
  }

  private static RecipientReport recipient(
      String address, Outcome outcome, List<Attempt> attempts) {
    return new RecipientReport(
        address,
        status(outcome),
        outcome.hop().map(DeliveryReports::hop),
        outcome.reply(),
        outcome.reply().isPresent()
            ? Optional.empty()
            : outcome.status().map(EnhancedStatus::toString),
        outcome.reason().map(reason -> text(outcome, reason)),
        attempts.stream().map(DeliveryReports::attempt).toList());
  }

  /** Nobody cancels here but who interrupts. */
  private static String text(Outcome outcome, Reason reason) {
    boolean cut = outcome instanceof Outcome.Deferred && reason.code().equals(Reason.CANCELLED);
    return cut ? Reports.INTERRUPTED : reason.text();
  }

  private static Status status(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered delivered -> Status.DELIVERED;
      case Outcome.Deferred deferred -> Status.DEFERRED;
      case Outcome.Failed failed -> Status.FAILED;
      case Outcome.Unknown unknown -> Status.UNKNOWN;
    };
  }

  private static RecipientReport.Hop hop(Hop hop) {
    return new RecipientReport.Hop(hop.host(), hop.ip(), hop.port(), hop.tls());
  }

  private static RecipientReport.Attempt attempt(Attempt attempt) {
    return new RecipientReport.Attempt(
        attempt.host(), attempt.address().map(InetAddress::getHostAddress), attempt.error());
  }
}
