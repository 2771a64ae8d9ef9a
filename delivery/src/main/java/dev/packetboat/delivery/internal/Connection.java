package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Hop;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.CommitHook;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session with one host, that may serve one message after the other. It belongs to whoever
 * borrowed it from the {@link Pool}, for one thread at a time, but for {@link #cancel}.
 */
final class Connection {

  private final Target target;
  private final Destination destination;
  private final SmtpClient client;
  private final Heard heard;
  private final Settings.Life life;
  private volatile Consumer<SmtpEvent> audience;
  private volatile @Nullable SmtpSession session;
  private volatile boolean cancelled;
  private long openedAt;
  private long idleSince;
  private int messages;

  Connection(
      Target target,
      Destination destination,
      SmtpClient.Builder client,
      Settings.Life life,
      Consumer<SmtpEvent> audience) {
    this.target = target;
    this.destination = destination;
    this.heard = new Heard(target.host());
    this.life = life;
    this.audience = audience;
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

  private void onEvent(SmtpEvent event) {
    heard.hear(event);
    audience.accept(event);
  }

  /** Connects; what fails is told by {@link #heard} as well. */
  void open() throws SmtpException {
    SmtpSession opened = client.connect();
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

  /** For whom it was opened. */
  Destination destination() {
    return destination;
  }

  Heard heard() {
    return heard;
  }

  /** Whose events these are from now on. */
  void lendTo(Consumer<SmtpEvent> borrower) {
    audience = borrower;
  }

  /** The server at the other end. */
  Hop hop() {
    return new Hop(target.host(), heard.server().orElseThrow(), heard.tls());
  }

  Receipt send(Envelope envelope, Content content, CommitHook hook) throws SmtpException {
    heard.sending();
    messages++;
    try {
      return Objects.requireNonNull(session).send(envelope, content, hook);
    } finally {
      idleSince = System.nanoTime();
    }
  }

  /**
   * Whether another message went over it before the present one: then its end says nothing about
   * this one.
   */
  boolean hasServed() {
    return messages > 1;
  }

  /** Whether it has had as many messages as it may. */
  boolean isSpent() {
    // RFC 9422 §4.1
    return messages >= Math.min(life.messages(), heard.limit("MAILMAX").orElse(Integer.MAX_VALUE));
  }

  /** Whether a message went over it, and no other can. */
  boolean isWorn() {
    return messages > 0 && !isUsable();
  }

  /** Whether another message may be sent over it now. */
  boolean isFit() {
    SmtpSession open = session;
    long now = System.nanoTime();
    return open != null
        && open.isUsable()
        && !isSpent()
        && now - openedAt < life.age().toNanos()
        && now - idleSince < life.idle().toNanos();
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
