package dev.packetboat.routing;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.Route.Direct.Kind;
import dev.packetboat.routing.Route.Obstacle;
import dev.packetboat.routing.internal.Answer;
import dev.packetboat.routing.internal.AnswerCache;
import dev.packetboat.routing.internal.ExchangerChoice;
import dev.packetboat.routing.internal.ExchangerChoice.Hosts;
import dev.packetboat.routing.internal.ExchangerChoice.Nowhere;
import dev.packetboat.routing.internal.HostLookup;
import dev.packetboat.routing.internal.HostName;
import dev.packetboat.routing.internal.Lookup;
import dev.packetboat.routing.internal.NameServers;
import dev.packetboat.routing.internal.RelayRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Type;

/**
 * Finds the way to a domain by its MX records (RFC 5321 §5.1), unless a rule names a relay.
 *
 * {@snippet class="ExamplesTest" region="router" :
 * DnsRouter router =
 *     DnsRouter.builder()
 *         .nameServers(resolver) // those of the system, where none are named
 *         .timeout(Duration.ofSeconds(10))
 *         .localName("mail.example.com")
 *         .relay("*.corp.example", new Relay("gateway.corp.example", 25))
 *         .build();
 * }
 *
 * <p>The name servers are asked by the calling thread, over UDP, and over TCP where an answer is
 * too long for that. One that is silent for 5 s, or fails, gives way to the next. Names are asked
 * for as they are: search domains and the hosts file do not count, and neither does what the JVM
 * remembers. Answers are kept as long as they say, a day at most; that there is no such name or no
 * such record, an hour at most; that the servers failed, 5 s.
 *
 * <p>{@link Route.Direct#isAuthenticated()} and {@link HostAddresses#isAuthenticated()} are what
 * the name server says (RFC 4035 §3.2.3), and worth as much as the server and the way to it:
 * usually that is a validating resolver on the same machine.
 *
 * <p>Immutable but for its memory, safe for use by several threads. It holds no socket and no
 * thread between two questions: there is nothing to close.
 */
public final class DnsRouter implements Router {

  private final RelayRules relays;
  private final Optional<String> localName;
  private final TlsPolicy policy;
  private final RandomGenerator random;
  private final Lookup lookup;
  private final HostLookup hosts;

  private DnsRouter(Builder builder) {
    relays = new RelayRules(builder.relays);
    localName = builder.localName;
    policy = builder.policy;
    random = builder.random;
    List<InetSocketAddress> servers =
        builder.nameServers.isEmpty() ? NameServers.ofTheSystem() : builder.nameServers;
    lookup =
        new Lookup(
            new NameServers(servers, builder.timeout),
            new AnswerCache(builder.cacheSize, builder.clock),
            builder.timeout);
    hosts = new HostLookup(lookup, builder.threads);
  }

  /** A router that asks the name servers of the system. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Route route(Domain domain) throws InterruptedException {
    Optional<Relay> relay = relays.relay(domain);
    if (relay.isPresent()) {
      return new Route.Relayed(domain, relay.get());
    }
    if (domain.isLiteral()) {
      return toLiteral(domain);
    }
    Answer answer = lookup.ask(HostName.absolute(domain), Type.MX);
    return answer
        .failure()
        .map(failure -> without(domain, answer, failure))
        .orElseGet(() -> byRecords(domain, answer));
  }

  // Our own host is known by its name only: a literal never is it.
  private Route toLiteral(Domain domain) {
    String text = domain.ascii().replaceFirst("(?i)^\\[(?:IPv6:)?(.*)]$", "$1");
    return direct(domain, Kind.LITERAL, List.of(new MailExchanger(text, 0))).build();
  }

  private Route without(Domain domain, Answer answer, DnsFailure failure) {
    return switch (failure) {
      case NO_DATA -> toItself(domain, answer);
      case NXDOMAIN -> nowhere(domain, Obstacle.NO_SUCH_DOMAIN, failure);
      case ALIAS_LOOP -> nowhere(domain, Obstacle.ALIAS_LOOP, failure);
      case SERVFAIL, TIMEOUT -> nowhere(domain, Obstacle.NO_ANSWER, failure);
    };
  }

  private static Route nowhere(Domain domain, Obstacle obstacle, DnsFailure failure) {
    return new Route.None(domain, obstacle, Optional.of(failure));
  }

  // RFC 5321 §5.1: without any MX record the domain is its own exchanger, with preference 0.
  private Route toItself(Domain domain, Answer answer) {
    if (isOurs(domain.ascii()) || isOurs(answer.nameText())) {
      return new Route.None(domain, Obstacle.OWN_HOST, Optional.empty());
    }
    return direct(domain, Kind.IMPLICIT, List.of(new MailExchanger(domain.ascii(), 0)))
        .expandedName(answer.nameText())
        .authenticated(answer.authenticated())
        .build();
  }

  private boolean isOurs(String host) {
    return localName.filter(host::equalsIgnoreCase).isPresent();
  }

  private Route byRecords(Domain domain, Answer answer) {
    List<MXRecord> records = answer.records().stream().map(MXRecord.class::cast).toList();
    return switch (ExchangerChoice.among(records, localName, random)) {
      case Nowhere nowhere -> new Route.None(domain, nowhere.obstacle(), Optional.empty());
      case Hosts found ->
          direct(domain, Kind.MX, found.inOrder())
              .expandedName(answer.nameText())
              .authenticated(answer.authenticated())
              .build();
    };
  }

  private Route.Direct.Builder direct(Domain domain, Kind kind, List<MailExchanger> exchangers) {
    return Route.Direct.to(domain, kind, exchangers).policy(policy);
  }

  @Override
  public HostAddresses addresses(String host) throws InterruptedException {
    Optional<InetAddress> address = HostName.address(host);
    if (address.isPresent()) {
      return HostAddresses.of(List.of(address.get()), host, false);
    }
    Domain name = HostName.of(host);
    return hosts.addresses(host, HostName.absolute(name));
  }

  /** Builds a {@link DnsRouter}. Not thread-safe. */
  public static final class Builder {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
    private static final int CACHE_SIZE = 10_000;

