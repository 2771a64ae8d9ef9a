package dev.packetboat.smtp.internal;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.ConversionRefusedException;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.internal.content.ContentEncoder.Body;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import dev.packetboat.smtp.internal.content.ContentFacts;
import dev.packetboat.smtp.internal.content.Outgoing;
import java.io.IOException;
import java.util.Optional;

/**
 * A content is read and made fit for one server: in 7 bit where it takes no more (RFC 6152 §3),
 * octet for octet where that is wanted and can be had (RFC 3030 §3).
 */
final class Preparation {

  /** How much of a content is read before it is offered. */
  enum Reading {
    /** Of a large one the start, where that may do. */
    BY_ITS_START,
    ALL
  }

  private final Channel channel;
  private final Reading reading;

  Preparation(Channel channel, Reading reading) {
    this.channel = channel;
    this.reading = reading;
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
    LineEnds lineEnds = channel.settings.lineEnds();
    try {
      if (!channel.sendsChunks()) {
        return Outgoing.prepare(content, lineEnds, Dots.STUFFED, body);
      }
      Optional<Outgoing> begun =
          reading == Reading.BY_ITS_START
              ? Outgoing.byItsStart(content, lineEnds, body)
              : Optional.empty();
      return begun.isPresent()
          ? begun.get()
          : Outgoing.prepare(content, lineEnds, Dots.PLAIN, body);
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
