package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpListener;
import java.util.OptionalLong;

/** Content after DATA: it ends with a dot (RFC 5321 §4.1.1.4). */
final class DataPhase extends ContentPhase {

  DataPhase(Channel channel, SmtpListener listener, OptionalLong total) {
    super(channel, listener, total);
  }

  @Override
  void take(byte[] buffer, int offset, int length) throws SmtpException {
    channel.conversation.content(buffer, offset, length);
  }

  @Override
  Exchange writeEnd() throws SmtpException {
    Exchange end = channel.conversation.endContent();
    channel.dotWritten();
    return end;
  }

  /** The dot ended the transaction, whatever is said to it. */
  @Override
  void ended(Reply decisive) {}

  /** A dot would deliver what is there, so only the end of the connection says that it is not. */
  @Override
  void abandon() {
    channel.conversation.abort();
  }
}
