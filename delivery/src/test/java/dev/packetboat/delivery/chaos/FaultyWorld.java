package dev.packetboat.delivery.chaos;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.TlsRequirement;
import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.TestIdentity;
import dev.packetboat.testkit.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A world of some hundred domains in which everything goes wrong at times: a few hosts are good,
 * most are not, some change. The same number makes the same world; what happens in it depends on
 * the order in which clients come as well. Safe for use by several threads.
 */
final class FaultyWorld implements AutoCloseable {

  static final String CLIENT = "client.test";
  static final String RELAY = "relay.test";
  private static final int DOMAINS = 200;
  private static final int PROVIDERS = 12;
  private static final double[] TROUBLE = {0, 0.0005, 0.001, 0.002, 0.004, 0.01, 0.02, 0.05};

  private final Random random;
  private final Faults faults;
  private final Witness witness;
  private final TestCertificates authority = TestCertificates.authority();
  private final TestIdentity expired = authority.expired("elsewhere.test");
  private final World.Builder builder = World.builder();
  private final List<String> domains = new ArrayList<>();
  private final World world;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Boolean> up = new LinkedHashMap<>(); // guarded by the lock

  FaultyWorld(long seed, Faults faults, Witness witness) {
    this.random = new Random(seed);
    this.faults = faults;
    this.witness = witness;
    builder.startTls(authority);
    for (int i = 0; i < DOMAINS; i++) {
      domain(i);
    }
    builder.host(
        RELAY,
        host ->
            faulty(host, 0.001)
                .withoutTls()
                .user("joe", "secret")
                .requireLogin()
                .connectionLimit(3)
                .recipientLimit(40));
    builder.host(CLIENT, host -> host.listener(witness::saw));
    faults.ofNames(0.004, random).forEach(builder::fault);
    world = builder.start();
    forgetful();
    world.hosts().forEach(host -> up.put(host, true));
    world.hosts().forEach(host -> witness.knows(world.host(host)));
  }

  private void domain(int number) {
    String domain = "d" + number + ".test";
    domains.add(domain);
    switch (random.nextInt(40)) {
      case 0 -> builder.nullMx(domain);
      case 1 -> {} // there is no such domain
      case 2 -> builder.records(domain + ". IN MX 10 nowhere." + domain + ".");
      case 3 -> builder.records(domain + ". IN TXT \"neither exchanger nor address\"");
      case 4 -> builder.mx(domain, 10, CLIENT); // that is we
      case 5 -> builder.mx(domain, 10, host(domain)).mx(domain, 20, CLIENT);
      case 6, 7, 8, 9 -> builder.domain(host(domain)); // implicit MX
      case 10, 11, 12, 13, 14, 15, 16 -> ofProvider(domain);
      default -> ofItsOwn(domain);
    }
  }

  private void ofItsOwn(String domain) {
    int hosts = 1 + random.nextInt(3);
    for (int i = 0; i < hosts; i++) {
      builder.mx(domain, 10 * random.nextInt(3), host("mx" + i + "." + domain));
    }
    if (random.nextInt(8) == 0) {
      builder.records(domain + ". IN MX 5 nowhere." + domain + ".");
    }
  }

  private void ofProvider(String domain) {
    int provider = random.nextInt(PROVIDERS);
    for (int i = 0; i <= provider % 3; i++) {
      builder.mx(domain, 10 * i, host("mx" + i + ".provider" + provider + ".test"));
    }
  }

  /** Describes a host, once. */
  private String host(String name) {
    if (up.putIfAbsent(name, true) == null) {
      builder.host(name, this::describe);
      if (random.nextInt(6) == 0) {
        builder.addresses(name, 2 + random.nextInt(2));
      }
    }
    return name;
  }

  private MailServer.Builder faulty(MailServer.Builder host, double probability) {
    faults.ofHost(probability, random).forEach(host::rule);
    return host.listener(witness::saw);
  }

  private void describe(MailServer.Builder host) {
    faulty(host, TROUBLE[random.nextInt(TROUBLE.length)]);
    switch (random.nextInt(40)) {
      case 0 -> host.down();
      case 1 -> host.dark();
      case 2 -> host.connectionLimit(1);
      case 3 -> host.recipientLimit(1 + random.nextInt(5));
      case 4 -> host.announce("LIMITS RCPTMAX=3 MAILMAX=4");
      case 5 -> host.idleTimeout(Duration.ofMillis(20));
      case 6 -> host.sizeLimit(2000);
      case 7 -> host.extensions();
      case 8, 9 -> host.without(Extension.EIGHTBITMIME, Extension.SMTPUTF8);
      case 10, 11, 12, 13 -> host.without(Extension.PIPELINING);
      default -> {}
    }
    if (random.nextInt(3) == 0) {
      host.without(Extension.CHUNKING);
    }
    switch (random.nextInt(10)) {
      case 0 -> host.startTls(expired);
      case 1, 2 -> {} // with a good certificate
      default -> host.withoutTls();
    }
  }

  /** Of a part of the names no answer is kept, so that they are asked for again. */
  private void forgetful() {
    var zone = world.nameServer().zone().ttl(Duration.ZERO);
    for (String name : world.hosts()) {
      if (random.nextInt(3) == 0) {
        zone.remove(name, "A");
        world.host(name).addresses().forEach(at -> zone.a(name, at.getHostAddress()));
      }
    }
  }

  World world() {
    return world;
  }

  TestCertificates authority() {
    return authority;
  }

  /** Of mail for some domains more is asked than that it arrives. */
  static TlsRequirement requirement(Domain domain) {
    return switch (Math.floorMod(domain.ascii().hashCode(), 20)) {
      case 0 -> TlsRequirement.of(TlsRequirement.Level.ENCRYPTED);
      case 1 -> TlsRequirement.of(TlsRequirement.Level.VERIFIED);
      default -> TlsRequirement.opportunistic();
    };
  }

  List<String> domains() {
    return List.copyOf(domains);
  }

  /** Some host goes down, or comes up again. */
  void change(Random chance) {
    List<String> hosts = world.hosts();
    String name = hosts.get(chance.nextInt(hosts.size()));
    MailServer host = world.host(name);
    lock.lock();
    try {
      boolean comes = !up.getOrDefault(name, true) || chance.nextInt(3) == 0;
      up.put(name, comes);
      if (comes) {
        host.goDown(); // and with it every session that has fallen silent
        host.comeUp();
        faults.count("host restarted");
      } else if (chance.nextInt(4) == 0) {
        host.goDark();
        faults.count("host gone dark");
      } else {
        host.goDown();
        faults.count("host gone down");
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    world.close();
  }
}
