package dev.packetboat.testkit;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small world: a {@link NameServer} that knows who takes mail for which domain, and a {@link
 * MailServer} for each host that does, at an address of its own and all at one port. Whoever sends
 * mail straight to its recipients is told that name server and that port.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="world" :
 * try (World world =
 *     World.builder()
 *         .domain("bigcorp.test", "mx0.bigcorp.test", "mx1.bigcorp.test") // in this order
 *         .domain("tiny.test") // has no exchanger: takes its mail itself
 *         .nullMx("nomail.test")
 *         .host("mx0.bigcorp.test", host -> host.down())
 *         .host("mx1.bigcorp.test", host -> host.rule(Rule.replyTo(Moment.RSET, "502 no")))
 *         .start()) {
 *
 *   deliver("ann@bigcorp.test", world.nameServer().address(), world.port());
 *
 *   ReceivedMessage message = world.awaitMessages(1, Duration.ofSeconds(5)).getFirst();
 *   assertThat(message.takenBy()).isEqualTo("mx1.bigcorp.test");
 * }
 * }
 *
 * <p>A host that is named and not described is a good server. All can change while the world runs:
 * {@link #host} gives the server, which can go down and come up and get further rules; the name
 * server has its faults and its zone.
 *
 * <p>The addresses are 127.77.0.1 and the following ones. Linux and Windows have all of 127.0.0.0/8
 * on their loopback interface; macOS needs an alias for each: {@code sudo ifconfig lo0 alias
 * 127.77.0.1}. Safe for use by several threads.
 */
public final class World implements AutoCloseable {

  private static final int ATTEMPTS = 20;

  private final Map<String, MailServer> hosts;
  private final WorldLog log;
  private final NameServer nameServer;
  private final int port;

  private World(Builder builder) {
    log = new WorldLog(builder.keeps);
    hosts = open(builder);
    port = hosts.isEmpty() ? builder.port : hosts.values().iterator().next().port();
    hosts.forEach((name, host) -> host.addresses().forEach(at -> addAddress(builder, name, at)));
    try {
      nameServer = builder.nameServer.zone(builder.zone).start();
    } catch (UncheckedIOException e) {
      hosts.values().forEach(MailServer::close);
      throw e;
    }
  }

  private static void addAddress(Builder builder, String name, InetAddress address) {
    builder.zone.a(name, address.getHostAddress());
  }

  /** All hosts, at the port of the first one, which is another one where that is taken. */
  private Map<String, MailServer> open(Builder builder) {
    Map<String, MailServer.Builder> planned = builder.plan(log);
    for (int attempt = 1; ; attempt++) {
      Map<String, MailServer> opened = new LinkedHashMap<>();
      try {
        int common = builder.port;
        for (Map.Entry<String, MailServer.Builder> each : planned.entrySet()) {
          MailServer host = each.getValue().port(common).start();
          opened.put(each.getKey(), host);
          common = host.port();
        }
        return opened;
      } catch (UncheckedIOException taken) {
        opened.values().forEach(MailServer::close);
        if (builder.port != 0 || attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  /** A world to be. */
  public static Builder builder() {
    return new Builder();
  }

  /** The name server of this world. */
  public NameServer nameServer() {
    return nameServer;
  }

  /** The port at which every host takes mail; 0 in a world without hosts. */
  public int port() {
    return port;
  }

  /** The names of all hosts. */
  public List<String> hosts() {
    return List.copyOf(hosts.keySet());
  }

  /**
   * A host.
   *
   * @throws IllegalArgumentException when there is none of this name
   */
  public MailServer host(String name) {
    return Optional.ofNullable(hosts.get(plain(name)))
        .orElseThrow(() -> new IllegalArgumentException("no host " + name + " in " + hosts()));
  }

  /** All messages that any host took, in their order; each says who took it. */
  public List<ReceivedMessage> received() {
    return log.journal().messages();
  }

  /**
   * Waits until so many messages, or more, were taken.
   *
   * @throws AssertionError when they are fewer after this time
   */
  public List<ReceivedMessage> awaitMessages(int count, Duration timeout) {
    return log.journal().awaitMessages(count, timeout);
  }

  /**
   * The lines that were said at all hosts, secrets and content left out, in their order; the last
   * ten thousand. Each begins with the name of the host and the number of its connection.
   */
  public String transcript() {
    return log.transcript();
  }

  /** Forgets all messages, events and questions. */
  public void forget() {
    log.forget();
    hosts.values().forEach(MailServer::forget);
    nameServer.forget();
  }

  /** Closes all connections at once and leaves no thread behind. */
  @Override
  public void close() {
    hosts.values().forEach(MailServer::close);
    nameServer.close();
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** A world before it starts. Not safe for use by several threads. */
  public static final class Builder {

    private final Zone zone = new Zone();
    private final NameServer.Builder nameServer = NameServer.builder();
    private final Map<String, Consumer<MailServer.Builder>> hosts = new LinkedHashMap<>();
    private final Map<String, Integer> addresses = new LinkedHashMap<>();
    private Consumer<MailServer.Builder> every = host -> {};
    private BiConsumer<String, MailEvent> listener = (host, event) -> {};
    private boolean keeps = true;
    private @Nullable TestCertificates authority;
    private int port;

    private Builder() {}

    /**
     * A domain and the hosts that take its mail, the most wanted first: with preference 10, 20 and
     * so on. Without any the domain takes its mail itself, at an address of its own.
     */
    public Builder domain(String domain, String... exchangers) {
      for (int i = 0; i < exchangers.length; i++) {
        mx(domain, 10 * (i + 1), exchangers[i]);
      }
      return exchangers.length == 0 ? host(domain) : this;
    }

    /** This host takes mail for the domain, with this preference. */
    public Builder mx(String domain, int preference, String host) {
      zone.mx(domain, preference, host);
      return host(host);
    }

    /** Nobody takes mail for the domain: RFC 7505. */
    public Builder nullMx(String domain) {
      zone.nullMx(domain);
      return this;
    }

    /** A host, be it that no domain names it. */
    public Builder host(String name) {
      return host(name, host -> {});
    }

    /** A host that is otherwise than others; what was said of it before holds too. */
    public Builder host(String name, Consumer<MailServer.Builder> description) {
      hosts.merge(plain(name), description, Consumer::andThen);
      return this;
    }

    /** What every host is like, unless its own description says otherwise. */
    public Builder everyHost(Consumer<MailServer.Builder> description) {
      every = every.andThen(description);
      return this;
    }

    /** The host has so many addresses; one unless said. */
    public Builder addresses(String host, int count) {
      if (count < 1) {
        throw new IllegalArgumentException("not a count of addresses: " + count);
      }
      addresses.put(plain(host), count);
      return host(host);
    }

    /**
     * Every host offers STARTTLS, with a certificate of this authority for its name and its
     * addresses; a description of a host may want another one, or {@link
     * MailServer.Builder#withoutTls none}.
     */
    public Builder startTls(TestCertificates authority) {
      this.authority = authority;
      return this;
    }

    /** Adds further records to what the name server knows, in master-file form: RFC 1035 §5. */
    public Builder records(String text) {
      zone.records(text);
      return this;
    }

    /** Adds a fault of the name server, behind those that are there. */
    public Builder fault(DnsFault fault) {
      nameServer.fault(fault);
      return this;
    }

    /**
     * Tells each event to this listener too, with the name of its host, on the thread of the
     * connection, which waits meanwhile.
     */
    public Builder listener(BiConsumer<String, MailEvent> listener) {
      this.listener = this.listener.andThen(listener);
      return this;
    }

    /**
     * Keeps neither messages nor events, so that the world can run for as long as one likes; the
     * listener is told nevertheless, and the {@link World#transcript} goes on.
     */
    public Builder keepNothing() {
      keeps = false;
      return this;
    }

    /** The port of all mail hosts; 0, the default, takes one that is free at all of them. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** The port of the name server; 0, the default, takes a free one. */
    public Builder nameServerPort(int port) {
      nameServer.port(port);
      return this;
    }

    /**
     * Starts the world.
     *
     * @throws UncheckedIOException when it cannot listen there
     */
    public World start() {
      return new World(this);
    }

    private Map<String, MailServer.Builder> plan(WorldLog log) {
      Map<String, MailServer.Builder> planned = new LinkedHashMap<>();
      int number = 0;
      for (Map.Entry<String, Consumer<MailServer.Builder>> each : hosts.entrySet()) {
        String name = each.getKey();
        List<InetAddress> at = new ArrayList<>();
        for (int i = 0; i < addresses.getOrDefault(name, 1); i++) {
          at.add(address(number++));
        }
        MailServer.Builder host = MailServer.builder().name(name).addresses(at);
        TestCertificates signer = authority;
        if (signer != null) {
          host.startTls(() -> signer.server(names(name, at)));
        }
        if (!keeps) {
          host.keepNothing();
        }
        every.accept(host);
        host.listener(event -> log.add(name, event));
        host.listener(event -> listener.accept(name, event));
        each.getValue().accept(host);
        planned.put(name, host);
      }
      return planned;
    }

    private static String[] names(String name, List<InetAddress> addresses) {
      return Stream.concat(Stream.of(name), addresses.stream().map(InetAddress::getHostAddress))
          .toArray(String[]::new);
    }

    private static InetAddress address(int number) {
      byte[] octets = {127, 77, (byte) (number / 250), (byte) (1 + number % 250)};
      try {
        return InetAddress.getByAddress(octets);
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
