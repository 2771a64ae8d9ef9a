package dev.packetboat.delivery;

import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.Message;
import java.util.List;
import java.util.stream.Collectors;

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

  /** For people: a line for each recipient. */
  @Override
  public String toString() {
    return recipients.stream()
        .map(RecipientReport::toString)
        .collect(Collectors.joining("\n", "from <" + sender() + ">\n", ""));
  }

  private String sender() {
    return job.message().envelope().sender().map(Object::toString).orElse("");
  }
}
