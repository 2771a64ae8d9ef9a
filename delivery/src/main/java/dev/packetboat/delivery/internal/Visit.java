package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Attempt;
import dev.packetboat.delivery.Hop;
import dev.packetboat.delivery.Outcome;
import dev.packetboat.delivery.Reason;
import dev.packetboat.delivery.internal.FailurePolicy.Scope;
import dev.packetboat.mail.Domain;
import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One host is asked to take the message for the recipients that are left, in as many transactions
 * as that takes. For one thread.
 */
final class Visit implements Pool.Borrower {

  // RFC 5321 §4.5.3.1.8: every server takes at least as many
  private static final int MOST_RECIPIENTS = 100;

  /** Is told what became of each recipient. */
  interface Results {

    /** The host took it, or it is known that nobody will. */
    void settled(Recipient recipient, Outcome outcome, List<Attempt> last);

    /** The host did not take it. */
    void setBack(Recipient recipient, Setback setback);
  }

  private final JobRun job;
  private final Pool pool;
  private final Destination destination;
  private final Target target;
  private final Steps steps;
  private final Results results;
  private final Deque<Recipient> waiting;
  private Optional<Connection> connection = Optional.empty(); // also one that failed to open
  private @Nullable Connection lent;
  private List<Attempt> unreached = List.of(); // addresses before the one that is connected

  Visit(
      JobRun job,
      Pool pool,
      Destination destination,
      Target target,
      Steps steps,
      Results results,
      List<Recipient> recipients) {
    this.job = job;
    this.pool = pool;
    this.destination = destination;
    this.target = target;
    this.steps = steps;
    this.results = results;
    this.waiting = new ArrayDeque<>(recipients);
  }

  @Override
  public void opening(Connection opened) {
    connection = Optional.of(opened);
    steps.opening(opened);
  }

  @Override
  public void onEvent(SmtpEvent event) {
    if (event instanceof SmtpEvent.Encrypted encrypted) {
      FlightRecords.encrypted(job.id(), target.host(), encrypted.tls());
    }
    job.tell(target.host(), event);
  }

  /** Whether the server greeted us, as far as it went. */
  boolean isGreeted() {
    return connection.map(one -> one.heard().isGreeted()).orElse(false);
  }

  /** Whether there was a connection. */
  boolean isConnected() {
    return connection.flatMap(one -> one.heard().server()).isPresent();
  }

  void run() throws InterruptedException {
    boolean done = false;
    try {
      lent = borrow();
      while (!waiting.isEmpty()) {
        transaction(unspent(lent), nextBatch());
      }
      done = true;
    } catch (InterruptedException stopped) {
      done = lent != null && lent.isUsable(); // others may be sending over it
      throw stopped;
    } catch (SmtpException noSession) {
      setBackAll(Failures.noSession(target, heard(), noSession));
    } finally {
      steps.rest();
      giveBack(done);
    }
  }

  /** What was left amid a fault is not used again. */
  private void giveBack(boolean done) {
    Connection used = lent;
    lent = null;
    if (used == null) {
      return;
    }
    if (done) {
      pool.giveBack(used);
    } else {
      pool.discard(used);
    }
  }

  private Heard heard() {
    return connection.map(Connection::heard).orElseGet(() -> new Heard(target.host()));
  }

  private Connection borrow() throws SmtpException, InterruptedException {
    boolean refusedBefore = false;
    while (true) {
      steps.over();
      Optional<Connection> usable = pool.acquire(target, destination);
      if (usable.isPresent()) {
        connection = usable;
        unreached = List.of();
        job.tellReused(usable.get().hop());
        return usable.get();
      }
      try {
        return connect();
      } catch (SmtpException refused) {
        boolean others =
            isForWantOfRoom(refused)
                && (pool.makesDoWithOthers(target, destination)
                    || (!refusedBefore
                        && refused.phase() != Phase.CONNECT
                        && pool.mayServeOthersSoon(target, destination)));
        if (!others) {
          throw refused;
        }
        refusedBefore = true;
      }
    }
  }

