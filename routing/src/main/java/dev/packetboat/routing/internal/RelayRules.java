package dev.packetboat.routing.internal;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.Relay;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which domains go through a relay. Pure, immutable. */
public final class RelayRules {

  private static final String ALL = "*";
  private static final String BELOW = "*.";

  private final Map<String, Relay> relays;

  /** Rules by their patterns, as {@link #pattern} gives them. */
  public RelayRules(Map<String, Relay> relays) {
    this.relays = Map.copyOf(relays);
  }

  /**
   * A pattern in the form in which patterns are compared.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static String pattern(String text) {
    if (text.equals(ALL)) {
      return ALL;
    }
    boolean below = text.startsWith(BELOW);
    Domain domain = Domain.parse(below ? text.substring(BELOW.length()) : text);
    if (domain.isLiteral()) {
      throw new IllegalArgumentException(
          "a relay rule is for a domain, for *.domain or for *, not for the address " + text);
    }
    return (below ? BELOW : "") + lowerCase(domain);
  }

  /** The relay of the most specific rule for the domain. */
  public Optional<Relay> relay(Domain domain) {
    Relay relay = byName(lowerCase(domain)); // No pattern looks like a literal or its end.
    return Optional.ofNullable(relay != null ? relay : relays.get(ALL));
  }

  private @Nullable Relay byName(String name) {
    Relay relay = relays.get(name);
    for (int dot = name.indexOf('.'); relay == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
      relay = relays.get(ALL + name.substring(dot));
    }
    return relay;
  }

  private static String lowerCase(Domain domain) {
    return domain.ascii().toLowerCase(Locale.ROOT);
  }
}
