package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.SmtpException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Messages one after the other over one channel, each begun before the one ahead of it is answered:
 * with PIPELINING the end of one leaves together with the envelope of the next (RFC 2920 §3.1),
 * with CHUNKING several are under way as a whole. One thread at a time.
 */
public final class Sequence {

  private static final long MAX_CONTENT = 1024 * 1024;

  /** Is told how a message ended. */
  public interface Result {
    void accepted(Accepted accepted);

    void failed(SmtpException failure);
  }

  private record Underway(Dispatch dispatch, Result result) {}

  private final Channel channel;
  private final Queue<Underway> underway = new ArrayDeque<>();
  private long contentOctets;

  public Sequence(Channel channel) {
    this.channel = channel;
  }

  /** Whether every message has been answered. */
  public boolean isEmpty() {
    return underway.isEmpty();
  }

  /**
   * Writes a message, all of it or all but its end. Those ahead of it are answered meanwhile, as
   * far as it has to wait for that.
   */
  public void send(Submission submission, Result result) {
    try {
      Dispatch next =
          Dispatch.prepare(
              channel,
              submission,
              underway.isEmpty() ? Dispatch.Start.CAREFUL : Dispatch.Start.AT_ONCE);
      if (next.goesWhole()) {
        makeRoom(next);
        next.begin();
      } else {
        behindOthers(next);
      }
      underway.add(new Underway(next, result));
      contentOctets += next.size();
    } catch (SmtpException failed) {
      result.failed(failed);
    }
  }

  private void behindOthers(Dispatch next) throws SmtpException {
    if (!channel.extensions().offers("PIPELINING")) {
      finishAll();
    }
    try {
      next.begin();
    } finally {
      finishAll(); // nobody's content is written while others are still in doubt
    }
    next.proceed();
  }

  private void makeRoom(Dispatch next) {
    while (!underway.isEmpty()
        && !(channel.conversation.hasRoomFor(next.answers(), next.commandOctets())
            && contentOctets + next.size() <= MAX_CONTENT)) {
      finishOldest();
    }
  }

  /** Hears the answer to the message that has waited longest. */
  public void finishOldest() {
    Underway oldest = underway.remove();
    contentOctets -= oldest.dispatch().size();
    try {
      oldest.result().accepted(oldest.dispatch().finish());
    } catch (SmtpException failed) {
      oldest.result().failed(failed);
    }
  }

  /** Hears all that is still to be answered. */
  public void finishAll() {
    while (!underway.isEmpty()) {
      finishOldest();
    }
    channel.abortIfOver();
  }
}
