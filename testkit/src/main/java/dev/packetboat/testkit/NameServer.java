package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.dns.Query;
import dev.packetboat.testkit.internal.dns.Responder;
import dev.packetboat.testkit.internal.dns.Service;
import dev.packetboat.testkit.internal.dns.Transport;
import dev.packetboat.testkit.internal.dns.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A name server that answers from a {@link Zone}, over UDP and TCP at the same port, and as badly
 * as its {@link DnsFault}s want it. To a client it looks like a resolver that knows the answers
 * itself: it follows aliases, tells a name that does not exist from one without such data, and asks
 * nobody else.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="name-server" :
 * Zone zone = new Zone().mx("bigcorp.test", 10, "mx.bigcorp.test");
 * try (NameServer server = NameServer.serving(zone.a("mx.bigcorp.test", "127.0.0.1"))) {
 *   lookUp("bigcorp.test", server.address());
 *   assertThat(server.questions())
 *       .containsExactly(new DnsQuestion("bigcorp.test", "MX", DnsQuestion.Transport.UDP));
 * }
 * }
 *
 * <p>Without settings it listens at a free port of the loopback address. Safe for use by several
 * threads.
 */
public final class NameServer implements AutoCloseable {

  private static final int QUESTIONS_KEPT = 10_000;

  private final Zone zone;
  private final FaultBook faults = new FaultBook();
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<DnsQuestion> questions = new ArrayDeque<>();
  private final Service service;

  private NameServer(Builder builder) throws IOException {
    zone = builder.zone;
    builder.faults.forEach(faults::add);
    service = Service.start(builder.address, builder.port, new Responder(zone.data(), this::judge));
  }

  /** Starts a server with all its defaults. */
  public static NameServer serving(Zone zone) {
    return builder().zone(zone).start();
  }

  /** A server to be. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where the server listens. */
  public InetSocketAddress address() {
    return service.address();
  }

  /** The records that the server answers from; what is changed there is answered at once. */
  public Zone zone() {
    return zone;
  }

  /** What was asked, in its order; the last ten thousand questions. */
  public List<DnsQuestion> questions() {
    lock.lock();
    try {
      return List.copyOf(questions);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what was asked. */
  public void forget() {
    lock.lock();
    try {
      questions.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a fault, behind those that are there. */
  public void addFault(DnsFault fault) {
    faults.add(fault);
  }

  /** Takes all faults away. */
  public void clearFaults() {
    faults.clear();
  }

  /** Closes all connections at once and leaves no thread behind. */
  @Override
  public void close() {
    service.close();
  }

  private Verdict judge(Query query, Transport transport) {
    var asked =
        new DnsQuestion(
            query.readableName(),
            query.readableType(),
            switch (transport) {
              case DATAGRAM -> DnsQuestion.Transport.UDP;
              case STREAM -> DnsQuestion.Transport.TCP;
            });
    lock.lock();
    try {
      if (questions.size() == QUESTIONS_KEPT) {
        questions.removeFirst();
      }
      questions.addLast(asked);
    } finally {
      lock.unlock();
    }
    return faults.judge(asked);
  }

  /** A name server before it starts. Not safe for use by several threads. */
  public static final class Builder {

    private Zone zone = new Zone();
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private final List<DnsFault> faults = new ArrayList<>();

    private Builder() {}

    /** Answers from this zone and no other. */
    public Builder zone(Zone zone) {
      this.zone = zone;
      return this;
    }

    /** Adds the records of a text in master-file form: RFC 1035 §5. */
    public Builder records(String text) {
      zone.records(text);
      return this;
    }

    /** The address at which to listen; the loopback address unless said. */
    public Builder address(InetAddress address) {
      this.address = address;
      return this;
    }

    /** The port at which to listen; 0, the default, takes a free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** Adds a fault, behind those that are there. */
    public Builder fault(DnsFault fault) {
      faults.add(fault);
      return this;
    }

    /**
     * Starts the server.
     *
     * @throws UncheckedIOException when it cannot listen there
     */
    public NameServer start() {
      try {
        return new NameServer(this);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot listen at " + address.getHostAddress() + ":" + port, e);
      }
    }
  }
}
