package dev.packetboat.smtp.internal;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.Recipient;
import dev.packetboat.mail.RecipientOptions;
import dev.packetboat.smtp.Extensions;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.RecipientResult.NotAsked;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.internal.content.ContentFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The MAIL and RCPT lines of one envelope for one server: which parameters its extensions allow,
 * and what cannot be sent to it at all. Pure.
 */
final class EnvelopeCommands {

  private static final EnhancedStatus TOO_BIG = new EnhancedStatus(5, 3, 4);
  private static final EnhancedStatus NEEDS_CONVERSION = new EnhancedStatus(5, 6, 3);
  private static final EnhancedStatus NON_ASCII_ADDRESS = new EnhancedStatus(5, 6, 7);
  private static final EnhancedStatus NON_ASCII_HEADER = new EnhancedStatus(5, 6, 9);
  private static final EnhancedStatus NOT_SUPPORTED = new EnhancedStatus(5, 3, 3);

  /**
   * The command that names a recipient.
   *
   * @param line the command; empty where there is an obstacle
   * @param obstacle why the server cannot take this recipient
   */
  record Rcpt(Recipient recipient, String line, Optional<NotAsked> obstacle) {}

  private final Extensions extensions;
  private final boolean smtputf8;
  private final OptionalLong declaredSize;
  private final String mail;
  private final List<Rcpt> recipients;

  private EnvelopeCommands(Extensions extensions, Envelope envelope, Optional<ContentFacts> content)
      throws SmtpException {
    this.extensions = extensions;
    this.smtputf8 = extensions.offers("SMTPUTF8") && needsUtf8(envelope, content);
    this.declaredSize =
        content.map(facts -> OptionalLong.of(facts.size())).orElseGet(() -> declaredSize(envelope));
    this.mail = mailLine(envelope, content);
    List<Rcpt> lines = new ArrayList<>();
    for (Recipient recipient : envelope.recipients()) {
      lines.add(rcpt(recipient));
    }
    this.recipients = List.copyOf(lines);
  }

  /** For an envelope whose content is known. */
  static EnvelopeCommands of(Extensions extensions, Envelope envelope, ContentFacts content)
      throws SmtpException {
    return new EnvelopeCommands(extensions, envelope, Optional.of(content));
  }

  /** For a sender whose recipients and content are still to come. */
  static EnvelopeCommands inStages(Extensions extensions, Envelope sender) throws SmtpException {
    return new EnvelopeCommands(extensions, sender, Optional.empty());
  }

  String mail() {
    return mail;
  }

  List<Rcpt> recipients() {
    return recipients;
  }

  /** The size that was announced with MAIL, or could have been. */
  OptionalLong declaredSize() {
    return declaredSize;
  }

