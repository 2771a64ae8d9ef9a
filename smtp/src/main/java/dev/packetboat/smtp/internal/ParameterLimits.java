package dev.packetboat.smtp.internal;

import dev.packetboat.mail.MailParameter;
import dev.packetboat.smtp.Extensions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** How much of an extension a server offers: the numbers behind its keyword. Pure. */
final class ParameterLimits {

  private ParameterLimits() {}

  /** The least time for which it returns a message that is late (RFC 2852 §3). */
  static boolean allowsDeliveryBy(Extensions extensions, MailParameter by) {
    String value = by.value().orElse("");
    String least = first(extensions, "DELIVERBY");
    return !isNumber(least)
        || !value.endsWith(";R")
        || Long.parseLong(value.substring(0, value.indexOf(';'))) >= Long.parseLong(least);
  }

  /** The longest time in seconds for which it holds a message (RFC 4865 §3). */
  static boolean allowsHoldingFor(Extensions extensions, MailParameter holdFor) {
    String most = first(extensions, "FUTURERELEASE");
    return !isNumber(most) || Long.parseLong(holdFor.value().orElse("0")) <= Long.parseLong(most);
  }

  /** The last moment until which it holds a message (RFC 4865 §3). */
  static boolean allowsHoldingUntil(Extensions extensions, MailParameter holdUntil) {
    List<String> limits = extensions.parameters("FUTURERELEASE");
    if (limits.size() < 2) {
      return true;
    }
    try {
      return !Instant.parse(holdUntil.value().orElse("")).isAfter(Instant.parse(limits.get(1)));
    } catch (DateTimeException unreadable) {
      return true; // the server knows what it meant
    }
  }

  private static String first(Extensions extensions, String keyword) {
    List<String> parameters = extensions.parameters(keyword);
    return parameters.isEmpty() ? "" : parameters.get(0);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,9}");
  }
}
