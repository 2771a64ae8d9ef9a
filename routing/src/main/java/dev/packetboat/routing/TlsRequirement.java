package dev.packetboat.routing;

import java.util.Objects;
import java.util.Optional;

/**
 * What is asked of one connection. Two domains with the same exchangers and equal requirements
 * share connections. Immutable.
 */
public final class TlsRequirement {

  /** How much. */
  public enum Level {
    /** Clear text, always. */
    NONE,
    /** TLS wherever it can be had, with any certificate; clear text otherwise (RFC 7435). */
    OPPORTUNISTIC,
    /** TLS, with any certificate. */
    ENCRYPTED,
    /** TLS, with a certificate that is trusted and names the host. */
    VERIFIED
  }

  private static final TlsRequirement OPPORTUNISTIC =
      new TlsRequirement(Level.OPPORTUNISTIC, Optional.empty());

  private final Level level;
  private final Optional<String> unmet;

  private TlsRequirement(Level level, Optional<String> unmet) {
    this.level = level;
    this.unmet = unmet;
  }

  /** TLS wherever it can be had. */
  public static TlsRequirement opportunistic() {
    return OPPORTUNISTIC;
  }

  /** At least this much. */
  public static TlsRequirement of(Level level) {
    return new TlsRequirement(level, Optional.empty());
  }

  /** What no connection to this host can meet: it is not connected to. */
  public static TlsRequirement unmet(String reason) {
    return new TlsRequirement(Level.VERIFIED, Optional.of(reason));
  }

  public Level level() {
    return level;
  }

  /** Why the host is not to be connected to at all. */
  public Optional<String> unmet() {
    return unmet;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlsRequirement requirement
        && level == requirement.level
        && unmet.equals(requirement.unmet);
  }

  @Override
  public int hashCode() {
    return Objects.hash(level, unmet);
  }

  @Override
  public String toString() {
    return unmet.map(reason -> level + ", unmet: " + reason).orElse(level.toString());
  }
}
