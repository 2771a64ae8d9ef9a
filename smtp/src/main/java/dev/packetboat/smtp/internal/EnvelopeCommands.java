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
import dev.packetboat.smtp.TlsInfo;
import dev.packetboat.smtp.internal.content.ContentFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The MAIL and RCPT lines of one envelope for one server: which parameters its extensions allow,
 * and what cannot be sent to it at all. Pure.
 */
final class EnvelopeCommands {

  private static final EnhancedStatus TOO_BIG = new EnhancedStatus(5, 3, 4);
  static final EnhancedStatus NEEDS_CONVERSION = new EnhancedStatus(5, 6, 3);
  private static final EnhancedStatus NON_ASCII_ADDRESS = new EnhancedStatus(5, 6, 7);
  private static final EnhancedStatus NON_ASCII_HEADER = new EnhancedStatus(5, 6, 9);
  private static final EnhancedStatus NOT_SUPPORTED = new EnhancedStatus(5, 3, 3);
  // RFC 8689 §5
  private static final EnhancedStatus NEEDS_REQUIRETLS = new EnhancedStatus(5, 7, 30);
  private static final EnhancedStatus NEEDS_TLS = new EnhancedStatus(5, 7, 10);

  /** What is decided from the content, and is not written a second time. */
  private static final Set<String> OWN_PARAMETERS = Set.of("SIZE", "BODY", "SMTPUTF8");

  /**
   * The command that names a recipient.
   *
   * @param line the command; empty where there is an obstacle
   * @param obstacle why the server cannot take this recipient
   */
  record Rcpt(Recipient recipient, String line, Optional<NotAsked> obstacle) {}

  private final Extensions extensions;
  private final Optional<TlsInfo> tls;
  private final boolean smtputf8;
  private final OptionalLong declaredSize;
  private final String mail;
  private final List<Rcpt> recipients;

  private EnvelopeCommands(
      Extensions extensions,
      Optional<TlsInfo> tls,
      Envelope envelope,
      Optional<ContentFacts> content)
      throws SmtpException {
    this.extensions = extensions;
    this.tls = tls;
    this.smtputf8 = extensions.offers("SMTPUTF8") && needsUtf8(envelope, content);
    this.declaredSize =
        content.map(facts -> OptionalLong.of(facts.size())).orElseGet(() -> declaredSize(envelope));
    this.mail = mailLine(envelope, content);
    List<Rcpt> lines = new ArrayList<>(envelope.recipients().size());
    for (Recipient recipient : envelope.recipients()) {
      lines.add(rcpt(recipient));
    }
    this.recipients = Collections.unmodifiableList(lines);
  }

  /** For an envelope whose content is known. */
  static EnvelopeCommands of(
      Extensions extensions, Optional<TlsInfo> tls, Envelope envelope, ContentFacts content)
      throws SmtpException {
    return new EnvelopeCommands(extensions, tls, envelope, Optional.of(content));
  }

  /** For a sender whose recipients and content are still to come. */
  static EnvelopeCommands inStages(Extensions extensions, Optional<TlsInfo> tls, Envelope sender)
      throws SmtpException {
    return new EnvelopeCommands(extensions, tls, sender, Optional.empty());
  }

  /** Whether the body is to go octet for octet (RFC 3030 §3). */
  static boolean isBinary(Envelope envelope) {
    return has(envelope, parameter -> parameter.extension().equals("BINARYMIME"));
  }

  private static boolean has(Envelope envelope, Predicate<MailParameter> what) {
    for (MailParameter parameter : envelope.parameters()) {
      if (what.test(parameter)) {
        return true;
      }
    }
    return false;
  }

  static boolean canBeBinary(Extensions extensions) {
    return extensions.offers("BINARYMIME") && extensions.offers("CHUNKING");
  }

  String mail() {
    return mail;
  }

  List<Rcpt> recipients() {
    return recipients;
  }

  /** The octets of all these lines, about. */
  int octets() {
    int octets = mail.length();
    for (Rcpt rcpt : recipients) {
      octets += rcpt.line().length() + 2;
    }
    return octets;
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
    boolean asked = has(envelope, parameter -> parameter.keyword().equals("SMTPUTF8"));
    return asked
        || sender
        || content.filter(ContentFacts::hasUtf8Header).isPresent()
        || hasUtf8Recipient(envelope);
  }

  private static boolean hasUtf8Recipient(Envelope envelope) {
    for (Recipient recipient : envelope.recipients()) {
      if (!recipient.address().isAscii()) {
        return true;
      }
    }
    return false;
  }

