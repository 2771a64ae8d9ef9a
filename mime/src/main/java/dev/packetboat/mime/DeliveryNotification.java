package dev.packetboat.mime;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.LeftOut;
import dev.packetboat.mail.MessageHeader;
import dev.packetboat.mail.MessageSyntaxException;
import dev.packetboat.mail.ReturnContent;
import dev.packetboat.mime.internal.PartContent;
import dev.packetboat.mime.internal.ReportDate;
import dev.packetboat.mime.internal.ReportParts;
import dev.packetboat.mime.internal.ReportedText;
import dev.packetboat.mime.internal.StatusFields;
import dev.packetboat.mime.internal.StatusGroup;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A delivery status notification: the report that comes back when a message could not be delivered,
 * is late, or has arrived (RFC 3464, in the form of RFC 6522; in other scripts RFC 6533).
 *
 * {@snippet class="ExamplesTest" region="notification" :
 * Optional<DeliveryNotification> notification = DeliveryNotification.read(mail);
 * notification.ifPresent(
 *     report -> {
 *       String about = report.envelopeId().or(report::originalMessageId).orElse("unknown");
 *       for (ReportedRecipient recipient : report.recipients()) {
 *         if (recipient.action().equals(Optional.of(Action.FAILED))) {
 *           news.add(about + " did not reach " + recipient.address());
 *         }
 *       }
 *     });
 * }
 *
 * Reports are read as they are and not as they should be: one that is broken says what could be
 * read, and {@link #leftOut} the rest. Nobody has checked that a report is true: whoever knows an
 * address can write one. An envelope id that nobody could guess tells those from others.
 *
 * <p>Immutable, safe for use by several threads.
 */
public final class DeliveryNotification {

  private final StatusGroup message;
  private final List<ReportedRecipient> recipients;
  private final Optional<ReturnedMessage> returned;
  private final List<LeftOut> leftOut;

  private DeliveryNotification(
      StatusFields status, Optional<ReturnedMessage> returned, List<LeftOut> faults) {
    this.message = status.message();
    this.recipients = status.recipients().stream().map(ReportedRecipient::new).toList();
    this.returned = returned;
    List<LeftOut> all = new ArrayList<>(faults);
    all.addAll(status.strays());
    message.leftOut("Arrival-Date", arrivalDate(), ReportDate.NONE).ifPresent(all::add);
    recipients.stream().flatMap(ReportedRecipient::leftOut).forEach(all::add);
    this.leftOut = List.copyOf(all);
  }

  /**
   * Reads a message, if it is a report on the delivery of another: a {@code multipart/report} of
   * the type {@code delivery-status}, or another multipart that contains such a part. Empty for
   * everything else: letters, answers that people or their programs write, other reports, such as
   * those that a message was read, and letters that have a report attached.
   *
   * @throws IOException if the content cannot be read; never because of what is in it
   */
  public static Optional<DeliveryNotification> read(Content content) throws IOException {
    ReportParts parts = ReportParts.read(content);
    if (!parts.isReport()) {
      return Optional.empty();
    }
    List<LeftOut> faults = new ArrayList<>(parts.faults());
    Optional<ReturnedMessage> returned = Optional.empty();
    if (parts.returned().isPresent()) {
      returned = returned(parts.returned().get(), faults);
    }
    return Optional.of(
        new DeliveryNotification(StatusFields.read(parts.statuses()), returned, faults));
  }

  private static Optional<ReturnedMessage> returned(PartContent part, List<LeftOut> faults)
      throws IOException {
    try {
      MessageHeader header = MessageHeader.read(part);
      ReturnContent extent = part.isHeader() ? ReturnContent.HEADERS : ReturnContent.FULL;
      return Optional.of(new ReturnedMessage(extent, header, part));
    } catch (MessageSyntaxException e) {
      faults.add(new LeftOut("", "what came back has no header: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * The envelope id that the message was sent with (ENVID of RFC 3461), decoded: what {@link
   * dev.packetboat.mail.MailParameter#envelopeId} was given.
   */
  public Optional<String> envelopeId() {
    return message.first("Original-Envelope-Id").map(ReportedText::xtext);
  }

  /** Who reports. */
  public Optional<MtaName> reportingMta() {
    return message.first("Reporting-MTA").map(MtaName::read);
  }

  /** The gateway that made this of a report in another system. */
  public Optional<MtaName> gateway() {
    return message.first("DSN-Gateway").map(MtaName::read);
  }

  /** From whom the message had come there. */
  public Optional<MtaName> receivedFrom() {
    return message.first("Received-From-MTA").map(MtaName::read);
  }

  /** When the message had come there. */
  public Optional<OffsetDateTime> arrivalDate() {
    return message.first("Arrival-Date").flatMap(ReportDate::read);
  }

  /** What it says of each recipient, in its order. Empty if it is broken. */
  public List<ReportedRecipient> recipients() {
    return recipients;
  }

  /** The message that it is about, or its header, if that came back too. */
  public Optional<ReturnedMessage> returned() {
    return returned;
  }

  /**
   * The Message-ID of the message that it is about, with angle brackets: from the header that came
   * back, else from the field that some put in its place (X-Original-Message-ID).
   */
  public Optional<String> originalMessageId() {
    return returned
        .flatMap(back -> back.header().messageId())
        .or(() -> message.first("X-Original-Message-ID"));
  }

  /**
   * The values of all fields of this name that are about the whole message, in any case of letters:
   * unfolded, otherwise as they are written.
   */
  public List<String> field(String name) {
    return message.all(name);
  }

  /** What stands in the report and could not be understood, or is missing, and why. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /** For people: {@code dns;mx.example.com: [rfc822;ann@example.com FAILED 5.1.1]}. */
  @Override
  public String toString() {
    return reportingMta().map(MtaName::toString).orElse("somebody") + ": " + recipients;
  }
}
