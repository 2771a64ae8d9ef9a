package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Hop;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.CommitHook;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Pipeline;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.SmtpListener;
import dev.packetboat.smtp.SmtpSession;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A session with one host, over which several groups send at once, each in its turn. Whoever has
 * the turn writes its message up to its end; when the next is waiting already, that end leaves
 * together with the beginning of the next, and whoever comes last hears the answers for all. It is
 * lent by the {@link Pool}.
 */
final class Connection {

  // RFC 3030 §4.2: whole messages under way; else the next is ready when one ends.
  private static final int MOST_BY_CHUNKING = 40;
  private static final int MOST_BY_PIPELINING = 4;
  private static final long LOOK_AGAIN_MILLIS = 100;

  private final Target target;
  private Destination destination; // guarded by the pool's lock
  private final SmtpClient client;
  private final Heard heard;
  private final Settings.Life life;
  private final Sharing sharing;
  private final SmtpListener opener;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Condition moved = turn.newCondition();
  private final AtomicInteger waiting = new AtomicInteger(); // for their turn
  private final Set<Progress> underway = ConcurrentHashMap.newKeySet();
  private volatile @Nullable SmtpSession session;
  private volatile @Nullable Pipeline pipeline;
  private volatile boolean cancelled;
  private volatile boolean condemned;
  private final AtomicInteger messages = new AtomicInteger();
  private long openedAt;
  private volatile long idleSince;
  private int riders; // guarded by the pool's lock

  /** Whether several messages may be under way at once. */
  enum Sharing {
    SEVERAL,
    /** The server got out of step with several before. */
    ONE
  }

  Connection(
      Target target,
      Destination destination,
      SmtpClient.Builder client,
      Settings.Life life,
      Sharing sharing,
      SmtpListener opener) {
    this.target = target;
    this.destination = destination;
    this.heard = new Heard(target.host());
    this.life = life;
    this.sharing = sharing;
    this.opener = opener;
    var own = client.build().listener();
    this.client =
        client
            .listener(
                event -> {
                  own.onEvent(event);
                  onEvent(event);
                })
            .build();
  }

  /** What is about a message is told to whom it belongs. */
  private void onEvent(SmtpEvent event) {
    if (session == null) {
      heard.hear(event);
      opener.onEvent(event);
    }
  }

  /** Connects; what fails is told by {@link #heard} as well. */
  void open() throws SmtpException {
    SmtpSession opened = client.connect();
    pipeline = opened.pipeline();
    session = opened;
    openedAt = System.nanoTime();
    idleSince = openedAt;
    if (cancelled) {
      opened.cancel();
    }
  }

  Target target() {
    return target;
  }

  /** For whom it is used; several destinations may have a host in common. */
  Destination destination() {
    return destination;
  }

  /** From now on it is used for this one. */
  void serve(Destination another) {
    destination = another;
  }

  Heard heard() {
    return heard;
  }

  /** The server at the other end. */
  Hop hop() {
    return new Hop(target.host(), heard.server().orElseThrow(), heard.tls());
  }

  // -- who uses it; guarded by the pool's lock

  /** One more uses it. */
  void ride() {
    riders++;
  }

  /** One less; whether nobody does now. */
  boolean leave() {
    riders--;
    return riders == 0;
  }

  int riders() {
    return riders;
  }

  /** How many may use it at once. */
  int seats() {
    if (sharing == Sharing.ONE || !heard.offers("PIPELINING")) {
      return 1;
    }
    return heard.offers("CHUNKING") ? MOST_BY_CHUNKING : MOST_BY_PIPELINING;
  }

  /** Nobody more is to use it. */
  void condemn() {
    condemned = true;
  }

  // -- sending

  /** A message that is to be sent. */
  record Load(Envelope envelope, Content content, CommitHook hook, Progress progress) {}

