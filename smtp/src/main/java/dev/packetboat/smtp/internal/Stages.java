package dev.packetboat.smtp.internal;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.RecipientResult.NotAsked;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.internal.Conversation.Chunk;
import dev.packetboat.smtp.internal.content.ContentEncoder;
import dev.packetboat.smtp.internal.content.ContentEncoder.Body;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import dev.packetboat.smtp.internal.content.ContentFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One message in stages, each of which waits for its reply: MAIL, RCPT by RCPT, DATA with the first
 * octet of content, dot.
 */
public final class Stages {

  private final Channel channel;
  private final EnvelopeCommands commands;
  private final Body body;
  private final List<RecipientResult> results = new ArrayList<>();
  private @Nullable ContentPhase phase;
  private @Nullable ContentEncoder encoder;

  private Stages(Channel channel, EnvelopeCommands commands, Body body) {
    this.channel = channel;
    this.commands = commands;
    this.body = body;
  }

  /** Names the sender. */
  public static Stages begin(Channel channel, Envelope sender) throws SmtpException {
    channel.conversation.requireOpen(Phase.MAIL);
    EnvelopeCommands commands =
        EnvelopeCommands.inStages(channel.extensions(), channel.tls(), sender);
    Body body = body(channel, sender);
    channel.expectReset(channel.resetIfStale());
    Reply reply = channel.call(Phase.MAIL, commands.mail());
    channel.tell(new SmtpEvent.SenderAnswered(reply));
    if (!reply.isPositive()) {
      throw new Refusal(channel.isOpen(), List.of()).ofSender(commands.mail(), reply);
    }
    channel.transactionBegun();
    return new Stages(channel, commands, body);
  }

  private static Body body(Channel channel, Envelope sender) throws SmtpException {
    if (!EnvelopeCommands.isBinary(sender)) {
      return Body.TEXT;
    }
    if (EnvelopeCommands.canBeBinary(channel.extensions()) && channel.sendsChunks()) {
      return Body.OCTETS;
    }
    throw new SmtpException.Unsupported(
        At.phase(Phase.MAIL).sessionUsable(true),
        EnvelopeCommands.NEEDS_CONVERSION,
        "the content is not text, and the server does not offer BINARYMIME with CHUNKING");
  }

  /** Names a recipient. */
  public Reply recipient(Recipient recipient) throws SmtpException {
    if (phase != null) {
      throw new IllegalStateException("recipients come before the content");
    }
    EnvelopeCommands.Rcpt rcpt = commands.rcpt(recipient);
    if (rcpt.obstacle().isPresent()) {
      throw Refusal.unsupported(rcpt.obstacle().get());
    }
    Reply reply = channel.call(Phase.RCPT, rcpt.line());
    RecipientResult result = RecipientResult.of(recipient, reply);
    results.add(result);
    channel.tell(new SmtpEvent.RecipientAnswered(result));
    return reply;
  }

  public void append(byte[] octets, int offset, int length) throws SmtpException {
    ContentEncoder to = encoder();
    try {
      to.write(octets, offset, length);
    } catch (IOException failed) {
      throw abandoned(failed);
    }
  }

  public void append(Content content) throws SmtpException {
    ContentEncoder to = encoder();
    try {
      to.write(content);
    } catch (IOException failed) {
      throw abandoned(failed);
    }
  }

  public void append(InputStream in) throws SmtpException {
    ContentEncoder to = encoder();
    try {
      in.transferTo(to);
    } catch (IOException failed) {
      throw abandoned(failed);
    }
  }

  private SmtpException abandoned(IOException failed) {
    if (failed instanceof SmtpException broken) {
      return broken;
    }
    return phase == null
        ? new DataPhase(channel, channel::tell, OptionalLong.empty()).abandon(failed)
        : phase.abandon(failed);
  }

  /** DATA goes out with the first octet of content, and only where somebody is to get it. */
  private ContentEncoder encoder() throws SmtpException {
    if (encoder != null) {
      return encoder;
    }
    Optional<SmtpException> refusal = refusal().ofRecipients(channel.settings.recipientPolicy());
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    phase = contentPhase();
    Dots dots = phase instanceof ChunkPhase ? Dots.PLAIN : Dots.STUFFED;
    encoder =
        new ContentEncoder(phase, channel.settings.lineEnds(), dots, body, OptionalLong.empty());
    return encoder;
  }

  private ContentPhase contentPhase() throws SmtpException {
    boolean untried = body == Body.OCTETS && channel.chunking() == Channel.Chunking.UNTRIED;
    if (untried && channel.settings.protocol() == Protocol.LMTP) {
      probe();
    }
    if (channel.chunking() == Channel.Chunking.PROVEN || body == Body.OCTETS) {
      return new ChunkPhase(channel, channel::tell, commands.declaredSize(), 0);
    }
    Reply reply = channel.call(Phase.DATA, "DATA");
    if (reply.code() != 354) {
      throw refusal().ofData(reply);
    }
    return new DataPhase(channel, channel::tell, commands.declaredSize());
  }

  /**
   * A server that does not understand BDAT answers the last chunk once and not for each recipient:
   * whether this one does is seen before.
   */
  private void probe() throws SmtpException {
    Exchange empty = channel.conversation.writeChunk(0, Chunk.MORE);
    Reply reply = channel.conversation.await(empty);
    if (!reply.isPositive()) {
      channel.leaveTransaction();
      throw refusal().amid(empty.shown, reply);
    }
    channel.chunkingProven();
  }

  private Refusal refusal() {
    return new Refusal(channel.isOpen(), results);
  }

  /** Ends the content, and with it the transaction. */
  public Accepted commit() throws SmtpException {
    ContentEncoder content = encoder();
    try {
      content.finish();
    } catch (IOException failed) {
      throw abandoned(failed);
    }
    ContentPhase ending = Objects.requireNonNull(phase);
    if (body == Body.TEXT) {
      refuseWhatCannotPass(ending, content.facts());
    }
    return Closing.write(channel, channel::tell, ending, results).hear(content.size());
  }

  /** As it is only known now what the content is. */
  private void refuseWhatCannotPass(ContentPhase ending, ContentFacts facts) throws SmtpException {
    Optional<NotAsked> obstacle = commands.obstacle(facts);
    if (obstacle.isPresent()) {
      ending.abandon();
      throw new SmtpException.Unsupported(
          At.phase(Phase.CONTENT).sessionUsable(channel.isOpen()),
          obstacle.get().status(),
          obstacle.get().reason());
    }
  }

  /** Whether the next stage may still come. */
  public boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * Leaves without delivering. Amid the content only the end of the connection says that (a dot
   * would deliver).
   */
  public void abandon() {
    if (phase != null && !phase.isOver()) {
      phase.abandon();
    }
  }
}
