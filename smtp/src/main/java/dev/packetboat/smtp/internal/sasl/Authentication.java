package dev.packetboat.smtp.internal.sasl;

import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SaslMechanism;
import dev.packetboat.smtp.SaslMechanism.Exchange;
import dev.packetboat.smtp.SaslMechanism.Exposure;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** AUTH (RFC 4954): chooses a mechanism and carries its exchange. */
public final class Authentication {

  /** Sends a line and gives the reply to it. */
  @FunctionalInterface
  public interface Line {
    Reply call(String line, String shown) throws SmtpException;
  }

  private static final String REDACTED = "***";
  private static final int MAX_COMMAND = 510; // RFC 5321 §4.5.3.1.4, without CRLF
  private static final int MAX_RESPONSE = 12288 - 2; // RFC 4954 §4
  private static final int MAX_CHALLENGES = 10;

  private final SaslMechanism.Context context;
  private final boolean maySendSecrets;
  private final Line wire;

  /**
   * @param maySendSecrets the connection is encrypted, or somebody has loudly asked for it
   */
  public Authentication(SaslMechanism.Context context, boolean maySendSecrets, Line wire) {
    this.context = context;
    this.maySendSecrets = maySendSecrets;
    this.wire = wire;
  }

  /**
   * Authenticates by the first mechanism that can be used, or by the one that is named. The next
   * one is tried only where the server says that it does not do this one after all, never after a
   * wrong password.
   */
  public String run(Credentials credentials, Optional<String> named) throws SmtpException {
    List<SaslMechanism> usable = usable(credentials, named);
    for (int i = 0; i < usable.size(); i++) {
      SaslMechanism mechanism = usable.get(i);
      Reply reply = attempt(mechanism);
      if (reply.isPositive()) {
        return mechanism.name();
      }
      // RFC 4954 §4.7.4, §6: not recognised, or too weak
      boolean another = i + 1 < usable.size() && (reply.code() == 504 || reply.code() == 534);
      if (!another) {
        throw failed(mechanism, reply, "the server refused " + mechanism.name() + ": " + reply);
      }
    }
    throw new IllegalStateException("no mechanism");
  }

  private List<SaslMechanism> usable(Credentials credentials, Optional<String> named)
      throws SmtpException {
    List<SaslMechanism> usable = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (SaslMechanism mechanism : credentials.mechanisms()) {
      boolean wanted = named.isEmpty() || named.get().equalsIgnoreCase(mechanism.name());
      if (wanted && context.offered().contains(mechanism.name().toUpperCase(Locale.ROOT))) {
        Optional<String> obstacle = obstacle(mechanism);
        if (obstacle.isEmpty()) {
          usable.add(mechanism);
        } else {
          reasons.add(mechanism.name() + " is not used, because " + obstacle.get());
        }
      }
    }
    if (usable.isEmpty()) {
      throw new SmtpException.AuthenticationFailed(
          At.phase(Phase.AUTH).sessionUsable(true), noneUsable(credentials, named, reasons));
    }
    return usable;
  }

  private Optional<String> obstacle(SaslMechanism mechanism) {
    return mechanism.exposure() == Exposure.SECRET && !maySendSecrets
        ? Optional.of("the connection is not encrypted and the secret would be readable")
        : mechanism.obstacle(context);
  }

  private String noneUsable(Credentials credentials, Optional<String> named, List<String> reasons) {
    String offered =
        context.offered().isEmpty()
            ? "offers no authentication"
            : "offers " + String.join(", ", context.offered());
    String known =
        named.orElseGet(
            () ->
                String.join(
                    ", ", credentials.mechanisms().stream().map(SaslMechanism::name).toList()));
    String why = reasons.isEmpty() ? "" : "; " + String.join("; ", reasons);
    return "no mechanism can be used: the server " + offered + "; we could use " + known + why;
  }

