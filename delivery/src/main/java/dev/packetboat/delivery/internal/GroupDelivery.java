package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Attempt;
import dev.packetboat.delivery.Outcome;
import dev.packetboat.delivery.internal.FailurePolicy.Answer;
import dev.packetboat.delivery.internal.FailurePolicy.Hosts;
import dev.packetboat.delivery.internal.FailurePolicy.Verdict;
import dev.packetboat.mail.Recipient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message to the recipients of one destination: host after host, until each recipient has its
 * outcome. What one host said is not forgotten when the next is asked. For one thread, but for
 * stopping.
 */
final class GroupDelivery implements Runnable, Visit.Results {

  private static final Logger LOG = LoggerFactory.getLogger(GroupDelivery.class);

  private final JobRun job;
  private final Pool pool;
  private final Destination destination;
  private final Targets targets;
  private final Steps steps = new Steps();
  private final Map<Recipient, List<Setback>> pending = new LinkedHashMap<>();
  private final Set<Attempt> told = new HashSet<>(); // of the present visit
  private boolean transientFailure;

  GroupDelivery(
      JobRun job,
      Pool pool,
      Destination destination,
      List<Recipient> recipients,
      Function<GroupDelivery, Targets> targets) {
    this.job = job;
    this.pool = pool;
    this.destination = destination;
    recipients.forEach(recipient -> pending.put(recipient, new ArrayList<>()));
    this.targets = targets.apply(this);
  }

  /** Stops what is not complete; from any thread. */
  void stop() {
    steps.stop();
  }

  /** Waits no longer for the answer to what is complete; from any thread. */
  void giveUp() {
    steps.giveUp();
  }

  @Override
  public void run() {
    Optional<Setback> fault = Optional.empty();
    try {
      if (steps.wait(Thread.currentThread())) {
        hostAfterHost();
      }
    } catch (InterruptedException interrupted) {
      if (!steps.isStopped()) { // else it was we who did it
        job.interrupted();
      }
    } catch (RuntimeException | Error thrown) {
      LOG.error("{} to {}: a fault", job.id(), destination, thrown);
      fault = Optional.of(Failures.fault(thrown));
    }
    steps.rest();
    settleRest(fault);
  }

  private void hostAfterHost() throws InterruptedException {
    while (!pending.isEmpty() && steps.wait(Thread.currentThread())) {
      Optional<Target> target = targets.next();
      if (target.isEmpty()) {
        return;
      }
      visit(target.get());
    }
  }

  private void visit(Target target) throws InterruptedException {
    transientFailure = false;
    told.clear();
    Visit visit =
        new Visit(job, pool, destination, target, steps, this, List.copyOf(pending.keySet()));
    visit.run();
    if (visit.isConnected()) {
      targets.reached();
    }
    if (visit.isGreeted() && transientFailure) {
      targets.greetedAndFailed();
    }
  }

  /** A host could not even be tried. */
  void hostSetBack(Setback setback) {
    setback.attempts().forEach(job::tellHostFailed);
    pending.values().forEach(setbacks -> setbacks.add(setback));
  }

  @Override
  public void settled(Recipient recipient, Outcome outcome, List<Attempt> last) {
    List<Setback> setbacks = pending.remove(recipient);
    if (setbacks != null) {
      job.settled(
          recipient, outcome, Stream.concat(attempts(setbacks).stream(), last.stream()).toList());
    }
  }

  @Override
  public void setBack(Recipient recipient, Setback setback) {
    List<Setback> setbacks = pending.get(recipient);
    if (setbacks == null) {
      return;
    }
    Verdict verdict = FailurePolicy.decide(setback.scope(), setback.answer(), Hosts.LEFT);
    if (verdict != Verdict.NEXT_HOST) {
      setbacks.add(setback);
      settle(recipient, setback, verdict, setbacks);
      return;
    }
    setback.attempts().stream().filter(told::add).forEach(job::tellHostFailed);
    setbacks.add(setback);
    transientFailure |= setback.answer() != Answer.PERMANENT;
  }

  /** Its own attempt is told by the outcome, where that names a server. */
  private void settle(
      Recipient recipient, Setback decisive, Verdict verdict, List<Setback> setbacks) {
    pending.remove(recipient);
    List<Attempt> others = new ArrayList<>();
    setbacks.forEach(setback -> others.addAll(others(setback, setback.equals(decisive))));
    job.settled(recipient, decisive.outcome(verdict), others);
  }

  private static List<Attempt> others(Setback setback, boolean decides) {
    return decides && setback.word().isPresent()
        ? setback.attempts().subList(0, setback.attempts().size() - 1)
        : setback.attempts();
  }

  private static List<Attempt> attempts(List<Setback> setbacks) {
    return setbacks.stream().flatMap(setback -> setback.attempts().stream()).toList();
  }

  /** No host is left, or it was stopped. */
  private void settleRest(Optional<Setback> fault) {
    for (Recipient recipient : List.copyOf(pending.keySet())) {
      List<Setback> setbacks = pending.getOrDefault(recipient, List.of());
      if (fault.isPresent()) {
        end(recipient, fault.get(), setbacks);
      } else if (steps.isStopped()) {
        end(recipient, Failures.cancelled(), setbacks);
      } else {
        noHostLeft(recipient, setbacks);
      }
    }
  }

  private void end(Recipient recipient, Setback setback, List<Setback> setbacks) {
    settle(recipient, setback, Verdict.DEFERRED, setbacks);
  }

  private void noHostLeft(Recipient recipient, List<Setback> setbacks) {
    boolean allPermanent =
        !setbacks.isEmpty()
            && setbacks.stream().allMatch(setback -> setback.answer() == Answer.PERMANENT);
    Setback decisive = Decisive.of(setbacks, allPermanent, destination);
    Verdict verdict =
        FailurePolicy.decide(
            decisive.scope(),
            allPermanent ? Answer.PERMANENT : Answer.TRANSIENT,
            allPermanent ? Hosts.NONE_LEFT_ALL_PERMANENT : Hosts.NONE_LEFT);
    settle(recipient, decisive, verdict, setbacks);
  }
}