  private static OptionalLong declaredSize(Envelope envelope) {
    return envelope.parameters().stream()
        .filter(parameter -> parameter.keyword().equals("SIZE"))
        .flatMap(parameter -> parameter.value().stream())
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static boolean needsUtf8(Envelope envelope, Optional<ContentFacts> content) {
    boolean sender = envelope.sender().filter(address -> !address.isAscii()).isPresent();
    boolean recipient = envelope.recipients().stream().anyMatch(to -> !to.address().isAscii());
    return sender || recipient || content.filter(ContentFacts::hasUtf8Header).isPresent();
  }

  private String mailLine(Envelope envelope, Optional<ContentFacts> content) throws SmtpException {
    StringBuilder line = new StringBuilder("MAIL FROM:<").append(reversePath(envelope)).append('>');
    if (extensions.offers("SIZE") && declaredSize.isPresent()) {
      refuseTooBig(declaredSize.getAsLong());
      line.append(" SIZE=").append(declaredSize.getAsLong()); // RFC 1870 §5
    }
    if (content.isPresent()) {
      refuseWhatCannotPass(content.get());
    }
    // In stages the content is still to come: BODY=8BITMIME promises nothing and allows both.
    boolean eightBit = content.map(facts -> facts.isEightBit() || smtputf8).orElse(true);
    if (eightBit && extensions.offers("8BITMIME")) {
      line.append(" BODY=8BITMIME"); // RFC 6152 §3, RFC 6531 §3.6
    }
    if (smtputf8) {
      line.append(" SMTPUTF8"); // RFC 6531 §3.4
    }
    for (MailParameter parameter : envelope.parameters()) {
      append(line, parameter);
    }
    return line.toString();
  }

  private void append(StringBuilder line, MailParameter parameter) throws SmtpException {
    if (extensions.offers(parameter.extension())) {
      if (!parameter.keyword().equals("SIZE")) {
        line.append(' ').append(parameter);
      }
    } else if (parameter.isRequired()) {
      throw unsupported(
          Phase.MAIL,
          NOT_SUPPORTED,
          parameter.keyword()
              + " is required and the server does not offer "
              + parameter.extension());
    }
  }

  private String reversePath(Envelope envelope) throws SmtpException {
    if (envelope.sender().isEmpty()) {
      return ""; // RFC 5321 §4.5.5
    }
    Address sender = envelope.sender().get();
    return written(sender)
        .orElseThrow(
            () ->
                unsupported(
                    Phase.MAIL,
                    NON_ASCII_ADDRESS,
                    "the sender " + sender + " needs SMTPUTF8, which the server does not offer"));
  }

  /** As it goes on the wire; empty where it needs SMTPUTF8 and that cannot be had. */
  private Optional<String> written(Address address) {
    if (smtputf8 || address.isAscii()) {
      return Optional.of(address.toString());
    }
    Address withAsciiDomain = address.toAscii(); // RFC 6531 §3.2
    return withAsciiDomain.isAscii() ? Optional.of(withAsciiDomain.toString()) : Optional.empty();
  }

  private void refuseTooBig(long size) throws SmtpException {
    OptionalLong limit = extensions.sizeLimit();
    if (limit.isPresent() && size > limit.getAsLong()) {
      throw unsupported(
          Phase.MAIL,
          TOO_BIG,
          "the message has "
              + size
              + " octets and the server takes "
              + limit.getAsLong()); // RFC 1870 §6.1
    }
  }

  private void refuseWhatCannotPass(ContentFacts facts) throws SmtpException {
    if (facts.hasUtf8Header() && !smtputf8) {
      throw unsupported(
          Phase.MAIL,
          NON_ASCII_HEADER,
          "the header is not ASCII and the server does not offer SMTPUTF8");
    }
    if (facts.isEightBit() && !extensions.offers("8BITMIME")) {
      throw unsupported(
          Phase.MAIL,
          NEEDS_CONVERSION,
          "the content is not 7 bit and the server does not offer 8BITMIME");
    }
  }

  /** The line for one recipient. */
  Rcpt rcpt(Recipient recipient) {
    Optional<String> address = written(recipient.address());
    if (address.isEmpty()) {
      String reason =
          "the address " + recipient.address() + " needs SMTPUTF8, which the server does not offer";
      return new Rcpt(recipient, "", Optional.of(new NotAsked(NON_ASCII_ADDRESS, reason)));
    }
    RecipientOptions options = recipient.options();
    StringBuilder line = new StringBuilder("RCPT TO:<").append(address.get()).append('>');
    if (extensions.offers("DSN")) {
      options.parameters().forEach(parameter -> line.append(' ').append(parameter)); // RFC 3461 §4
    } else if (options.isRequired()) {
      return new Rcpt(
          recipient,
          "",
          Optional.of(
              new NotAsked(
                  NOT_SUPPORTED, "a notification is required and the server does not offer DSN")));
    }
    return new Rcpt(recipient, line.toString(), Optional.empty());
  }

  private static SmtpException unsupported(Phase phase, EnhancedStatus status, String message) {
    return new SmtpException.Unsupported(At.phase(phase).sessionUsable(true), status, message);
  }
}