  /**
   * Sends a message when its turn has come. Empty where the connection has had its share of
   * messages by then.
   *
   * @param onTurn says whether it is still to be sent then
   * @throws InterruptedException before it has its turn
   */
  Optional<Receipt> send(Load load, BooleanSupplier onTurn)
      throws SmtpException, InterruptedException {
    awaitTurn();
    Progress progress = load.progress();
    try {
      if (isSpent()) {
        return Optional.empty();
      }
      if (!onTurn.getAsBoolean()) {
        throw new InterruptedException("stopped");
      }
      messages.incrementAndGet();
      progress.begins(!underway.isEmpty());
      underway.add(progress);
      Sending sending =
          Objects.requireNonNull(pipeline)
              .send(load.envelope(), load.content(), vetoed(load), progress);
      moved.signalAll();
      awaitDecision(sending, progress);
      return Optional.of(sending.receipt());
    } finally {
      underway.remove(progress);
      idleSince = System.nanoTime();
      moved.signalAll();
      turn.unlock();
    }
  }

  private void awaitTurn() throws InterruptedException {
    waiting.incrementAndGet();
    try {
      turn.lockInterruptibly();
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Who was told to stop while others were on the line stops here, where that harms nobody. */
  private static CommitHook vetoed(Load load) {
    return accepted -> {
      if (load.progress().isGivenUp()) {
        throw new IOException("cancelled");
      }
      load.hook().beforeCommit(accepted);
    };
  }

  /** Lets those go on who wait for their turn, and else hears the answers. */
  private void awaitDecision(Sending sending, Progress progress) throws SmtpException {
    while (!sending.isDecided()) {
      if (waiting.get() == 0) {
        hear(sending);
        moved.signalAll();
        return;
      }
      try {
        // Somebody who waited may have been stopped: nobody says so.
        boolean signalled = moved.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        if (!signalled && progress.isGivenUp()) {
          throw left(progress, "it was no longer waited for");
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw left(progress, "interrupted");
      }
    }
  }

  private static void hear(Sending sending) {
    try {
      sending.receipt();
    } catch (SmtpException decided) {
      // Is thrown once more to whom it belongs.
    }
  }

  private static SmtpException left(Progress progress, String why) {
    progress.leave();
    return new SmtpException.Cancelled(
        At.phase(Phase.CONTENT_END).command(".").acceptance(Acceptance.UNKNOWN),
        "cancelled at .: " + why,
        new InterruptedException(why));
  }

  /**
   * Stops a message that is not complete, from any thread: at once where no other message is on the
   * line, else before its end.
   */
  void stop(Progress progress) {
    progress.giveUp();
    if (!progress.isBehindOthers()) {
      cancel();
    }
  }

  /** Waits no longer for the answer to a message, from any thread. */
  void giveUp(Progress progress) {
    progress.giveUp();
    underway.remove(progress);
    if (underway.isEmpty()) {
      cancel();
    }
  }

  /**
   * Whether another message went over it before the present one: then its end says nothing about
   * this one.
   */
  boolean hasServed() {
    return messages.get() > 1;
  }

  /** Whether it has had as many messages as it may. */
  boolean isSpent() {
    // RFC 9422 §4.1
    return messages.get()
        >= Math.min(life.messages(), heard.limit("MAILMAX").orElse(Integer.MAX_VALUE));
  }

  /** Whether one more may use it now. */
  boolean hasSeat() {
    return isOpen()
        && riders < seats()
        && messages.get() + riders - underway.size()
            < Math.min(life.messages(), heard.limit("MAILMAX").orElse(Integer.MAX_VALUE));
  }

  /** Whether a message went over it, and no other can. */
  boolean isWorn() {
    return messages.get() > 0 && !isUsable();
  }

  /** Whether it may be kept for another message. */
  boolean isFit() {
    return isOpen() && !isSpent() && System.nanoTime() - idleSince < life.idle().toNanos();
  }

  private boolean isOpen() {
    return !condemned && isUsable() && System.nanoTime() - openedAt < life.age().toNanos();
  }

  /** How long it may still be kept without use. */
  long idleNanos() {
    return life.idle().toNanos() - (System.nanoTime() - idleSince);
  }

  boolean isUsable() {
    SmtpSession open = session;
    return open != null && open.isUsable();
  }

  /** Ends whatever waits, from any thread. */
  void cancel() {
    cancelled = true;
    SmtpSession open = session;
    if (open != null) {
      open.cancel();
    }
  }

  void close() {
    SmtpSession open = session;
    if (open != null) {
      open.close();
    }
  }
}