    private final Map<String, Relay> relays = new HashMap<>();
    private List<InetSocketAddress> nameServers = List.of();
    private Duration timeout = TIMEOUT;
    private Optional<String> localName = Optional.empty();
    private TlsPolicy policy = TlsPolicy.opportunistic();
    private int cacheSize = CACHE_SIZE;
    private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    private InstantSource clock = InstantSource.system();
    private ThreadFactory threads = Thread.ofVirtual().name("packetboat-dns-", 0).factory();

    private Builder() {}

    /**
     * Resolvers to be asked instead of the system's, which are read when the router is built. They
     * must follow the question to its end themselves (recursion).
     */
    public Builder nameServers(InetSocketAddress... servers) {
      return nameServers(List.of(servers));
    }

    /** As {@link #nameServers(InetSocketAddress...)}. */
    public Builder nameServers(List<InetSocketAddress> servers) {
      if (servers.isEmpty()) {
        throw new IllegalArgumentException("no name server");
      }
      for (InetSocketAddress server : servers) {
        if (server.isUnresolved() || server.getPort() == 0) {
          throw new IllegalArgumentException(
              "a name server needs an IP address and a port: " + server);
        }
      }
      this.nameServers = List.copyOf(servers);
      return this;
    }

    /**
     * What one question may take, with all servers and repetitions: 30 s unless said otherwise, an
     * hour at most. A server is given 5 s at a time, less where the time is short.
     */
    public Builder timeout(Duration time) {
      if (!time.isPositive() || time.compareTo(LONGEST_TIMEOUT) > 0) {
        throw new IllegalArgumentException("timeout " + time + " is not above 0 and up to 1 h");
      }
      this.timeout = time;
      return this;
    }

    /**
     * Our own host. Where it is an exchanger, mail is only given to those that the domain prefers
     * to it (RFC 5321 §5.1). It is known by this name and never by an address.
     */
    public Builder localName(String host) {
      Domain domain = HostName.of(host);
      this.localName = Optional.of(domain.ascii());
      return this;
    }

    /**
     * A rule: mail for these domains goes through a relay. The rule that says most about a domain
     * counts: {@code corp.example} for this domain, {@code *.corp.example} for those below it,
     * {@code *} for all, address literals among them.
     *
     * @throws IllegalArgumentException if the pattern is none of these, or there is a rule with it
     */
    public Builder relay(String pattern, Relay relay) {
      if (relays.putIfAbsent(RelayRules.pattern(pattern), relay) != null) {
        throw new IllegalArgumentException("two relay rules for " + pattern);
      }
      return this;
    }

    /** Asked for each exchanger that DNS names; of a relay whoever uses it says what is needed. */
    public Builder tlsPolicy(TlsPolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** How many answers are kept, 10,000 unless said otherwise; 0 to ask each time. */
    public Builder cacheSize(int answers) {
      if (answers < 0) {
        throw new IllegalArgumentException("cache size " + answers + " is negative");
      }
      this.cacheSize = answers;
      return this;
    }

    /** Shuffles exchangers that are equally good. Used by several threads. */
    public Builder random(RandomGenerator random) {
      this.random = Objects.requireNonNull(random, "random");
      return this;
    }

    /** By which answers that are kept grow old. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Makes the threads that ask for IPv6 addresses while the calling thread asks for those of
     * IPv4: virtual ones, if not set.
     */
    public Builder threadFactory(ThreadFactory threads) {
      this.threads = Objects.requireNonNull(threads, "threads");
      return this;
    }

    /**
     * A router with these settings. Where no name servers were given, the system's configuration is
     * read.
     */
    public DnsRouter build() {
      return new DnsRouter(this);
    }
  }
}
