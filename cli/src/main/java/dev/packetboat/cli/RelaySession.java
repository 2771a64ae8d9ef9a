package dev.packetboat.cli;

import dev.packetboat.smtp.Pipeline;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session that is opened when it is needed and replaced when it broke. Letters go through its
 * pipeline, each before the one ahead of it is answered. One thread sends; any thread may
 * interrupt.
 */
final class RelaySession implements AutoCloseable {

  /** Is told what became of the letters, by the thread that sends. */
  interface Results {

    /** It is known what became of a letter. */
    void told(MessageReport report);

    /** The server had ended the connection before it came to this letter. */
    void again(Letter letter);

    /** The server got out of step with several letters under way. */
    void outOfStep();

    /** Whether several letters may be under way. */
    boolean isInStep();
  }

  private final SmtpClient client;
  private final String host;
  private final ProgressBar bar;
  private final Results results;
  private final Queue<Underway> underway = new ArrayDeque<>(); // in the order of their answers

  private Peer peer = new Peer();
  private volatile @Nullable SmtpSession session;
  private @Nullable Pipeline pipeline;
  private boolean hasTold; // of some letter of this session what became of it
  private boolean hasServed; // the server decided about some letter of this session

  private volatile @Nullable Thread connecting;
  private volatile boolean interrupted;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition outOfDoubt = lock.newCondition();
  private boolean amidLetter; // this and what follows guarded by the lock
  // Whose content is, and whose answer is not there.
  private final Set<Underway> complete = new HashSet<>();

  RelaySession(SmtpClient.Builder client, String host, ProgressBar bar, Results results) {
    this.client = client.listener(this::onEvent).build();
    this.host = host;
    this.bar = bar;
    this.results = results;
  }

  private void onEvent(SmtpEvent event) {
    if (session == null) {
      peer.hear(event);
    } else if (event instanceof SmtpEvent.ContentProgress progress) {
      bar.progress(progress);
    }
  }

  /** The other end of the last connection, as far as it came. */
  Peer peer() {
    return peer;
  }

  /** Connects, where that is not done or the connection broke. */
  void open() throws SmtpException {
    if (session != null) {
      return;
    }
    peer = new Peer();
    connecting = Thread.currentThread();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      SmtpSession opened = client.connect();
      pipeline = opened.pipeline();
      session = opened;
      hasTold = false;
      hasServed = false;
    } finally {
      connecting = null;
      if (interrupted) {
        Thread.interrupted(); // that was us, and it has done its work
      }
    }
  }

  /**
   * Sends a letter over the open session, and tells of those that are decided by then. Of the
   * others a later letter tells, or {@link #finish}.
   */
  void send(Letter letter) {
    Underway next = new Underway(letter, host, peer);
    underway.add(next);
    begin();
    next.sentAs(
        Objects.requireNonNull(pipeline)
            .send(
                letter.envelope(),
                letter.content(),
                accepted -> holdBackIfInterrupted(),
                event -> onEvent(next, event)));
    amidLetter(false);
    tellFailed();
    if (!results.isInStep() || !Objects.requireNonNull(session).isUsable()) {
      finish();
    }
  }

  private void onEvent(Underway letter, SmtpEvent event) {
    letter.heard().hear(event);
    if (event instanceof SmtpEvent.ContentEnding) {
      complete(letter);
    } else if (event instanceof SmtpEvent.SenderAnswered) {
      tellFailed(); // before all of this one is written, which may take long
    } else if (event instanceof SmtpEvent.Accepted accepted) {
      tellFailed();
      underway.remove();
      hasServed = true;
      tell(letter, letter.accepted(accepted.receipt()));
    }
  }

  /** Waits until it is known of every letter what became of it, and tells it. */
  void finish() {
    if (!underway.isEmpty()) {
      Objects.requireNonNull(pipeline).flush();
      tellFailed();
    }
    SmtpSession open = session;
    if (open != null && !open.isUsable()) {
      close();
    }
  }

  /** Of those that are ahead of all others and were not taken. */
  private void tellFailed() {
    Underway first = underway.peek();
    while (first != null && first.failure().isPresent()) {
      underway.remove();
      failed(first, first.failure().get());
      first = underway.peek();
    }
  }

  private void failed(Underway letter, SmtpException failure) {
    if (hasServed && failure instanceof SmtpException.ProtocolViolation) {
      results.outOfStep();
    }
    hasServed |= failure.sessionUsable();
    if (hasTold && letter.isStale(failure)) {
      decided(letter);
      results.again(letter.letter());
    } else {
      tell(letter, letter.failed(failure));
    }
  }

  private void tell(Underway letter, MessageReport report) {
    decided(letter);
    hasTold = true;
    results.told(report);
  }

  // -- interruption

  private void holdBackIfInterrupted() throws IOException {
    if (interrupted) {
      throw new IOException("interrupted");
    }
  }

  private void begin() {
    amidLetter(true);
    cutIfHarmless();
  }

  private void amidLetter(boolean now) {
    lock.lock();
    try {
      amidLetter = now;
    } finally {
      lock.unlock();
    }
  }

  private void complete(Underway letter) {
    lock.lock();
    try {
      amidLetter = false;
      complete.add(letter);
    } finally {
      lock.unlock();
    }
  }

  private void decided(Underway letter) {
    lock.lock();
    try {
      complete.remove(letter);
      outOfDoubt.signalAll();
    } finally {
      lock.unlock();
    }
    cutIfHarmless();
  }

  /**
   * A letter that is not complete need not be, once nobody waits for an answer behind which it is.
   */
  private void cutIfHarmless() {
    SmtpSession open = session;
    if (interrupted && open != null && isAmidLetterAlone()) {
      open.cancel();
    }
  }

  private boolean isAmidLetterAlone() {
    lock.lock();
    try {
      return amidLetter && complete.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Ends whatever waits, but for a server's answer to content that is complete. */
  void interrupt() {
    interrupted = true;
    Thread busy = connecting;
    if (session == null && busy != null) {
      busy.interrupt();
    }
    cutIfHarmless();
  }

  /** Waits for such answers until then, as {@link System#nanoTime()} counts, and no longer. */
  void interruptAt(long deadline) {
    SmtpSession open = session;
    if (open != null && isInDoubtAt(deadline)) {
      open.cancel();
    }
  }

  private boolean isInDoubtAt(long deadline) {
    lock.lock();
    try {
      long patience = deadline - System.nanoTime();
      while (!complete.isEmpty() && patience > 0) {
        patience = outOfDoubt.awaitNanos(patience);
      }
      return !complete.isEmpty();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    SmtpSession open = session;
    session = null;
    pipeline = null;
    if (open != null) {
      open.close();
    }
  }
}
