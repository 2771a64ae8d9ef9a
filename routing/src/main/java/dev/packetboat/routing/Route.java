package dev.packetboat.routing;

import dev.packetboat.mail.Domain;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Where mail for a domain goes. Immutable. */
public sealed interface Route {

  /** The domain that was asked for. */
  Domain domain();

  /** To the servers that the domain names itself. */
  final class Direct implements Route {

    /** What made these hosts the exchangers of the domain. */
    public enum Kind {
      /** MX records. */
      MX,
      /** The domain has no MX record, and so is its own exchanger (RFC 5321 §5.1). */
      IMPLICIT,
      /** The domain is an address literal. */
      LITERAL
    }

    private final Domain domain;
    private final Kind kind;
    private final List<MailExchanger> exchangers;
    private final List<TlsRequirement> requirements;
    private final String expandedName;
    private final boolean authenticated;

    private Direct(Builder builder) {
      domain = builder.domain;
      kind = builder.kind;
      exchangers = List.copyOf(builder.exchangers);
      requirements =
          exchangers.stream()
              .map(exchanger -> builder.policy.requirement(builder.domain, exchanger))
              .toList();
      expandedName = builder.expandedName;
      authenticated = builder.authenticated;
    }

    /** A route to these hosts, in the order in which they are to be tried. */
    public static Builder to(Domain domain, Kind kind, List<MailExchanger> exchangers) {
      return new Builder(domain, kind, exchangers);
    }

    @Override
    public Domain domain() {
      return domain;
    }

    public Kind kind() {
      return kind;
    }

    /** In the order in which they are to be tried, at least one. */
    public List<MailExchanger> exchangers() {
      return exchangers;
    }

    /** What is asked of the connection to this exchanger, which is one of {@link #exchangers()}. */
    public TlsRequirement requirement(MailExchanger exchanger) {
      int index = exchangers.indexOf(exchanger);
      if (index < 0) {
        throw new IllegalArgumentException(exchanger + " is not an exchanger of " + domain);
      }
      return requirements.get(index);
    }

    /** The domain's name behind all aliases. */
    public String expandedName() {
      return expandedName;
    }

    /** Whether the resolver vouches for the MX answer by DNSSEC (RFC 4035 §3.2.3). */
    public boolean isAuthenticated() {
      return authenticated;
    }

    @Override
    public String toString() {
      return domain + " by " + exchangers;
    }

    /** Builds a {@link Direct}. Not thread-safe. */
    public static final class Builder {
      private final Domain domain;
      private final Kind kind;
      private final List<MailExchanger> exchangers;
      private TlsPolicy policy = TlsPolicy.opportunistic();
      private String expandedName;
      private boolean authenticated;

      private Builder(Domain domain, Kind kind, List<MailExchanger> exchangers) {
        if (exchangers.isEmpty()) {
          throw new IllegalArgumentException("a route needs an exchanger");
        }
        this.domain = domain;
        this.kind = kind;
        this.exchangers = new ArrayList<>(exchangers);
        this.expandedName = domain.ascii();
      }

      /** Asked once for each exchanger, when the route is built. */
      public Builder policy(TlsPolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        return this;
      }

      public Builder expandedName(String name) {
        this.expandedName = Objects.requireNonNull(name, "name");
        return this;
      }

      public Builder authenticated(boolean vouchedFor) {
        this.authenticated = vouchedFor;
        return this;
      }

      public Direct build() {
        return new Direct(this);
      }
    }
  }

  /** Through a server that a rule names for this domain. */
  record Relayed(Domain domain, Relay relay) implements Route {}

  /**
   * Nowhere.
   *
   * @param obstacle why
   * @param failure what DNS said, where that is the reason
   */
  record None(Domain domain, Obstacle obstacle, Optional<DnsFailure> failure) implements Route {}

  /** Why mail for a domain can go nowhere. */
  enum Obstacle {
    /** The domain takes no mail, and says so (RFC 7505 §4.1). */
    NULL_MX("5.1.10", "the domain takes no mail (null MX)"),
    /** There is no such domain (RFC 3463 §3.2). */
    NO_SUCH_DOMAIN("5.1.2", "there is no such domain"),
    /** The aliases of the domain have no end (RFC 3463 §3.5). */
    ALIAS_LOOP("5.4.4", "the aliases of the domain have no end"),
    /** The domain has MX records, and none names a host (RFC 5321 §5.1, RFC 3463 §3.5). */
    NO_USABLE_EXCHANGER("5.4.4", "no MX record of the domain names a host"),
    /** All exchangers that are left are ourselves (RFC 5321 §5.1, RFC 3463 §3.5). */
    OWN_HOST("5.4.6", "mail for the domain would come back to this host"),
    /** The name servers could not tell, or did not answer (RFC 3463 §3.5). */
    NO_ANSWER("4.4.3", "the name servers gave no answer");

    private final String status;
    private final String text;

    Obstacle(String status, String text) {
      this.status = status;
      this.text = text;
    }

    /** The enhanced status code (RFC 3463) that a report on this carries. */
    public String status() {
      return status;
    }

    /** In words. */
    public String text() {
      return text;
    }

    /** Whether asking again would give the same. */
    public boolean isPermanent() {
      return status.startsWith("5");
    }
  }
}