  /** The host may have as many connections as it wants; to those that are there it says nothing. */
  private static boolean isForWantOfRoom(SmtpException failed) {
    boolean transientRefusal =
        failed instanceof SmtpException.Refused
            && failed.reply().filter(Reply::isTransient).isPresent();
    return switch (failed.phase()) {
      case CONNECT -> failed instanceof SmtpException.ConnectFailed;
      case GREETING, EHLO -> transientRefusal || failed instanceof SmtpException.ConnectionLost;
      default -> false;
    };
  }

  private Connection connect() throws SmtpException, InterruptedException {
    FlightRecords.Connecting event = FlightRecords.Connecting.begin();
    Optional<SmtpException> failure = Optional.empty();
    try {
      Connection connected = pool.connect(target, destination, this);
      unreached = connected.heard().unreached();
      return connected;
    } catch (SmtpException failed) {
      failure = Optional.of(failed);
      throw failed;
    } finally {
      event.end(job.id(), target, heard(), failure);
    }
  }

  private List<Recipient> nextBatch() {
    List<Recipient> batch = new ArrayList<>();
    Set<Optional<Domain>> domains = new HashSet<>();
    // RFC 9422 §4.2, §4.3
    int most = Math.max(1, heard().limit("RCPTMAX").orElse(MOST_RECIPIENTS));
    int mostDomains = heard().limit("RCPTDOMAINMAX").orElse(Integer.MAX_VALUE);
    for (Iterator<Recipient> all = waiting.iterator(); all.hasNext() && batch.size() < most; ) {
      Recipient next = all.next();
      Optional<Domain> domain = next.address().domain();
      if (domains.contains(domain) || domains.size() < mostDomains) {
        domains.add(domain);
        batch.add(next);
        all.remove();
      }
    }
    return batch;
  }

  /**
   * The connection for the next transaction, which is another where this one has done its share.
   */
  private Connection unspent(Connection used) throws SmtpException, InterruptedException {
    return used.isSpent() || used.isWorn() ? replace(used) : used;
  }

  private void transaction(Connection used, List<Recipient> batch)
      throws SmtpException, InterruptedException {
    Progress progress = new Progress(this::onMessageEvent);
    FlightRecords.Sending event = FlightRecords.Sending.begin(job.id(), used.hop(), batch.size());
    boolean told = false;
    try {
      Connection.Load load =
          new Connection.Load(
              job.envelope(batch),
              job.content(),
              accepted -> job.askHook(used.hop(), accepted),
              job.hasHook(),
              progress);
      pool.pace(destination);
      if (!steps.send(used, progress)) {
        throw new InterruptedException("stopped");
      }
      Optional<Receipt> receipt = used.send(load);
      if (receipt.isEmpty()) {
        told = true;
        again(used, batch);
        return;
      }
      pool.succeeded(destination);
      event.took(receipt.get());
      job.sent(receipt.get().size());
      taken(used.hop(), receipt.get());
      told = true;
    } catch (InterruptedException stopped) {
      told = true;
      batch.forEach(recipient -> results.setBack(recipient, Failures.cancelled()));
      setBackAll(Failures.cancelled());
      throw stopped;
    } catch (SmtpException failure) {
      event.failed(failure);
      told = true;
      notTaken(used, progress, batch, failure);
    } finally {
      if (!told && progress.isEnding()) {
        inDoubtAfterFault(used, progress, batch);
      }
      steps.over();
      event.end();
    }
  }

  private void onMessageEvent(SmtpEvent event) {
    if (event instanceof SmtpEvent.ContentEnding) {
      steps.end();
    }
    onEvent(event);
  }

  private void notTaken(
      Connection used, Progress progress, List<Recipient> batch, SmtpException failure)
      throws SmtpException, InterruptedException {
    if (failure instanceof SmtpException.ProtocolViolation && used.hasServed()) {
      pool.gotOutOfStep(target);
    }
    if (isStale(used, progress, failure) || isCutForAnother(progress, failure)) {
      again(used, batch);
    } else if (failure instanceof SmtpException.Vetoed && progress.isGivenUp()) {
      batch.forEach(recipient -> results.setBack(recipient, Failures.cancelled()));
      setBackAll(Failures.cancelled());
    } else {
      job.sent(progress.octets());
      refused(used, progress, batch, failure);
    }
  }

