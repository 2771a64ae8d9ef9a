package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Attempt;
import dev.packetboat.delivery.Delivery;
import dev.packetboat.delivery.DeliveryEvent;
import dev.packetboat.delivery.DeliveryHook;
import dev.packetboat.delivery.DeliveryJob;
import dev.packetboat.delivery.DeliveryReport;
import dev.packetboat.delivery.Hop;
import dev.packetboat.delivery.Outcome;
import dev.packetboat.delivery.Reason;
import dev.packetboat.delivery.RecipientReport;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Domain;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.Recipient;
import dev.packetboat.routing.Route;
import dev.packetboat.smtp.SmtpEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job from its start to its report: routes are asked for, recipients with equal destinations
 * become groups, the groups are delivered at once. {@link #run} is for one thread, the rest for
 * any.
 */
public final class JobRun implements Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

  private final DeliveryJob job;
  private final Settings settings;
  private final Pool pool;
  private final Told told;
  private final CompletableFuture<DeliveryReport> report = new CompletableFuture<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Map<Recipient, RecipientReport> outcomes = new ConcurrentHashMap<>();
  private final Map<Domain, Setback> faults = new ConcurrentHashMap<>();
  private final AtomicLong size = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  // All guarded by the lock.
  private final List<GroupDelivery> groups = new ArrayList<>();
  private final Set<Thread> asking = new LinkedHashSet<>();
  private boolean stopped;
  private boolean gaveUp;
  private volatile boolean interrupted;

  JobRun(DeliveryJob job, Settings settings, Pool pool) {
    this.job = job;
    this.settings = settings;
    this.pool = pool;
    this.told = new Told(job, settings.listener());
  }

  @Override
  public DeliveryJob job() {
    return job;
  }

  @Override
  public CompletableFuture<DeliveryReport> report() {
    return report.copy();
  }

  String id() {
    return job.id();
  }

  Content content() {
    return job.message().content();
  }

  /** Whether the message is to go over proven TLS all the way (RFC 8689). */
  boolean requiresTls() {
    return job.message().envelope().parameters().stream()
        .anyMatch(parameter -> parameter.keyword().equals("REQUIRETLS"));
  }

  /** The envelope for these recipients. */
  Envelope envelope(List<Recipient> recipients) {
    Envelope given = job.message().envelope();
    Envelope sender = given.sender().map(Envelope::from).orElseGet(Envelope::fromNullSender);
    return sender.with(given.parameters().toArray(MailParameter[]::new)).toRecipients(recipients);
  }

  /** Delivers, and gives the report; an interrupt of the calling thread stops it. */
  DeliveryReport run() {
    DeliveryReport done;
    try {
      told.tell(new DeliveryEvent.Started(job.id()));
      deliver();
    } catch (RuntimeException | Error thrown) {
      LOG.error("{}: a fault", job.id(), thrown);
    } finally {
      done = DeliveryReport.of(job, allOutcomes(), size.get());
      told.tell(new DeliveryEvent.Finished(job.id(), done));
      finished.countDown();
      report.complete(done);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return done;
  }

  private void deliver() {
    Map<Optional<Domain>, List<Recipient>> byDomain = new LinkedHashMap<>();
    for (Recipient recipient : job.message().envelope().recipients()) {
      byDomain
          .computeIfAbsent(recipient.address().domain(), key -> new ArrayList<>())
          .add(recipient);
    }
    List<GroupDelivery> all = groups(byDomain, routes(byDomain.keySet()));
    lock.lock();
    try {
      groups.addAll(all);
      if (stopped) {
        all.forEach(GroupDelivery::stop);
      }
    } finally {
      lock.unlock();
    }
    Parallel.run(settings.threads(), all, this::interrupted);
  }

  private Map<Domain, Route> routes(Set<Optional<Domain>> domains) {
    Map<Domain, Route> routes = new ConcurrentHashMap<>();
    List<Runnable> questions = new ArrayList<>();
    for (Optional<Domain> domain : domains) {
      domain.ifPresent(name -> questions.add(() -> ask(name, routes)));
    }
    Parallel.run(settings.threads(), questions, this::interrupted);
    return routes;
  }

  private void ask(Domain domain, Map<Domain, Route> routes) {
    if (!beginAsking()) {
      return;
    }
    try {
      Route route = FlightRecords.route(domain.ascii(), () -> settings.router().route(domain));
      routes.put(domain, route);
      told.tell(new DeliveryEvent.Routed(job.id(), domain, route));
    } catch (InterruptedException interrupt) {
      if (!isStopped()) { // else it was we who did it
        interrupted();
      }
    } catch (RuntimeException | Error thrown) {
      LOG.error("{}: no route to {}", job.id(), domain, thrown);
      faults.put(domain, Failures.fault(thrown));
    } finally {
      endAsking();
    }
  }

  private boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  private boolean beginAsking() {
    lock.lock();
    try {
      return !stopped && asking.add(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  private void endAsking() {
    lock.lock();
    try {
      asking.remove(Thread.currentThread());
      if (stopped) {
        Thread.interrupted(); // that was us, and it has done its work
      }
    } finally {
      lock.unlock();
    }
  }

  private List<GroupDelivery> groups(
      Map<Optional<Domain>, List<Recipient>> byDomain, Map<Domain, Route> routes) {
    Grouping grouping = new Grouping(settings);
    byDomain.forEach(
        (domain, recipients) -> {
          Optional<Route> route = domain.map(routes::get).or(() -> withoutDomain(domain));
          if (route.isEmpty()) {
            recipients.forEach(recipient -> settled(recipient, notRouted(domain), List.of()));
          } else {
            grouping.add(route.get(), recipients, this);
          }
        });
    return grouping.groups(this, pool);
  }

  /** {@code postmaster} alone is somebody at a relay, and nobody on the Internet. */
  private Optional<Route> withoutDomain(Optional<Domain> domain) {
    return domain.isPresent()
        ? Optional.empty()
        : settings.everything().map(relay -> new Route.Relayed(Domain.parse("localhost"), relay));
  }

  private Outcome notRouted(Optional<Domain> domain) {
    return domain.isEmpty()
        ? Outcome.Failed.own(
            Statuses.BAD_ADDRESS_SYNTAX,
            new Reason(Reason.BAD_ADDRESS, "the address has no domain, and no relay is set"))
        : Optional.ofNullable(faults.get(domain.get()))
            .orElseGet(Failures::cancelled)
            .outcome(FailurePolicy.Verdict.DEFERRED);
  }

  /** Everybody in the order of the envelope; whom a fault left without an outcome is deferred. */
  private List<RecipientReport> allOutcomes() {
    List<RecipientReport> all = new ArrayList<>();
    for (Recipient recipient : job.message().envelope().recipients()) {
      if (!outcomes.containsKey(recipient)) {
        settled(
            recipient,
            Outcome.Deferred.own(
                Statuses.SYSTEM,
                new Reason(Reason.FAULT, "not attempted: a fault of this program")),
            List.of());
      }
      all.add(outcomes.get(recipient));
    }
    job.message()
        .leftOut()
        .forEach(
            text ->
                all.add(
                    RecipientReport.ofText(
                        text.text(),
                        Outcome.Failed.own(
                            Statuses.BAD_ADDRESS_SYNTAX,
                            new Reason(
                                Reason.BAD_ADDRESS, "this is no address: " + text.reason())))));
    return all;
  }

  /** A recipient has its outcome, which is the first that is said. */
  void settled(Recipient recipient, Outcome outcome, List<Attempt> attempts) {
    RecipientReport one = RecipientReport.of(recipient, outcome, attempts);
    if (outcomes.putIfAbsent(recipient, one) == null) {
      told.outcome(one);
    }
  }

  /** So many octets of content went out in one transaction. */
  void sent(long octets) {
    size.accumulateAndGet(octets, Math::max);
  }

  boolean hasHook() {
    return !job.hook().equals(DeliveryHook.none());
  }

  void askHook(Hop hop, List<Recipient> accepted) throws IOException {
    try {
      job.hook().beforeCommit(job, hop, accepted);
    } catch (RuntimeException fault) {
      // What cannot be written down must not be sent: a store would take it for not sent.
      throw new IOException("the hook failed: " + fault, fault);
    }
  }

  void tell(String host, SmtpEvent event) {
    told.tell(new DeliveryEvent.InSession(job.id(), host, event));
  }

  void tellReused(Hop hop) {
    told.tell(new DeliveryEvent.Reused(job.id(), hop));
  }

  void tellHostFailed(Attempt attempt) {
    told.tell(new DeliveryEvent.HostFailed(job.id(), attempt));
  }

  /** A thread of the job was interrupted, and not by us: somebody wants it to end. */
  void interrupted() {
    interrupted = true;
    cancel(Duration.ZERO);
  }

  @Override
  public void cancel(Duration patience) {
    List<GroupDelivery> present;
    lock.lock();
    try {
      if (gaveUp || (stopped && !patience.isZero())) {
        return;
      }
      stopped = true;
      gaveUp = patience.isZero();
      asking.forEach(Thread::interrupt);
      present = List.copyOf(groups);
    } finally {
      lock.unlock();
    }
    present.forEach(GroupDelivery::stop);
    if (patience.isZero()) {
      present.forEach(GroupDelivery::giveUp);
    } else if (!present.isEmpty()) {
      giveUpLater(patience, present);
    }
  }

  private void giveUpLater(Duration patience, List<GroupDelivery> present) {
    try {
      settings.threads().newThread(() -> giveUpAfter(patience, present)).start();
    } catch (RuntimeException | Error exhausted) {
      // Nobody is there who could be patient.
      LOG.warn("{}: not waited for {}", job.id(), patience, exhausted);
      present.forEach(GroupDelivery::giveUp);
    }
  }

  private void giveUpAfter(Duration patience, List<GroupDelivery> present) {
    try {
      if (finished.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    present.forEach(GroupDelivery::giveUp);
  }
}
