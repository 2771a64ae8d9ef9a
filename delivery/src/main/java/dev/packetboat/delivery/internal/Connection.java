package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Hop;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.CommitHook;
import dev.packetboat.smtp.Extensions;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpListener;
import dev.packetboat.smtp.SmtpSession;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A session with one host, over which several groups send at once, each in its turn on a {@link
 * Line}. It is lent by the {@link Pool}.
 */
final class Connection implements Line.Uses {

  // RFC 3030 §4.2: whole messages under way; else the next is ready when one ends.
  private static final int MOST_BY_CHUNKING = 40;
  private static final int MOST_BY_PIPELINING = 4;

  private final Target target;
  private Destination destination; // guarded by the pool's lock
  private final SmtpClient client;
  private final Heard heard;
  private final Settings.Life life;
  private final Sharing sharing;
  private final SmtpListener opener;
  private volatile @Nullable SmtpSession session;
  private volatile @Nullable Line line;
  private volatile int seats = 1;
  private volatile int most = Integer.MAX_VALUE;
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
    line = new Line(opened.pipeline(), this);
    seats = seats(opened.extensions());
    // RFC 9422 §4.1
    most = Math.min(life.messages(), opened.extensions().limit("MAILMAX").orElse(life.messages()));
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
  private int seats(Extensions extensions) {
    if (sharing == Sharing.ONE || !extensions.offers("PIPELINING")) {
      return 1;
    }
    return extensions.offers("CHUNKING") ? MOST_BY_CHUNKING : MOST_BY_PIPELINING;
  }

  /** Nobody more is to use it. */
  void condemn() {
    condemned = true;
  }

  // -- sending

  /**
   * A message that is to be sent.
   *
   * @param ownThread whether only the thread that brings it may write it: its hook is somebody's
   *     code, and may rely on what that thread holds
   */
  record Load(
      Envelope envelope, Content content, CommitHook hook, boolean ownThread, Progress progress) {}

  /**
   * Sends a message when its turn has come. Empty where the connection has had its share of
   * messages by then.
   *
   * @throws InterruptedException when it is certain that the server does not get it
   */
  Optional<Receipt> send(Load load) throws SmtpException, InterruptedException {
    try {
      return Objects.requireNonNull(line).send(load);
    } finally {
      idleSince = System.nanoTime();
    }
  }

  /** Stops a message that is not complete, from any thread; see {@link Line#stop}. */
  void stop(Progress progress) {
    Objects.requireNonNull(line).stop(progress);
  }

  /** Waits no longer for the answer to a message, from any thread. */
  void giveUp(Progress progress) {
    Objects.requireNonNull(line).giveUp(progress);
  }

  @Override
  public boolean begin() {
    if (isSpent()) {
      return false;
    }
    messages.incrementAndGet();
    return true;
  }

  @Override
  public void abandon() {
    cancel();
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
    return messages.get() >= most;
  }

  /** Whether one more may use it now. */
  boolean hasSeat() {
    return riders < seats && isOpen() && isLeftForOneMore();
  }

  /** Of those who use it some have begun their message, and are counted already. */
  private boolean isLeftForOneMore() {
    int atMost = messages.get() + riders;
    return atMost < most || atMost - Objects.requireNonNull(line).underway() < most;
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
