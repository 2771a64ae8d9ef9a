package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.SmtpListener;
import dev.packetboat.smtp.internal.content.ContentSink;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.OptionalLong;

/** The octets of one message on their way, up to the server's last word about them. */
abstract sealed class ContentPhase implements ContentSink permits DataPhase, ChunkPhase {

  final Channel channel;
  private final SmtpListener listener;
  private final OptionalLong total;
  private final long began = System.nanoTime();
  private long octets;
  private boolean over;

  ContentPhase(Channel channel, SmtpListener listener, OptionalLong total) {
    this.channel = channel;
    this.listener = listener;
    this.total = total;
  }

  @Override
  public final void write(byte[] buffer, int offset, int length) throws SmtpException {
    take(buffer, offset, length);
    taken(length);
  }

  /** So many octets more are on their way. */
  final void taken(long length) {
    octets += length;
    long sent = Math.min(octets, total.orElse(octets)); // stuffed dots are among the octets
    Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
    listener.onEvent(new SmtpEvent.ContentProgress(sent, total, elapsed));
  }

  abstract void take(byte[] buffer, int offset, int length) throws SmtpException;

  /** Writes the end of the content; it leaves when it is waited for, or more is written. */
  final Exchange end() throws SmtpException {
    listener.onEvent(new SmtpEvent.ContentEnding());
    over = true;
    return writeEnd();
  }

  abstract Exchange writeEnd() throws SmtpException;

  /**
   * The end was answered.
   *
   * @param decisive a yes, where there was one
   * @throws SmtpException where that contradicts what was said before
   */
  abstract void ended(Reply decisive) throws SmtpException;

  /** Whether the end has been written. */
  final boolean isOver() {
    return over;
  }

  /**
   * Leaves so that nothing is delivered, and says why.
   *
   * @param reason what went wrong with the content
   */
  final SmtpException abandon(IOException reason) {
    if (reason instanceof ClosedByInterruptException) {
      channel.conversation.abort();
      return new SmtpException.Cancelled(
          At.phase(Phase.CONTENT), "cancelled amid the content", reason);
    }
    abandon();
    return new SmtpException.ContentFailed(
        At.phase(Phase.CONTENT).sessionUsable(channel.isOpen()),
        "the content could not be sent: " + reason.getMessage(),
        reason);
  }

  /** Leaves so that nothing is delivered. */
  abstract void abandon();

  /**
   * The same where the message will be offered once more.
   *
   * @throws SmtpException where it has been refused, or the conversation broke
   */
  void leave() throws SmtpException {
    abandon();
  }
}
