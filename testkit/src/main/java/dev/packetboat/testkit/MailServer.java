package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.sasl.Accounts;
import dev.packetboat.testkit.internal.sasl.Mechanism;
import dev.packetboat.testkit.internal.server.Lazily;
import dev.packetboat.testkit.internal.server.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A small SMTP server that takes mail and keeps it in memory, as strict as RFC 5321 lets it be, and
 * as faulty as its {@link Rule}s want it. It delivers nothing to anybody.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="mail-server" :
 * try (MailServer server = MailServer.builder().name("mx.example").sizeLimit(1 << 20).start()) {
 *   send(server.host(), server.port());
 *   assertThat(server.awaitMessages(1, Duration.ofSeconds(5))).hasSize(1);
 * }
 * }
 *
 * <p>Without settings it listens at a free port of the loopback address, in clear, and offers all
 * {@link Extension}s. Each connection has a virtual thread of its own. Safe for use by several
 * threads.
 */
public final class MailServer implements AutoCloseable {

  private final RuleBook rules = new RuleBook();
  private final Journal journal;
  private final String name;
  private final Sessions sessions;

  private MailServer(Builder builder) throws IOException {
    builder.rules.forEach(rules::add);
    journal = new Journal(builder.listener, builder.keeps);
    name = builder.name;
    sessions = new Sessions(builder.settings(), rules, journal, builder.connectionLimit);
    sessions.open(builder.addresses, builder.port, builder.door);
  }

  /** Starts a server with all its defaults. */
  public static MailServer start() {
    return builder().start();
  }

  /** A server to be. */
  public static Builder builder() {
    return new Builder();
  }

  /** The name by which the server calls itself. */
  public String name() {
    return name;
  }

  /** The address at which the server listens, as a client would be given it. */
  public String host() {
    return sessions.addresses().getFirst().getAddress().getHostAddress();
  }

  /** All addresses at which the server listens, the first one first. */
  public List<InetAddress> addresses() {
    return sessions.addresses().stream().map(InetSocketAddress::getAddress).toList();
  }

  /** The port at which the server listens. */
  public int port() {
    return sessions.addresses().getFirst().getPort();
  }

  /** All messages that were taken, in their order. */
  public List<ReceivedMessage> received() {
    return journal.messages();
  }

  /**
   * Waits until so many messages, or more, were taken.
   *
   * @throws AssertionError when they are fewer after this time
   */
  public List<ReceivedMessage> awaitMessages(int count, Duration timeout) {
    return journal.awaitMessages(count, timeout);
  }

  /** What happened, in its order; the last thousand events. */
  public List<MailEvent> events() {
    return journal.events();
  }

  /**
   * Waits until an event takes place, or finds it among the last thousand.
   *
   * @throws AssertionError when it does not take place within this time
   */
  public MailEvent awaitEvent(Predicate<? super MailEvent> predicate, Duration timeout) {
    return journal.awaitEvent(predicate, timeout);
  }

  /** Forgets all messages and events. */
  public void forget() {
    journal.forget();
  }

  /** Adds a rule, behind those that are there. */
  public void addRule(Rule rule) {
    rules.add(rule);
  }

  /** Takes all rules away. */
  public void clearRules() {
    rules.clear();
  }

  /** Ends all connections, and has every further one refused. The port stays the server's. */
  public void goDown() {
    sessions.become(Door.State.SHUT);
    sessions.hangUp();
  }

  /** Has every further connection to this address refused. */
  public void goDown(InetAddress address) {
    sessions.become(Door.State.SHUT, address);
  }

  /**
   * Ends all connections, and does not answer further ones: they time out, as behind a firewall.
   * Linux does so; another system may let them in and say nothing.
   */
  public void goDark() {
    sessions.become(Door.State.DARK);
    sessions.hangUp();
  }

  /** Does not answer further connections to this address. */
  public void goDark(InetAddress address) {
    sessions.become(Door.State.DARK, address);
  }

  /** Takes connections again, at all addresses. */
  public void comeUp() {
    sessions.become(Door.State.OPEN);
  }

  /** How many connections are open. */
  public int connections() {
    return sessions.connections();
  }

  /**
   * Closes all connections at once and leaves no thread behind. What was received can still be
   * asked for.
   */
  @Override
  public void close() {
    sessions.close();
  }

  /** A mail server before it starts. Not safe for use by several threads. */
  public static final class Builder {

    private String name = "mx.test";
    private List<InetAddress> addresses = List.of(InetAddress.getLoopbackAddress());
    private int port;
    private Door.State door = Door.State.OPEN;
    private @Nullable Supplier<SSLContext> tls;
    private boolean implicitTls;
    private boolean tlsRequired;
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();
    private List<Mechanism> mechanisms = List.of();
    private boolean loginRequired;
    private Set<Extension> extensions = EnumSet.allOf(Extension.class);
    private final List<String> announced = new ArrayList<>();
    private long sizeLimit = 50L << 20;
    private int recipientLimit = 1000;
    private int connectionLimit = Integer.MAX_VALUE;
    private int contentLineLimit = 998; // RFC 5321 §4.5.3.1.6, without CRLF
    private Duration idleTimeout = Duration.ofMinutes(5); // RFC 5321 §4.5.3.2.7
    private final List<Rule> rules = new ArrayList<>();
    private Consumer<MailEvent> listener = event -> {};
    private boolean keeps = true;

    private Builder() {}

