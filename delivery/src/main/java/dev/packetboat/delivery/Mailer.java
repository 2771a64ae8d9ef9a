package dev.packetboat.delivery;

import dev.packetboat.delivery.internal.Engine;
import dev.packetboat.delivery.internal.Settings;
import dev.packetboat.delivery.internal.Settings.LastResort;
import dev.packetboat.delivery.internal.Settings.Life;
import dev.packetboat.delivery.internal.Settings.Limits;
import dev.packetboat.mail.ContentConverter;
import dev.packetboat.mail.Message;
import dev.packetboat.routing.Relay;
import dev.packetboat.routing.Router;
import dev.packetboat.routing.TlsPolicy;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.smtp.TlsOptions;
import dev.packetboat.smtp.Transcript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * Delivers messages: straight to the recipients' own servers, through a relay, or both by rule. It
 * says for every recipient what became of the message, and throws nothing for what happens on the
 * way.
 *
 * {@snippet class="dev.packetboat.delivery.ExamplesTest" region="direct" :
 * builder
 *     .localName("mail.example.com")
 *     .relay("*.corp.example", SmtpClient.relay("gateway.corp.example").build());
 * try (Mailer mailer = builder.build()) {
 *   DeliveryReport report = mailer.send(message);
 *   report.recipients().forEach(one -> journal.add(one.toString()));
 * }
 * }
 *
 * Connections are kept for the next message to the same servers. Safe for use by several threads.
 */
public final class Mailer implements AutoCloseable {

  private final Engine engine;
  private final Duration closeLimit;

  private Mailer(Settings settings, Duration closeLimit) {
    this.engine = new Engine(settings);
    this.closeLimit = closeLimit;
  }

  /**
   * Straight to the recipients' own servers, with everything else as it is by default.
   *
   * @param localName our own host name, fully qualified: for EHLO, and to know ourselves in a list
   *     of mail exchangers
   */
  public static Mailer direct(String localName) {
    return builder().localName(localName).build();
  }

  /** Through this server, with everything else as it is by default. */
  public static Mailer relay(SmtpClient client) {
    return builder().relay(client).build();
  }

  /** A mailer with settings of its own. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Delivers a message on the calling thread and returns when every outcome is known; several
   * destinations are served at once, on threads of their own. Interrupting the thread stops it:
   * what is not complete is deferred. What happens on the way is in the report, also faults of a
   * content, hook or router, and never an exception.
   *
   * @throws IllegalStateException when the mailer is closed
   */
  public DeliveryReport send(Message message) {
    return send(DeliveryJob.of(message).build());
  }

  /** The same, for a message with a name and with what is to be called on the way. */
  public DeliveryReport send(DeliveryJob job) {
    return engine.send(job);
  }

  /**
   * Delivers on a thread of its own. Where as many jobs are under way as {@link Builder#jobs} says,
   * it waits until one has ended.
   *
   * @throws InterruptedException when the thread was interrupted in that wait: the job was not
   *     begun
   * @throws IllegalStateException when the mailer is closed
   */
  public Delivery submit(DeliveryJob job) throws InterruptedException {
    return engine.submit(job);
  }

  /** Stops all that is under way: see {@link Delivery#cancel(Duration)}. */
  public void cancel(Duration patience) {
    engine.cancel(patience);
  }

  /**
   * Takes no more messages, waits for those that are under way up to {@link Builder#closeLimit},
   * and stops the rest: every report is complete then, and every connection closed.
   */
  @Override
  public void close() {
    engine.close(closeLimit);
  }

  /** Builds a {@link Mailer}. Not thread-safe. */
  public static final class Builder {
    private final Map<Relay, SmtpClient> relays = new HashMap<>();
    private final RouterChoice routing = new RouterChoice();
    private final SmtpClient.Builder direct = SmtpClient.relay("localhost");
    private Optional<Relay> everything = Optional.empty();
    private Optional<String> rule = Optional.empty();
    private Optional<InetAddress> source = Optional.empty();
    private AddressFilter filter = AddressFilter.any();
    private LastResort lastResort = LastResort.NONE;
    private int connections = 100;
    private int perDestination = 20;
    private Duration interval = Duration.ZERO;
    private int jobs = 1000;
    private Life directLife = Life.DIRECT;
    private Life relayLife = Life.RELAY;
    private Duration closeLimit = Duration.ofSeconds(30);
    private DeliveryListener listener = event -> {};
    private ThreadFactory threads = Thread.ofVirtual().name("packetboat-", 0).factory();

    private Builder() {}

    /**
     * Our own host name, fully qualified: for EHLO to mail exchangers, and to know ourselves in a
     * list of them (RFC 5321 §5.1).
     */
    public Builder localName(String name) {
      direct.localName(name);
      routing.localName(name);
      return this;
    }

    /** Sends everything through this server. */
    public Builder relay(SmtpClient client) {
      everything = Optional.of(register(client));
      return this;
    }

    /**
     * Sends mail for some domains through this server: {@code corp.example} is that domain, {@code
     * *.corp.example} all below it. Each host and port has one client.
     */
    public Builder relay(String pattern, SmtpClient client) {
      routing.relay(pattern, register(client));
      rule = Optional.of(pattern);
      return this;
    }

