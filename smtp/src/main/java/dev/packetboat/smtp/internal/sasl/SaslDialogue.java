package dev.packetboat.smtp.internal.sasl;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SaslMechanism;
import dev.packetboat.smtp.SaslMechanism.Exchange;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * Carries one exchange of one mechanism (RFC 4954 §4): the command, then challenges and responses
 * in base64 until the server decides. Whatever goes wrong on our side while the server waits is
 * told to it, so that both sides know that the authentication is over.
 */
final class SaslDialogue {

  private static final int MAX_COMMAND = 510; // RFC 5321 §4.5.3.1.4, without CRLF
  private static final int MAX_RESPONSE = 12288 - 2; // RFC 4954 §4, without CRLF
  private static final int MAX_CHALLENGES = 10;
  private static final int MAX_REFUSAL = 200;

  private final SaslMechanism mechanism;
  private final Authentication.Line wire;
  private final Exchange exchange;
  private final Optional<String> initial;

  /** Begins the exchange; nothing is sent yet. */
  SaslDialogue(SaslMechanism mechanism, SaslMechanism.Context context, Authentication.Line wire)
      throws SmtpException {
    this.mechanism = mechanism;
    this.wire = wire;
    try {
      exchange = mechanism.start(context);
      Optional<byte[]> octets = exchange.initialResponse();
      initial = octets.isEmpty() ? Optional.empty() : Optional.of(encoded(octets.get()));
    } catch (IOException unable) {
      throw failed(unable, true);
    }
  }

  /** The reply that decides. A positive one has been confirmed by the exchange. */
  Reply run() throws SmtpException {
    String command = "AUTH " + mechanism.name();
    // RFC 4954 §4: an empty initial response is written as "="
    String argument = initial.map(text -> text.isEmpty() ? "=" : text).orElse("");
    boolean fits = command.length() + 1 + argument.length() <= MAX_COMMAND;
    Reply reply = wire.call(command, fits ? argument : "");
    // RFC 4954 §4: what is too long for the command waits for the server's first word
    Optional<String> waiting = fits ? Optional.empty() : initial;
    for (int challenges = 0; reply.code() == 334; challenges++) {
      if (challenges == MAX_CHALLENGES) {
        throw failed(new IOException("the server asks without end"), cancel());
      }
      String response = waiting.isPresent() ? waiting.get() : response(reply);
      waiting = Optional.empty();
      reply = wire.call("", response);
    }
    return decided(reply);
  }

  private Reply decided(Reply reply) throws SmtpException {
    if (reply.isIntermediate()) {
      At at = At.phase(Phase.AUTH).command("AUTH " + mechanism.name()).reply(reply);
      throw new SmtpException.ProtocolViolation(
          at, "an answer to AUTH that does not fit: " + reply);
    }
    if (reply.isPositive()) {
      try {
        exchange.confirm();
      } catch (IOException unproven) {
        throw failed(unproven, false);
      }
    }
    return reply;
  }

  /** Where there is none the server is told, also when the mechanism breaks unexpectedly. */
  private String response(Reply challenge) throws SmtpException {
    boolean answered = false;
    boolean inStep = false;
    IOException reason;
    try {
      String response = encoded(exchange.respond(decoded(challenge)));
      answered = true;
      return response;
    } catch (IOException unanswerable) {
      reason = unanswerable;
    } finally {
      if (!answered) {
        inStep = cancel();
      }
    }
    throw failed(reason, inStep);
  }

  private static byte[] decoded(Reply challenge) throws IOException {
    try {
      return Base64.getDecoder().decode(challenge.text().strip());
    } catch (IllegalArgumentException notBase64) {
      throw new IOException("the server's challenge is not base64", notBase64);
    }
  }

  private static String encoded(byte[] octets) throws IOException {
    String text = Base64.getEncoder().encodeToString(octets);
    if (text.length() > MAX_RESPONSE) {
      throw new IOException(
          "a response of " + text.length() + " octets is longer than servers have to take");
    }
    return text;
  }

  /**
   * RFC 4954 §4: "*" cancels, and the server answers 501.
   *
   * @return whether it did, so that the conversation can go on
   */
  private boolean cancel() {
    try {
      Reply reply = wire.call("*", "");
      return reply.isPermanent();
    } catch (SmtpException gone) {
      return false; // why we cancelled says more than that the server then hung up
    }
  }

  private SmtpException failed(IOException reason, boolean sessionUsable) {
    At at = At.phase(Phase.AUTH).command("AUTH " + mechanism.name()).sessionUsable(sessionUsable);
    return new SmtpException.AuthenticationFailed(
        at, mechanism.name() + " failed: " + reason.getMessage(), reason);
  }

  boolean mayBeRepeated() {
    return exchange.mayBeRepeated();
  }

  /** Whether the same would be sent again. */
  boolean beginsLike(SaslDialogue other) {
    return initial.equals(other.initial);
  }

  /** What the server said within the exchange about its refusal, fit to be shown. */
  Optional<String> refusal() {
    return exchange
        .refusal()
        .map(text -> text.length() > MAX_REFUSAL ? text.substring(0, MAX_REFUSAL) + "..." : text)
        .map(text -> text.replaceAll("\\p{IsControl}", "\uFFFD"));
  }
}
