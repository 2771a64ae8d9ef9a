package dev.packetboat.delivery.chaos;

import dev.packetboat.delivery.Mailer;
import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.smtp.TlsOptions;
import dev.packetboat.testkit.MailServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One run: a world, a mailer, its letters, and what came of it. */
final class ChaosRun {

  private static final int SENDERS = 8;

  private final long seed;
  private final int messages;
  private final Faults faults = new Faults();
  private final Witness witness = new Witness();
  private final Office office = new Office(faults);
  private final Judge judge = new Judge(witness);
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final int halt;
  private final int end;
  private final Duration time;

  /** Runs it to its end. */
  ChaosRun(long seed, int messages) {
    this.seed = seed;
    this.messages = messages;
    long begin = System.nanoTime();
    int sockets = Remains.sockets();
    Random random = new Random(seed);
    this.halt = random.nextInt(2 * messages); // which half of the runs never come to
    this.end = random.nextInt(3 * messages);
    run(random);
    Set<String> threads = Remains.await(Remains::threads);
    if (!threads.isEmpty()) {
      complaints.add("threads are left: " + threads);
    }
    int more = Remains.sockets() - sockets;
    if (more > 0) {
      complaints.add(more + " sockets are left");
    }
    complaints.addAll(judge.judge(office.all()));
    time = Duration.ofNanos(System.nanoTime() - begin);
  }

  private void run(Random random) {
    try (FaultyWorld world = new FaultyWorld(random.nextLong(), faults, witness)) {
      try (Mailer mailer = mailer(world, random)) {
        send(world, mailer, random);
      }
      checkClosed();
    }
  }

  private void send(FaultyWorld world, Mailer mailer, Random random) {
    AtomicInteger next = new AtomicInteger();
    Letter.Places places = new Letter.Places(world.domains(), random);
    long letters = random.nextLong();
    Runnable work =
        () -> {
          for (int n = next.getAndIncrement(); n < messages; n = next.getAndIncrement()) {
            Random chance = new Random(letters + n);
            if (n % 20 == 0) {
              world.change(chance);
            }
            if (n == halt) {
              office.halt(mailer);
            }
            if (n == end) {
              mailer.close();
            }
            post(Letter.random(n, chance, places), mailer);
          }
        };
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread.Builder kind = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      senders.add(kind.name("sender-" + i).start(() -> guarded(work)));
    }
    senders.forEach(ChaosRun::join);
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error thrown) {
      complaints.add("thrown at the application: " + thrown);
    }
  }

  /** The world is still there, but the mailer has let go of it. */
  private void checkClosed() {
    for (Office.Posted posted : office.all()) {
      if (posted.letter().plan().manner() == Letter.Manner.SUBMITTED && !posted.isDone()) {
        complaints.add("no report though the mailer is closed: " + posted.letter().id());
      }
    }
  }

  private void post(Letter letter, Mailer mailer) {
    try {
      office.post(letter, mailer);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Mailer mailer(FaultyWorld world, Random random) {
    Timeouts timeouts = Timeouts.builder().all(Faults.PATIENCE).quit(Duration.ofMillis(50)).build();
    MailServer relay = world.world().host(FaultyWorld.RELAY);
    Mailer.Builder mailer =
        random.nextBoolean() ? Mailer.builder() : Mailer.builder().domainAsLastResort();
    return mailer
        .localName(FaultyWorld.CLIENT)
        .nameServers(world.world().nameServer().address())
        .dnsTimeout(Faults.PATIENCE)
        .port(world.world().port())
        .timeouts(timeouts)
        .relay(
            "*.relayed.test",
            SmtpClient.relay(relay.host())
                .port(relay.port())
                .localName(FaultyWorld.CLIENT)
                .timeouts(timeouts)
                .tls(TlsMode.NONE)
                .credentials(Credentials.password("joe", "secret"))
                .build())
        .tlsPolicy((domain, exchanger) -> FaultyWorld.requirement(domain))
        .tlsOptions(TlsOptions.builder().trustOnly(world.authority().trustStore()).build())
        .connections(60)
        .connectionsPerDestination(1 + random.nextInt(4))
        .jobs(100)
        .idle(Duration.ofMillis(random.nextBoolean() ? 50 : 5000))
        .closeLimit(random.nextInt(3) == 0 ? Duration.ZERO : Duration.ofSeconds(60))
        .listener(office::hear)
        .threadFactory(office.threads())
        .build();
  }

  Company company() {
    return office.company();
  }

  List<String> complaints() {
    return complaints;
  }

  /** What the run was like, with all that is needed to have it again. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            "seed %d, %d of %d messages given, %d recipients, %s%n"
                .formatted(seed, office.all().size(), messages, judge.recipients(), time));
    text.append(witness).append('\n');
    text.append(office.company()).append('\n');
    append(text, "outcomes", judge.outcomes());
    append(text, "faults", faults.counts());
    return text.toString();
  }

  private static void append(StringBuilder text, String title, Map<String, ?> counts) {
    text.append(title).append(": ");
    counts.forEach((what, count) -> text.append(what).append(' ').append(count).append(", "));
    text.append('\n');
  }
}