  private Reply attempt(SaslMechanism mechanism) throws SmtpException {
    Exchange exchange = start(mechanism);
    Reply reply = carry(mechanism, exchange);
    if (reply.isPermanent() && exchange.mayBeRepeated()) {
      return carry(mechanism, start(mechanism)); // a new token, once
    }
    return reply;
  }

  private Exchange start(SaslMechanism mechanism) throws SmtpException {
    try {
      return mechanism.start(context);
    } catch (IOException unable) {
      throw broken(mechanism, unable, true);
    }
  }

  private Reply carry(SaslMechanism mechanism, Exchange exchange) throws SmtpException {
    Optional<String> initial = initialResponse(mechanism, exchange);
    String command = "AUTH " + mechanism.name();
    boolean together =
        initial.isPresent() && command.length() + 1 + initial.get().length() <= MAX_COMMAND;
    Reply reply =
        together
            ? wire.call(command + " " + initial.get(), command + " " + REDACTED)
            : wire.call(command, command);
    // RFC 4954 §4: what is too long for the command waits for an empty challenge
    Optional<String> waiting = together ? Optional.empty() : initial;
    for (int challenges = 0; reply.code() == 334; challenges++) {
      if (challenges == MAX_CHALLENGES) {
        throw cancelled(mechanism, new IOException("the server asks without end"));
      }
      String response = waiting.isPresent() ? waiting.get() : response(mechanism, exchange, reply);
      waiting = Optional.empty();
      reply = wire.call(response, REDACTED);
    }
    if (reply.isIntermediate()) {
      throw failed(mechanism, reply, "an answer to AUTH that does not fit: " + reply);
    }
    if (reply.isPositive()) {
      confirm(mechanism, exchange);
    }
    return reply;
  }

  private Optional<String> initialResponse(SaslMechanism mechanism, Exchange exchange)
      throws SmtpException {
    try {
      // RFC 4954 §4: an empty one is written as "="
      return exchange.initialResponse().map(octets -> octets.length == 0 ? "=" : encoded(octets));
    } catch (IOException unable) {
      throw broken(mechanism, unable, true);
    }
  }

  private String response(SaslMechanism mechanism, Exchange exchange, Reply challenge)
      throws SmtpException {
    try {
      String response =
          encoded(exchange.respond(Base64.getDecoder().decode(challenge.text().strip())));
      if (response.length() > MAX_RESPONSE) {
        throw new IOException(
            "a response of " + response.length() + " octets is too long for a line");
      }
      return response;
    } catch (IllegalArgumentException notBase64) {
      throw cancelled(
          mechanism, new IOException("the server's challenge is not base64", notBase64));
    } catch (IOException unanswerable) {
      throw cancelled(mechanism, unanswerable);
    }
  }

  private static String encoded(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private void confirm(SaslMechanism mechanism, Exchange exchange) throws SmtpException {
    try {
      exchange.confirm();
    } catch (IOException unproven) {
      throw broken(mechanism, unproven, false);
    }
  }

  // RFC 4954 §4: "*" cancels, and the server answers 501
  private SmtpException cancelled(SaslMechanism mechanism, IOException reason)
      throws SmtpException {
    wire.call("*", "*");
    return broken(mechanism, reason, true);
  }

  private static SmtpException broken(SaslMechanism mechanism, IOException reason, boolean usable) {
    At at = At.phase(Phase.AUTH).command("AUTH " + mechanism.name()).sessionUsable(usable);
    return new SmtpException.AuthenticationFailed(
        at, mechanism.name() + " failed: " + reason.getMessage(), reason);
  }

  private static SmtpException failed(SaslMechanism mechanism, Reply reply, String message) {
    At at =
        At.phase(Phase.AUTH)
            .command("AUTH " + mechanism.name())
            .reply(reply)
            .sessionUsable(reply.code() != 421);
    return new SmtpException.AuthenticationFailed(at, message);
  }
}
