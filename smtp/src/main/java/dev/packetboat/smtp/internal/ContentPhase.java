package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.internal.content.ContentSink;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** The octets of one message, between the server's 354 and its last word. */
final class ContentPhase implements ContentSink {

  private final Channel channel;
  private final OptionalLong total;
  private final long began = System.nanoTime();
  private long octets;
  private boolean over;

  ContentPhase(Channel channel, OptionalLong total) {
    this.channel = channel;
    this.total = total;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws SmtpException {
    channel.conversation.content(buffer, offset, length);
    octets += length;
    long sent = Math.min(octets, total.orElse(octets)); // stuffed dots are among the octets
    Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
    channel.tell(new SmtpEvent.ContentProgress(sent, total, elapsed));
  }

  /** The final dot and the server's answer to it. */
  Reply end() throws SmtpException {
    channel.tell(new SmtpEvent.ContentEnding());
    over = true;
    Reply reply = channel.conversation.endContent();
    channel.transactionEnded();
    return reply;
  }

  /** Whether the final dot has been begun to be written. */
  boolean isOver() {
    return over;
  }

  /** Ends the connection without a final dot, so that nothing is delivered, and says why. */
  SmtpException abandon(IOException reason) {
    channel.conversation.abort();
    return new SmtpException.ContentFailed(
        At.phase(Phase.CONTENT), "the content could not be sent: " + reason.getMessage(), reason);
  }
}