    /** The host name in the greeting; {@code mx.test} unless said. */
    public Builder name(String hostName) {
      name = hostName;
      return this;
    }

    /** The address at which to listen; the loopback address unless said. */
    public Builder address(InetAddress address) {
      return addresses(List.of(address));
    }

    /** The addresses at which to listen, all at one port. */
    public Builder addresses(List<InetAddress> addresses) {
      if (addresses.isEmpty()) {
        throw new IllegalArgumentException("at which address?");
      }
      this.addresses = List.copyOf(addresses);
      return this;
    }

    /** The port at which to listen; 0, the default, takes a free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** Offers STARTTLS, with this identity. */
    public Builder startTls(TestIdentity identity) {
      return startTls(identity.sslContext());
    }

    /** Offers STARTTLS, with this context. */
    public Builder startTls(SSLContext context) {
      tls = () -> context;
      implicitTls = false;
      return this;
    }

    /** Offers STARTTLS, with an identity that is made for the first handshake. */
    Builder startTls(Supplier<TestIdentity> identity) {
      tls = new Lazily<>(() -> identity.get().sslContext());
      implicitTls = false;
      return this;
    }

    /** Begins every connection with a handshake, with this identity. */
    public Builder implicitTls(TestIdentity identity) {
      return implicitTls(identity.sslContext());
    }

    /** Begins every connection with a handshake, with this context. */
    public Builder implicitTls(SSLContext context) {
      tls = () -> context;
      implicitTls = true;
      return this;
    }

    /** Offers no TLS, whatever was said before. */
    public Builder withoutTls() {
      tls = null;
      implicitTls = false;
      return this;
    }

    /** Lets nobody log in or send without TLS. */
    public Builder requireTls() {
      tlsRequired = true;
      return this;
    }

    /** Lets a user log in with a password, by each mechanism that does not show it in clear. */
    public Builder user(String user, String password) {
      passwords.put(user, password);
      return this;
    }

    /** Lets a user log in with a bearer token, by OAUTHBEARER and XOAUTH2, over TLS. */
    public Builder token(String user, String token) {
      tokens.put(user, token);
      return this;
    }

    /**
     * Offers these mechanisms and no other, always: also where they would show a password in clear.
     */
    public Builder mechanisms(String... keywords) {
      mechanisms = Arrays.stream(keywords).map(Builder::mechanism).toList();
      return this;
    }

    private static Mechanism mechanism(String keyword) {
      return Mechanism.of(keyword)
          .orElseThrow(() -> new IllegalArgumentException("no such mechanism: " + keyword));
    }

    /** Lets nobody send who has not logged in. */
    public Builder requireLogin() {
      loginRequired = true;
      return this;
    }

    /** Offers these extensions and no other. */
    public Builder extensions(Extension... extensions) {
      this.extensions = Set.of(extensions);
      return this;
    }

    /** Offers these extensions no more. */
    public Builder without(Extension... extensions) {
      this.extensions = new HashSet<>(this.extensions);
      this.extensions.removeAll(List.of(extensions));
      return this;
    }

    /** Adds a line to the reply to EHLO that means nothing to the server itself. */
    public Builder announce(String line) {
      announced.add(line);
      return this;
    }

    /** How many octets a message may have; 50 MiB unless said. */
    public Builder sizeLimit(long octets) {
      sizeLimit = octets;
      return this;
    }

    /** How many recipients a message may have; 1000 unless said. */
    public Builder recipientLimit(int recipients) {
      recipientLimit = recipients;
      return this;
    }

    /** How many connections there may be at a time; a further one is greeted with 421. */
    public Builder connectionLimit(int connections) {
      connectionLimit = connections;
      return this;
    }

    /** How many octets a line of content may have, its end not counted; 998 unless said. */
    public Builder contentLineLimit(int octets) {
      contentLineLimit = octets;
      return this;
    }

    /** How long a client may be silent before it gets 421; five minutes unless said. */
    public Builder idleTimeout(Duration timeout) {
      idleTimeout = timeout;
      return this;
    }

    /** Refuses all connections until {@link MailServer#comeUp}. */
    public Builder down() {
      door = Door.State.SHUT;
      return this;
    }

    /** Answers no connection until {@link MailServer#comeUp}; see {@link MailServer#goDark()}. */
    public Builder dark() {
      door = Door.State.DARK;
      return this;
    }

    /** Adds a rule, behind those that are there. */
    public Builder rule(Rule rule) {
      rules.add(rule);
      return this;
    }

    /**
     * Tells each event to this listener too, on the thread of the connection, which waits
     * meanwhile.
     */
    public Builder listener(Consumer<MailEvent> listener) {
      this.listener = this.listener.andThen(listener);
      return this;
    }

    /** Keeps neither messages nor events; the listener is told nevertheless. */
    public Builder keepNothing() {
      keeps = false;
      return this;
    }

    /**
     * Starts the server.
     *
     * @throws UncheckedIOException when it cannot listen there
     */
    public MailServer start() {
      try {
        return new MailServer(this);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot listen at " + addresses.getFirst().getHostAddress() + ":" + port, e);
      }
    }

    private Settings settings() {
      return new Settings(
          name,
          extensions,
          announced,
          new Settings.Security(Optional.ofNullable(tls), implicitTls, tlsRequired),
          new Settings.Access(new Accounts(passwords, tokens), mechanisms, loginRequired),
          new Settings.Limits(sizeLimit, recipientLimit, contentLineLimit, idleTimeout));
    }
  }
}
