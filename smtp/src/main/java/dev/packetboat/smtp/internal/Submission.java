package dev.packetboat.smtp.internal;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.CommitHook;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpListener;

/**
 * A message that is to be sent.
 *
 * @param hook is asked before its end is written
 * @param listener is told what happens to this message, besides the listener of the session
 */
public record Submission(
    Envelope envelope, Content content, CommitHook hook, SmtpListener listener) {

  /** Tells the session's listener first. */
  public SmtpListener listenerOn(Channel channel) {
    SmtpListener own = Guarded.of(listener);
    return (SmtpEvent event) -> {
      channel.tell(event);
      own.onEvent(event);
    };
  }
}
