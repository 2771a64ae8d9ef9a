package dev.packetboat.smtp;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.internal.Accepted;
import dev.packetboat.smtp.internal.Sequence;
import dev.packetboat.smtp.internal.Submission;

/**
 * Many messages through one session, in order, without a round trip of waiting between them. Where
 * the server announced PIPELINING the end of one message leaves together with the sender, the
 * recipients and the DATA of the next (RFC 2920 §3.1): one round trip a message. Where it announced
 * CHUNKING as well, small messages leave as a whole (RFC 3030), many before the first is answered.
 * Where it announced neither, one message follows the other.
 *
 * {@snippet class="dev.packetboat.smtp.ExamplesTest" region="pipeline" :
 * try (Pipeline pipeline = session.pipeline()) {
 *   for (Path letter : letters) {
 *     sent.add(pipeline.send(envelope, Content.of(letter)));
 *   }
 * }
 * for (Sending sending : sent) {
 *   sending.failure().ifPresent(Throwable::printStackTrace);
 * }
 * }
 *
 * <p>Each message keeps its own outcome: a refused one does not disturb its neighbours. When the
 * connection breaks, exactly those are in doubt ({@link Acceptance#UNKNOWN}) whose end had begun to
 * be written; the others are known not to have been taken.
 *
 * <p>What was handed over last may wait in a buffer until more comes: {@link #flush()}, {@link
 * Sending#receipt()} and {@link #close()} send it and wait. One thread at a time; {@link
 * SmtpSession#cancel()} ends whatever waits.
 */
public final class Pipeline implements AutoCloseable {

  private final SmtpSession session;
  private final Sequence sequence;
  private boolean closed;

  Pipeline(SmtpSession session, Sequence sequence) {
    this.session = session;
    this.sequence = sequence;
  }

  /** See {@link #send(Envelope, Content, CommitHook, SmtpListener)}. */
  public Sending send(Envelope envelope, Content content) {
    return send(envelope, content, CommitHook.none(), event -> {});
  }

  /**
   * Writes a message; what ails it is told by {@link Sending#receipt()} and not thrown here. Blocks
   * as long as the server takes no more, or has to answer first.
   *
   * @param hook is asked before the end of the content is written. Where the message leaves as a
   *     whole that is before anything of it is, and the server has not answered its recipients yet
   * @param listener is told what happens to this message, besides the listener of the session. The
   *     events of one message come in order; those of others may come between them
   */
  public Sending send(Envelope envelope, Content content, CommitHook hook, SmtpListener listener) {
    if (closed) {
      throw new IllegalStateException("the pipeline is closed");
    }
    Sending sending = new Sending(this);
    session.inTurn(
        () -> {
          Submission submission = new Submission(envelope, content, hook, listener);
          sequence.send(submission, resultOf(sending, submission));
        });
    return sending;
  }

  private Sequence.Result resultOf(Sending sending, Submission submission) {
    return new Sequence.Result() {
      @Override
      public void accepted(Accepted accepted) {
        sending.accepted(session.receipt(accepted, submission));
      }

      @Override
      public void failed(SmtpException failure) {
        sending.failed(failure);
      }
    };
  }

  void decide(Sending sending) {
    session.inTurn(
        () -> {
          while (!sending.isDecided() && !sequence.isEmpty()) {
            sequence.finishOldest();
          }
        });
  }

  /** Whether every message that was handed over is decided. */
  public boolean isEmpty() {
    return sequence.isEmpty();
  }

  /** Sends what is still in the buffer, and waits until every message is decided. */
  public void flush() {
    session.inTurn(sequence::finishAll);
  }

  /** Without looking who uses the session. */
  void finish() {
    closed = true;
    sequence.finishAll();
  }

  /** The same as {@link #flush()}; the session can then be used for something else. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        flush();
      } finally {
        session.pipelineOver();
      }
    }
  }
}