  private void again(Connection used, List<Recipient> batch)
      throws SmtpException, InterruptedException {
    batch.reversed().forEach(waiting::addFirst);
    steps.over();
    replace(used);
  }

  /**
   * The server closed a connection that had served before: that says nothing about this message.
   */
  private static boolean isStale(Connection used, Progress progress, SmtpException failure) {
    return used.hasServed()
        && (failure instanceof SmtpException.ConnectionLost
            || failure instanceof SmtpException.ProtocolViolation
            || isFarewell(failure))
        && failure.acceptance() == Acceptance.NO
        && !progress.isSenderAccepted();
  }

  /** Somebody who used the connection too was stopped, or nobody seemed to want it any more. */
  private boolean isCutForAnother(Progress progress, SmtpException failure) {
    return failure instanceof SmtpException.Cancelled
        && failure.acceptance() == Acceptance.NO
        && !progress.isGivenUp()
        && !steps.isStopped()
        && !Thread.currentThread().isInterrupted();
  }

  private static boolean isFarewell(SmtpException failure) {
    // RFC 5321 §3.8: 421 may be the answer to any command
    boolean leaving = failure.reply().map(Reply::code).filter(code -> code == 421).isPresent();
    // Or what it said in other words before we had said anything.
    boolean unasked =
        failure instanceof SmtpException.ProtocolViolation && failure.reply().isPresent();
    return leaving || unasked || failure.phase() == Phase.RSET; // RFC 5321 §4.1.1.5
  }

  private Connection replace(Connection stale) throws SmtpException, InterruptedException {
    lent = null;
    pool.discard(stale);
    if (!steps.wait(Thread.currentThread())) {
      throw new InterruptedException("stopped");
    }
    Connection fresh = borrow();
    lent = fresh;
    return fresh;
  }

  private void taken(Hop hop, Receipt receipt) {
    boolean accepted = false;
    for (RecipientResult result : receipt.recipients()) {
      accepted |= result.isAccepted();
      if (result.answer() instanceof RecipientResult.Accepted yes) {
        Reply last = receipt.isForEach() ? yes.reply() : receipt.reply();
        results.settled(result.recipient(), delivered(hop, last, result.recipient()), unreached);
      } else if (accepted && isTooMany(result.answer(), !receipt.isForEach())) {
        waiting.add(result.recipient());
      } else {
        notTaken(hop, result.recipient(), result.answer());
      }
    }
  }

  // RFC 3461 §4: a server that does not offer DSN is asked for no notification
  private Outcome delivered(Hop hop, Reply reply, Recipient recipient) {
    boolean wanted = !recipient.options().parameters().isEmpty();
    return wanted && !heard().offers("DSN")
        ? Outcome.Delivered.by(
            hop,
            reply,
            new Reason(
                Reason.NO_NOTIFICATION,
                "no notification was asked for: " + hop.host() + " does not offer DSN"))
        : Outcome.Delivered.by(hop, reply);
  }

  // RFC 5321 §4.5.3.1.10
  private static boolean isTooMany(RecipientResult.Answer answer, boolean unlessSaidOtherwise) {
    if (!(answer instanceof RecipientResult.Refused no)) {
      return false;
    }
    Optional<EnhancedStatus> status = no.reply().enhanced();
    boolean saysSo =
        status.map(said -> said.subject() == 5 && said.detail() == 3).orElse(unlessSaidOtherwise);
    return saysSo && (no.reply().code() == 452 || no.reply().code() == 552);
  }

  private void notTaken(Hop hop, Recipient recipient, RecipientResult.Answer answer) {
    if (answer instanceof RecipientResult.Refused no) {
      setBack(recipient, Setback.refused(Scope.RECIPIENT, hop, no.reply()));
    } else if (answer instanceof RecipientResult.NotAsked why) {
      results.settled(
          recipient,
          Outcome.Failed.own(why.status(), new Reason(Reason.UNSUPPORTED, why.reason())),
          unreached);
    }
  }

