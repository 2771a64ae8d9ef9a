package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Attempt;
import dev.packetboat.delivery.Hop;
import dev.packetboat.delivery.Outcome;
import dev.packetboat.delivery.Reason;
import dev.packetboat.delivery.internal.FailurePolicy.Scope;
import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.EnhancedStatus;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

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
    void settled(Recipient recipient, Outcome outcome, Optional<Attempt> last);

    /** The host did not take it. */
    void setBack(Recipient recipient, Setback setback);
  }

  private final JobRun job;
  private final Pool pool;
  private final Target target;
  private final Steps steps;
  private final Results results;
  private final Deque<Recipient> waiting;
  private Optional<Connection> connection = Optional.empty();

  Visit(
      JobRun job,
      Pool pool,
      Target target,
      Steps steps,
      Results results,
      List<Recipient> recipients) {
    this.job = job;
    this.pool = pool;
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
    if (event instanceof SmtpEvent.ContentEnding) {
      steps.end();
    }
    if (event instanceof SmtpEvent.Encrypted encrypted) {
      DeliveryEvents.encrypted(job.id(), target.host(), encrypted.tls());
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
    Connection borrowed;
    try {
      borrowed = borrow();
    } catch (SmtpException noSession) {
      setBackAll(Failures.noSession(target, heard(), noSession));
      return;
    }
    try {
      while (!waiting.isEmpty()) {
        borrowed = transaction(borrowed, nextBatch());
      }
    } catch (SmtpException noSession) { // where the one that was kept had to be replaced
      setBackAll(Failures.noSession(target, heard(), noSession));
      return;
    } finally {
      steps.rest();
    }
    pool.giveBack(borrowed);
  }

  private Heard heard() {
    return connection.map(Connection::heard).orElseGet(() -> new Heard(target.host()));
  }

  private Connection borrow() throws SmtpException, InterruptedException {
    Optional<Connection> kept = pool.takeIdle(target, this::onEvent);
    if (kept.isPresent()) {
      connection = kept;
      job.tellReused(kept.get().hop());
      return kept.get();
    }
    return connect();
  }

  private Connection connect() throws SmtpException, InterruptedException {
    DeliveryEvents.Connect event = new DeliveryEvents.Connect();
    event.begin();
    try {
      Connection connected = pool.connect(target, this);
      event.of(job.id(), target, connected.heard());
      return connected;
    } catch (SmtpException failed) {
      event.of(job.id(), target, heard());
      event.error = failed.getMessage();
      throw failed;
    } finally {
      event.commit();
    }
  }

  private List<Recipient> nextBatch() {
    List<Recipient> batch = new ArrayList<>();
    while (batch.size() < MOST_RECIPIENTS && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    return batch;
  }

  /** Gives the connection for the next transaction, which is another where this one was stale. */
  private Connection transaction(Connection used, List<Recipient> batch)
      throws SmtpException, InterruptedException {
    if (!steps.send(used)) {
      batch.forEach(recipient -> results.setBack(recipient, Failures.cancelled()));
      setBackAll(Failures.cancelled());
      return used;
    }
    DeliveryEvents.Transaction event = new DeliveryEvents.Transaction();
    event.begin();
    event.of(job.id(), used.hop(), batch.size());
    try {
      Receipt receipt =
          used.send(
              job.envelope(batch), job.content(), accepted -> job.askHook(used.hop(), accepted));
      event.accepted = receipt.accepted().size();
      event.size = receipt.size();
      job.sent(receipt.size());
      taken(used.hop(), receipt);
      return used;
    } catch (SmtpException failure) {
      event.failed(failure);
      if (isStale(used, failure)) {
        batch.reversed().forEach(waiting::addFirst);
        return replace(used);
      }
      job.sent(used.heard().octets());
      refused(used, batch, failure);
      return used;
    } finally {
      event.commit();
    }
  }

  /**
   * The server closed a connection that had served before: that says nothing about this message.
   */
  private static boolean isStale(Connection used, SmtpException failure) {
    // RFC 5321 §3.8: 421 may be the answer to any command
    boolean gone =
        failure instanceof SmtpException.ConnectionLost
            || failure.reply().map(Reply::code).filter(code -> code == 421).isPresent();
    return used.hasServed()
        && gone
        && failure.acceptance() == Acceptance.NO
        && !used.heard().isSenderAccepted();
  }

  private Connection replace(Connection stale) throws SmtpException, InterruptedException {
    pool.discard(stale);
    steps.wait(Thread.currentThread());
    return connect();
  }

  private void taken(Hop hop, Receipt receipt) {
    boolean accepted = false;
    for (RecipientResult result : receipt.recipients()) {
      accepted |= result.isAccepted();
      if (result.answer() instanceof RecipientResult.Accepted) {
        results.settled(
            result.recipient(), Outcome.Delivered.by(hop, receipt.reply()), Optional.empty());
      } else if (accepted && isTooMany(result.answer())) {
        waiting.add(result.recipient());
      } else {
        notTaken(hop, result.recipient(), result.answer());
      }
    }
  }

  // RFC 5321 §4.5.3.1.10
  private static boolean isTooMany(RecipientResult.Answer answer) {
    if (!(answer instanceof RecipientResult.Refused no)) {
      return false;
    }
    Optional<EnhancedStatus> status = no.reply().enhanced();
    boolean saysSo =
        status.isEmpty() || (status.get().subject() == 5 && status.get().detail() == 3);
    return saysSo && (no.reply().code() == 452 || no.reply().code() == 552);
  }

  private void notTaken(Hop hop, Recipient recipient, RecipientResult.Answer answer) {
    if (answer instanceof RecipientResult.Refused no) {
      results.setBack(recipient, Setback.refused(Scope.RECIPIENT, hop, no.reply()));
    } else if (answer instanceof RecipientResult.NotAsked why) {
      results.settled(
          recipient,
          Outcome.Failed.own(why.status(), new Reason(Reason.UNSUPPORTED, why.reason())),
          Optional.empty());
    }
  }

  /** Each by its own answer; about whom the server had not spoken by what ended the message. */
  private void refused(Connection used, List<Recipient> batch, SmtpException failure) {
    Hop hop = used.hop();
    for (Recipient recipient : batch) {
      Optional<RecipientResult.Answer> answer = used.heard().answer(recipient);
      if (answer.isPresent() && !(answer.get() instanceof RecipientResult.Accepted)) {
        notTaken(hop, recipient, answer.get());
      } else if (failure.acceptance() == Acceptance.UNKNOWN) {
        inDoubt(hop, recipient, failure);
      } else {
        results.setBack(recipient, Failures.noReceipt(hop, failure));
      }
    }
    // The others would hear the same, unless it was said about these recipients alone.
    if (failure.phase() != Phase.RCPT || !used.isUsable()) {
      setBackAll(
          failure.acceptance() == Acceptance.UNKNOWN
              ? Failures.lost(hop, failure)
              : Failures.noReceipt(hop, failure));
    }
  }

  private void inDoubt(Hop hop, Recipient recipient, SmtpException failure) {
    String text = "the server may have it: " + failure.getMessage();
    results.settled(
        recipient,
        Outcome.Unknown.at(hop, Statuses.BAD_CONNECTION, new Reason(Failures.code(failure), text)),
        Optional.of(Failures.attempt(hop, String.valueOf(failure.getMessage()))));
  }

  private void setBackAll(Setback setback) {
    waiting.forEach(recipient -> results.setBack(recipient, setback));
    waiting.clear();
  }
}
