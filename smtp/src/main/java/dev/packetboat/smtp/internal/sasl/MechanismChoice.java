package dev.packetboat.smtp.internal.sasl;

import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.SaslMechanism;
import dev.packetboat.smtp.SaslMechanism.Exposure;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which mechanisms can be used: those that the server offers, the credentials know and the
 * connection allows, in the order of the credentials.
 *
 * @param context of the authentication
 * @param eavesdropping why somebody else could read a secret on this connection, in words that
 *     complete "because"; empty where secrets may be sent
 */
public record MechanismChoice(SaslMechanism.Context context, Optional<String> eavesdropping) {

  /** At least one, or an error that says what is offered and why none of it can be used. */
  List<SaslMechanism> among(Credentials credentials, Optional<String> named) throws SmtpException {
    List<SaslMechanism> usable = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    for (SaslMechanism mechanism : credentials.mechanisms()) {
      boolean wanted = named.isEmpty() || named.get().equalsIgnoreCase(mechanism.name());
      if (wanted && context.offered().contains(mechanism.name().toUpperCase(Locale.ROOT))) {
        obstacle(mechanism)
            .ifPresentOrElse(
                reason -> passedOver.add(mechanism.name() + " is not used, because " + reason),
                () -> usable.add(mechanism));
      }
    }
    if (usable.isEmpty()) {
      throw new SmtpException.AuthenticationFailed(
          At.phase(Phase.AUTH).sessionUsable(true), none(credentials, named, passedOver));
    }
    return usable;
  }

  private Optional<String> obstacle(SaslMechanism mechanism) {
    return mechanism.exposure() == Exposure.SECRET && eavesdropping.isPresent()
        ? eavesdropping
        : mechanism.obstacle(context);
  }

  private String none(Credentials credentials, Optional<String> named, List<String> passedOver) {
    String offered =
        context.offered().isEmpty()
            ? "the server offers no authentication"
            : "the server offers " + String.join(", ", context.offered());
    String known =
        credentials.mechanisms().stream()
            .map(SaslMechanism::name)
            .collect(Collectors.joining(", "));
    String asked = named.map(name -> name + " is asked for, ").orElse("");
    String reasons = passedOver.isEmpty() ? "" : "; " + String.join("; ", passedOver);
    return "no mechanism can be used: "
        + asked
        + offered
        + ", the credentials are for "
        + known
        + reasons;
  }
}