  /** Each by its own answer; about whom the server had not spoken by what ended the message. */
  private void refused(
      Connection used, Progress progress, List<Recipient> batch, SmtpException failure) {
    Hop hop = used.hop();
    boolean inDoubt = failure.acceptance() == Acceptance.UNKNOWN;
    Setback notSent = inDoubt ? Failures.lost(hop, failure) : Failures.noReceipt(hop, failure);
    boolean accepted = false;
    for (Recipient recipient : batch) {
      Optional<RecipientResult.Answer> told = told(failure, recipient);
      if (inDoubt && told.orElse(null) instanceof RecipientResult.Accepted yes) {
        // RFC 2033 §4.2: the last word about this one had come
        results.settled(recipient, Outcome.Delivered.by(hop, yes.reply()), unreached);
        continue;
      }
      Optional<RecipientResult.Answer> answer =
          told.filter(RecipientResult.Refused.class::isInstance)
              .or(() -> progress.answer(recipient));
      accepted |= answer.filter(RecipientResult.Accepted.class::isInstance).isPresent();
      if (answer.isEmpty() || answer.get() instanceof RecipientResult.Accepted) {
        if (inDoubt && progress.committed().contains(recipient)) {
          inDoubt(hop, recipient, Failures.code(failure), text(failure));
        } else {
          setBack(recipient, notSent);
        }
      } else if (accepted && isTooMany(answer.get(), true)) {
        setBack(recipient, notSent); // a further transaction would have been theirs
      } else {
        notTaken(hop, recipient, answer.get());
      }
    }
    // The others would hear the same, unless it was said about these recipients alone.
    if (!isAboutThemAlone(failure) || !used.isUsable()) {
      setBackAll(notSent.after(unreached));
    }
  }

  /** What the failure itself tells of one recipient. */
  private static Optional<RecipientResult.Answer> told(SmtpException failure, Recipient recipient) {
    return failure.recipients().stream()
        .filter(result -> result.recipient().address().equals(recipient.address()))
        .map(RecipientResult::answer)
        .findFirst();
  }

  /** At the end of the content only LMTP has a no for each (RFC 2033 §4.2). */
  private static boolean isAboutThemAlone(SmtpException failure) {
    boolean refusedEach =
        failure instanceof SmtpException.Refused
            && failure.phase() == Phase.CONTENT_END
            && !failure.recipients().isEmpty()
            && failure.recipients().stream().noneMatch(RecipientResult::isAccepted);
    return failure.phase() == Phase.RCPT || refusedEach;
  }

  private static String text(SmtpException failure) {
    return String.valueOf(failure.getMessage());
  }

  private void inDoubt(Hop hop, Recipient recipient, String code, String text) {
    List<Attempt> attempts = new ArrayList<>(unreached);
    attempts.add(Failures.attempt(hop, text));
    Reason reason = new Reason(code, "the server may have it: " + text);
    results.settled(recipient, Outcome.Unknown.at(hop, Statuses.BAD_CONNECTION, reason), attempts);
  }

  /** Something threw what it should not, when the end of the content may have been written. */
  private void inDoubtAfterFault(Connection used, Progress progress, List<Recipient> batch) {
    for (Recipient recipient : batch) {
      Optional<RecipientResult.Answer> answer = progress.answer(recipient);
      boolean refused = answer.filter(no -> !(no instanceof RecipientResult.Accepted)).isPresent();
      if (progress.committed().contains(recipient) && !refused) {
        inDoubt(used.hop(), recipient, Reason.FAULT, "a fault of this program");
      }
    }
  }

  private void setBack(Recipient recipient, Setback setback) {
    results.setBack(recipient, setback.after(unreached));
  }

  private void setBackAll(Setback setback) {
    waiting.forEach(recipient -> results.setBack(recipient, setback));
    waiting.clear();
  }
}
