package dev.packetboat.delivery;

import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.smtp.Reply;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a message for one recipient. There are four, and no more:
 *
 * {@snippet class="dev.packetboat.delivery.ExamplesTest" region="outcomes" :
 * for (RecipientReport recipient : report.recipients()) {
 *   switch (recipient.outcome()) {
 *     case Outcome.Delivered delivered -> done(recipient, delivered.hop());
 *     case Outcome.Deferred deferred -> sendAgain(recipient); // it may work later
 *     case Outcome.Failed failed -> giveUp(recipient, failed.status());
 *     case Outcome.Unknown unknown -> askSomebody(recipient); // the server may have it
 *   }
 * }
 * }
 *
 * Immutable.
 */
public abstract sealed class Outcome {

  private final Optional<Hop> hop;
  private final Optional<Reply> reply;
  private final Optional<EnhancedStatus> ownStatus;
  private final Optional<Reason> reason;

  private Outcome(
      Optional<Hop> hop,
      Optional<Reply> reply,
      Optional<EnhancedStatus> ownStatus,
      Optional<Reason> reason) {
    this.hop = hop;
    this.reply = reply;
    this.ownStatus = ownStatus;
    this.reason = reason;
  }

  /** The server that spoke; empty for an outcome of our own. */
  public Optional<Hop> hop() {
    return hop;
  }

  /** What that server said. */
  public Optional<Reply> reply() {
    return reply;
  }

  /**
   * The enhanced status code (RFC 3463): the server's, or where no server spoke our own. Never made
   * up for a server's reply.
   */
  public Optional<EnhancedStatus> status() {
    return reply.isPresent() ? reply.get().enhanced() : ownStatus;
  }

  /** Why, where the reply does not say it all. */
  public Optional<Reason> reason() {
    return reason;
  }

  /** In words: what the server said, or why no server was asked. */
  public String text() {
    return reason
        .map(Reason::text)
        .or(() -> reply.map(Reply::toString))
        .or(() -> ownStatus.map(EnhancedStatus::toString))
        .orElse("");
  }

  @Override
  public String toString() {
    return getClass().getSimpleName()
        + "["
        + hop.map(server -> server + ": ").orElse("")
        + text()
        + "]";
  }

  /** A server has taken responsibility for it (RFC 5321 §4.2.5). */
  public static final class Delivered extends Outcome {
    private Delivered(Hop hop, Reply reply, Optional<Reason> note) {
      super(Optional.of(hop), Optional.of(reply), Optional.empty(), note);
    }

    /** By this server's reply to the end of the content. */
    public static Delivered by(Hop hop, Reply reply) {
      return new Delivered(hop, reply, Optional.empty());
    }

    /** The same, with something that was wanted and could not be had, such as a notification. */
    public static Delivered by(Hop hop, Reply reply, Reason note) {
      return new Delivered(hop, reply, Optional.of(note));
    }

    @Override
    public String text() {
      return reply().orElseThrow() + reason().map(note -> "; " + note).orElse("");
    }
  }

  /** Nobody has it; it may be tried again. */
  public static final class Deferred extends Outcome {
    private Deferred(
        Optional<Hop> hop,
        Optional<Reply> reply,
        Optional<EnhancedStatus> status,
        Optional<Reason> reason) {
      super(hop, reply, status, reason);
    }

    /** By this server's reply. */
    public static Deferred by(Hop hop, Reply reply) {
      return new Deferred(Optional.of(hop), Optional.of(reply), Optional.empty(), Optional.empty());
    }

    /** By this server's reply, which is not about the recipient. */
    public static Deferred by(Hop hop, Reply reply, Reason reason) {
      return new Deferred(
          Optional.of(hop), Optional.of(reply), Optional.empty(), Optional.of(reason));
    }

    /** Without a server's word. */
    public static Deferred own(EnhancedStatus status, Reason reason) {
      return new Deferred(
          Optional.empty(), Optional.empty(), Optional.of(status), Optional.of(reason));
    }
  }

  /** Nobody has it, and trying again would give the same. */
  public static final class Failed extends Outcome {
    private Failed(
        Optional<Hop> hop,
        Optional<Reply> reply,
        Optional<EnhancedStatus> status,
        Optional<Reason> reason) {
      super(hop, reply, status, reason);
    }

    /** By this server's reply. */
    public static Failed by(Hop hop, Reply reply) {
      return new Failed(Optional.of(hop), Optional.of(reply), Optional.empty(), Optional.empty());
    }

    /** Without a server's word. */
    public static Failed own(EnhancedStatus status, Reason reason) {
      return new Failed(
          Optional.empty(), Optional.empty(), Optional.of(status), Optional.of(reason));
    }
  }

  /**
   * The end of the content was begun to be written and no answer came: the server may have it.
   * Sending again may duplicate it, and nothing here does so.
   */
  public static final class Unknown extends Outcome {
    private final Hop asked;

    private Unknown(Hop asked, EnhancedStatus status, Reason reason) {
      super(Optional.empty(), Optional.empty(), Optional.of(status), Optional.of(reason));
      this.asked = Objects.requireNonNull(asked, "asked");
    }

    /** This server may have it. */
    public static Unknown at(Hop asked, EnhancedStatus status, Reason reason) {
      return new Unknown(asked, status, reason);
    }

    /** The server that may have it. */
    public Hop asked() {
      return asked;
    }
  }
}
