package dev.packetboat.delivery;

import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.Message;
import java.util.List;

/** What became of a message: each recipient with exactly one outcome. Immutable. */
public final class DeliveryReport {

  private final DeliveryJob job;
  private final List<RecipientReport> recipients;
  private final long size;

  private DeliveryReport(DeliveryJob job, List<RecipientReport> recipients, long size) {
    this.job = job;
    this.recipients = List.copyOf(recipients);
    this.size = size;
  }

  /**
   * A report.
   *
   * @param size in octets as sent, without stuffed dots; 0 where none was sent
   */
  public static DeliveryReport of(DeliveryJob job, List<RecipientReport> recipients, long size) {
    return new DeliveryReport(job, recipients, size);
  }

  /** The job's name. */
  public String id() {
    return job.id();
  }

  public Message message() {
    return job.message();
  }

  /**
   * Every recipient in the order of the envelope, and behind them what stood in the message's
   * recipient fields and is no address.
   */
  public List<RecipientReport> recipients() {
    return recipients;
  }

  /** The content's size in octets as sent, without stuffed dots; 0 where none was sent. */
  public long size() {
    return size;
  }

  /** Whether every recipient's server has it. */
  public boolean isDelivered() {
    return recipients.stream().allMatch(one -> one.outcome() instanceof Outcome.Delivered);
  }

  /**
   * The envelope for trying again: the same sender and parameters, and the recipients that are
   * deferred; it may have none.
   */
  public Envelope pending() {
    Envelope given = job.message().envelope();
    return given
        .sender()
        .map(Envelope::from)
        .orElseGet(Envelope::fromNullSender)
        .with(given.parameters().toArray(MailParameter[]::new))
        .toRecipients(
            recipients.stream()
                .filter(one -> one.outcome() instanceof Outcome.Deferred)
                .flatMap(one -> one.recipient().stream())
                .toList());
  }

  /**
   * For people: how many of what, then a line for each recipient with the server and what it said,
   * and below it a line for each attempt before.
   *
   * {@snippet lang="text" :
   * from <joe@client.test>, 1234 octets: 1 delivered, 1 failed
   *   ann@a.test  delivered  mx2.a.test (192.0.2.2 port 25, TLSv1.3): 250 2.0.0 Ok: queued as 4F00
   *       before: mx1.a.test (192.0.2.1): connection refused
   *   bob@b.test  failed     5.1.10 b.test: the domain takes no mail (null MX)
   * }
   */
  @Override
  public String toString() {
    return new ReportText(this).text();
  }
}