  private String mailLine(Envelope envelope, Optional<ContentFacts> content) throws SmtpException {
    StringBuilder line = new StringBuilder("MAIL FROM:<").append(reversePath(envelope)).append('>');
    if (extensions.offers("SIZE") && declaredSize.isPresent()) {
      refuseTooBig(declaredSize.getAsLong());
      line.append(" SIZE=").append(declaredSize.getAsLong()); // RFC 1870 §5
    }
    line.append(body(envelope, content));
    if (smtputf8) {
      line.append(" SMTPUTF8"); // RFC 6531 §3.4
    }
    for (MailParameter parameter : envelope.parameters()) {
      append(line, parameter);
    }
    return line.toString();
  }

  private String body(Envelope envelope, Optional<ContentFacts> content) throws SmtpException {
    if (isBinary(envelope) && canBeBinary(extensions)) {
      return " BODY=BINARYMIME"; // RFC 3030 §3
    }
    if (content.isPresent()) {
      refuseWhatCannotPass(content.get());
    }
    // In stages the content is still to come: BODY=8BITMIME promises nothing and allows both.
    boolean eightBit = content.map(facts -> facts.isEightBit() || smtputf8).orElse(true);
    // RFC 6152 §3, RFC 6531 §3.6
    return eightBit && extensions.offers("8BITMIME") ? " BODY=8BITMIME" : "";
  }

  private void append(StringBuilder line, MailParameter parameter) throws SmtpException {
    if (OWN_PARAMETERS.contains(parameter.keyword())) {
      return;
    }
    if (parameter.keyword().equals("REQUIRETLS")) {
      refuseWithoutVerifiedTls();
    }
    if (isOffered(parameter)) {
      line.append(' ').append(parameter);
    } else if (parameter.isRequired()) {
      throw unsupported(
          Phase.MAIL,
          NOT_SUPPORTED,
          parameter.keyword()
              + " is required and the server does not offer "
              + parameter.extension());
    }
  }

  /** Whether the server offers it, and as much of it. */
  private boolean isOffered(MailParameter parameter) {
    return extensions.offers(parameter.extension())
        && switch (parameter.keyword()) {
          case "BY" -> ParameterLimits.allowsDeliveryBy(extensions, parameter);
          case "HOLDFOR" -> ParameterLimits.allowsHoldingFor(extensions, parameter);
          case "HOLDUNTIL" -> ParameterLimits.allowsHoldingUntil(extensions, parameter);
          default -> true;
        };
  }

  // RFC 8689 §4.2.1
  private void refuseWithoutVerifiedTls() throws SmtpException {
    if (tls.isEmpty()) {
      throw unsupported(
          Phase.MAIL, NEEDS_TLS, "REQUIRETLS is asked for and the connection is not encrypted");
    }
    if (tls.get().distrust().isPresent()) {
      throw unsupported(
          Phase.MAIL,
          NEEDS_TLS,
          "REQUIRETLS is asked for and the server's certificate cannot be trusted: "
              + tls.get().distrust().get());
    }
    if (!extensions.offers("REQUIRETLS")) {
      throw unsupported(
          Phase.MAIL, NEEDS_REQUIRETLS, "REQUIRETLS is asked for and the server does not offer it");
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
    Optional<NotAsked> obstacle = obstacle(facts);
    if (obstacle.isPresent()) {
      throw unsupported(Phase.MAIL, obstacle.get().status(), obstacle.get().reason());
    }
  }

  /** Where the server can take none of the recipients it is not troubled with the sender. */
  void refuseWhereNobodyCanBeNamed() throws SmtpException {
    for (Rcpt rcpt : recipients) {
      if (rcpt.obstacle().isEmpty()) {
        return;
      }
    }
    if (!recipients.isEmpty()) {
      NotAsked first = recipients.get(0).obstacle().orElseThrow();
      throw unsupported(Phase.RCPT, first.status(), first.reason());
    }
  }

  /** Why the server cannot be given a content of this kind. */
  Optional<NotAsked> obstacle(ContentFacts facts) {
    if (facts.hasUtf8Header() && !smtputf8) {
      return Optional.of(
          new NotAsked(
              NON_ASCII_HEADER, "the header is not ASCII and the server does not offer SMTPUTF8"));
    }
    if (facts.isEightBit() && !extensions.offers("8BITMIME")) {
      return Optional.of(
          new NotAsked(
              NEEDS_CONVERSION, "the content is not 7 bit and the server does not offer 8BITMIME"));
    }
    return Optional.empty();
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
      for (String parameter : options.parameters()) {
        line.append(' ').append(parameter); // RFC 3461 §4
      }
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