    private Relay register(SmtpClient client) {
      Relay relay = new Relay(client.host(), client.port());
      SmtpClient other = relays.putIfAbsent(relay, client);
      if (other != null && !other.equals(client)) {
        throw new IllegalArgumentException(
            "there is another client for " + relay + " already: routes tell relays apart by it");
      }
      return relay;
    }

    /** The name servers to ask; those of the system, if not set. */
    public Builder nameServers(InetSocketAddress... servers) {
      routing.nameServers(servers);
      return this;
    }

    /** How long a question to name servers may take in all. 30 s. */
    public Builder dnsTimeout(Duration timeout) {
      routing.timeout(timeout);
      return this;
    }

    /** What is asked of connections; TLS wherever it can be had, if not set. */
    public Builder tlsPolicy(TlsPolicy policy) {
      routing.tlsPolicy(policy);
      return this;
    }

    /** Finds routes in a way of its own, instead of by name servers and relay rules. */
    public Builder router(Router router) {
      routing.router(router);
      return this;
    }

    /** The port of mail exchangers; 25, if not set. */
    public Builder port(int port) {
      direct.port(port);
      return this;
    }

    /** The local address to connect to mail exchangers from. */
    public Builder sourceAddress(InetAddress address) {
      source = Optional.of(address);
      direct.sourceAddress(address);
      return this;
    }

    /** Whose certificates are trusted at mail exchangers, and which one we show. */
    public Builder tlsOptions(TlsOptions options) {
      direct.tlsOptions(options);
      return this;
    }

    /** How long each phase with a mail exchanger may take. */
    public Builder timeouts(Timeouts timeouts) {
      direct.timeouts(timeouts);
      return this;
    }

    /**
     * Converts messages that are more than 7 bit for mail exchangers that take no more. Without it
     * they are not sent there. A relay's client has its own.
     */
    public Builder converter(ContentConverter converter) {
      direct.converter(converter);
      return this;
    }

    /** Shows what is said with mail exchangers. */
    public Builder transcript(Transcript transcript) {
      direct.transcript(transcript);
      return this;
    }

    /** Which addresses of mail exchangers may be connected to; any, if not set. */
    public Builder addressFilter(AddressFilter filter) {
      this.filter = Objects.requireNonNull(filter, "filter");
      return this;
    }

    /**
     * Tries a domain's own address when none of its exchangers could be reached. RFC 5321 §5.1
     * forbids it; never done after a null MX.
     */
    public Builder domainAsLastResort() {
      lastResort = LastResort.DOMAIN_ITSELF;
      return this;
    }

    /** How many connections there may be at once. 100. */
    public Builder connections(int most) {
      connections = positive("connections", most);
      return this;
    }

    /**
     * How many connections there may be at once to one set of exchangers, or to one relay, at most.
     * 20. They begin with 5, become more as messages are taken, and fewer where a host refuses one
     * more.
     */
    public Builder connectionsPerDestination(int most) {
      perDestination = positive("connections per destination", most);
      return this;
    }

    /**
     * How many messages a second may be sent to one set of exchangers, or to one relay; any number,
     * if not set.
     */
    public Builder messagesPerSecond(double most) {
      if (!(most > 0)) {
        throw new IllegalArgumentException("messages per second must be positive: " + most);
      }
      interval = Duration.ofNanos(Math.round(1e9 / most));
      return this;
    }

    /** How many submitted jobs may be under way; further ones wait. 1000. */
    public Builder jobs(int most) {
      jobs = positive("jobs", most);
      return this;
    }

    /**
     * How long an unused connection is kept: 5 s to a mail exchanger, 30 s to a relay, if not set.
     */
    public Builder idle(Duration time) {
      directLife = new Life(directLife.messages(), directLife.age(), time);
      relayLife = new Life(relayLife.messages(), relayLife.age(), time);
      return this;
    }

    /** How long {@link Mailer#close()} waits for what is under way. 30 s. */
    public Builder closeLimit(Duration limit) {
      closeLimit = Objects.requireNonNull(limit, "limit");
      return this;
    }

    public Builder listener(DeliveryListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Makes the threads for jobs and groups of recipients, for connections to mail exchangers and
     * for questions to name servers. Virtual threads, if not set.
     */
    public Builder threadFactory(ThreadFactory threads) {
      this.threads = Objects.requireNonNull(threads, "threads");
      direct.threadFactory(threads);
      routing.threadFactory(threads);
      return this;
    }

    private static int positive(String what, int number) {
      if (number < 1) {
        throw new IllegalArgumentException(what + " must be positive: " + number);
      }
      return number;
    }

    /**
     * Makes the mailer.
     *
     * @throws IllegalStateException when relay rules were given beside a router of its own, or
     *     beside a relay for everything
     */
    public Mailer build() {
      if (everything.isPresent() && rule.isPresent()) {
        throw new IllegalStateException(
            "a relay for " + rule.get() + " was set, and one for everything");
      }
      Router router = everything.<Router>map(EverythingTo::new).orElseGet(routing::build);
      return new Mailer(
          new Settings(
              router,
              direct.build(),
              Map.copyOf(relays),
              everything,
              source,
              filter,
              lastResort,
              new Limits(connections, perDestination, interval, jobs, directLife, relayLife),
              listener,
              threads),
          closeLimit);
    }
  }
}
