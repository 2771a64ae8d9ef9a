package dev.packetboat.smtp.internal;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.ConversionRefusedException;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.internal.content.ContentEncoder.Body;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import dev.packetboat.smtp.internal.content.ContentFacts;
import dev.packetboat.smtp.internal.content.Outgoing;
import java.io.IOException;

/**
 * A content is read and made fit for one server: in 7 bit where it takes no more (RFC 6152 §3),
 * octet for octet where that is wanted and can be had (RFC 3030 §3).
 */
final class Preparation {

  private final Channel channel;

  Preparation(Channel channel) {
    this.channel = channel;
  }

  Outgoing of(Submission submission) throws SmtpException {
    Content content = submission.content();
    if (EnvelopeCommands.isBinary(submission.envelope())) {
      return EnvelopeCommands.canBeBinary(channel.extensions()) && channel.sendsChunks()
          ? read(content, Body.OCTETS)
          : read(converted(content), Body.TEXT);
    }
    Outgoing outgoing = read(content, Body.TEXT);
    ContentFacts facts = outgoing.facts();
    // A header that is more than ASCII is not a matter of encoding: RFC 6531 §3.4
    boolean wantsConversion =
        facts.isEightBit() && !facts.hasUtf8Header() && !channel.extensions().offers("8BITMIME");
    return wantsConversion ? read(converted(content), Body.TEXT) : outgoing;
  }

  private Content converted(Content content) throws SmtpException {
    try {
      return channel.settings.converter().toSevenBit(content);
    } catch (ConversionRefusedException refused) {
      throw new SmtpException.Unsupported(
          At.phase(Phase.MAIL).sessionUsable(true),
          refused.status(),
          "the content is not 7 bit and the server takes no other: " + refused.getMessage());
    } catch (IOException unreadable) {
      throw failed(unreadable);
    }
  }

  private Outgoing read(Content content, Body body) throws SmtpException {
    Dots dots = channel.sendsChunks() ? Dots.PLAIN : Dots.STUFFED;
    try {
      return Outgoing.prepare(content, channel.settings.lineEnds(), dots, body);
    } catch (IOException unreadable) {
      throw failed(unreadable);
    }
  }

  private static SmtpException failed(IOException unreadable) {
    return new SmtpException.ContentFailed(
        At.phase(Phase.CONTENT).sessionUsable(true),
        "the content cannot be sent: " + unreadable.getMessage(),
        unreadable);
  }
}
