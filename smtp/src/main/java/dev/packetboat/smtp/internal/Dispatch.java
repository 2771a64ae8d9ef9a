package dev.packetboat.smtp.internal;

import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.RecipientPolicy;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.SmtpListener;
import dev.packetboat.smtp.internal.Conversation.Chunk;
import dev.packetboat.smtp.internal.Preparation.Reading;
import dev.packetboat.smtp.internal.content.Outgoing;
import dev.packetboat.smtp.internal.content.UnlikeItsStartException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way, in three steps: {@link #begin} writes what needs no answer first, {@link
 * #proceed} hears the answers to the envelope and writes the content up to its end, {@link #finish}
 * hears what the server says to that. Between the last two another message may begin, so that the
 * end of one leaves together with the envelope of the next (RFC 2920 §3.1).
 *
 * <p>Where the server announced PIPELINING the whole envelope goes as one group, DATA included;
 * elsewhere each command waits for its reply, and a refused sender ends it there. Where it
 * announced CHUNKING the content goes by BDAT (RFC 3030), and a small message goes whole as soon as
 * it begins, once the connection has shown that it can do so.
 */
public final class Dispatch {

  // RFC 5321 §4.2.4: no such command, or not with such a parameter
  private static final Set<Integer> NOT_UNDERSTOOD = Set.of(500, 501, 502, 504);

  /** How the content goes. */
  private enum Way {
    DATA,
    /** BDAT after the envelope was answered. */
    CHUNKS,
    /** BDAT in the same group as the envelope. */
    WHOLE
  }

  private final Channel channel;
  private final Conversation conversation;
  private final Submission submission;
  private final SmtpListener listener;
  private final EnvelopeCommands commands;
  private final Outgoing outgoing;
  private final boolean pipelining;
  private final RecipientPolicy policy;
  private final Way way;
  private final Addressing addressing;
  private Optional<Exchange> reset = Optional.empty();
  private @Nullable Exchange data;
  private @Nullable Exchange probe;
  private @Nullable Exchange end;
  private @Nullable ContentPhase phase;
  private @Nullable Closing closing;
  private @Nullable Dispatch instead; // the same in another way, where this one did not do

  private Dispatch(
      Channel channel,
      Submission submission,
      EnvelopeCommands commands,
      Outgoing outgoing,
      Start start) {
    this.channel = channel;
    this.conversation = channel.conversation;
    this.submission = submission;
    this.listener = submission.listenerOn(channel);
    this.commands = commands;
    this.outgoing = outgoing;
    this.pipelining = channel.extensions().offers("PIPELINING");
    this.policy = channel.settings.recipientPolicy();
    this.way = way(start);
    this.addressing = new Addressing(channel, commands, listener);
  }

  private Way way(Start start) {
    return switch (channel.chunking()) {
      case NOT_OFFERED, FAILED -> Way.DATA;
      case UNTRIED -> Way.CHUNKS;
      case PROVEN -> {
        boolean whole =
            start == Start.AT_ONCE
                && pipelining
                // RFC 2033 §4.2: how many answers there will be is known after those to RCPT
                && channel.settings.protocol() == Protocol.SMTP
                && policy == RecipientPolicy.ACCEPTED
                && outgoing.isKept()
                && !askable().isEmpty()
                && channel.isAtWork();
        yield whole ? Way.WHOLE : Way.CHUNKS;
      }
    };
  }

  private List<Recipient> askable() {
    return commands.recipients().stream()
        .filter(rcpt -> rcpt.obstacle().isEmpty())
        .map(EnvelopeCommands.Rcpt::recipient)
        .toList();
  }

  /**
   * Reads the content and decides what the envelope looks like. Nothing is written.
   *
   * @throws SmtpException when it cannot be sent to this server
   */
  static Dispatch prepare(Channel channel, Submission submission) throws SmtpException {
    return prepare(channel, submission, Start.AT_ONCE);
  }

  /** Whether a message may go out as a whole. */
  enum Start {
    AT_ONCE,
    /** Nothing else is under way, and it is not certain that the server is still there. */
    CAREFUL
  }

  static Dispatch prepare(Channel channel, Submission submission, Start start)
      throws SmtpException {
    return prepare(channel, submission, start, Reading.BY_ITS_START);
  }

  private static Dispatch prepare(
      Channel channel, Submission submission, Start start, Reading reading) throws SmtpException {
    channel.conversation.requireOpen(Phase.MAIL);
    Outgoing outgoing = new Preparation(channel, reading).of(submission);
    EnvelopeCommands commands =
        EnvelopeCommands.of(
            channel.extensions(), channel.tls(), submission.envelope(), outgoing.facts());
    commands.refuseWhereNobodyCanBeNamed();
    return new Dispatch(channel, submission, commands, outgoing, start);
  }

  /**
   * Sends it alone, or says in the exception how far it came and whether the server may have it.
   */
  public static Accepted send(Channel channel, Submission submission) throws SmtpException {
    try {
      Dispatch dispatch = prepare(channel, submission);
      dispatch.begin();
      dispatch.proceed();
      return dispatch.finish();
    } finally {
      channel.abortIfOver();
    }
  }

  /** How many answers it waits for once it is begun, at most. */
  int answers() {
    return commands.recipients().size() + 3;
  }

  /** The octets of its commands, about. */
  int commandOctets() {
    return commands.octets();
  }

  /** The octets of its content. */
  long size() {
    return outgoing.facts().size();
  }

  /** Whether it is written as a whole when it is begun. */
  boolean goesWhole() {
    return way == Way.WHOLE;
  }

  /** Writes the envelope as one group, or asks step by step where the server does not pipeline. */
  void begin() throws SmtpException {
    if (way == Way.WHOLE) {
      askHook(askable());
    }
    reset = channel.resetIfStale();
    if (!pipelining) {
      channel.expectReset(reset);
      reset = Optional.empty();
      addressing.writeStepwise();
      return;
    }
    addressing.write();
    if (policy == RecipientPolicy.ACCEPTED) {
      switch (way) {
        case DATA -> data = conversation.write(Phase.DATA, "DATA");
        case CHUNKS -> writeProbe();
        case WHOLE -> writeWhole();
      }
    }
  }

  /**
   * The first octet of the content in a chunk of its own, where it is not known yet whether the
   * server understands BDAT at all. One that does not would take the content for commands, and with
   * LMTP answer the last chunk once and not for each recipient.
   */
  private void writeProbe() throws SmtpException {
    if (channel.chunking() == Channel.Chunking.UNTRIED) {
      probe = conversation.writeChunk(probeSize(), Chunk.MORE);
      if (probeSize() > 0) {
        conversation.chunkOctets(new byte[] {outgoing.first()}, 0, 1);
      }
    }
  }

  private int probeSize() {
    return size() > 0 ? 1 : 0;
  }

  private void writeWhole() throws SmtpException {
    Exchange last = conversation.writeChunk(size(), Chunk.LAST);
    end = last;
    reset.ifPresent(exchange -> exchange.endsWith(last));
    addressing.endsWith(last);
    channel.lastChunkWritten();
    listener.onEvent(new SmtpEvent.ContentProgress(size(), OptionalLong.of(size()), Duration.ZERO));
    listener.onEvent(new SmtpEvent.ContentEnding());
    try {
      outgoing.writeTo(conversation::chunkOctets);
    } catch (SmtpException broken) {
      throw broken;
    } catch (IOException impossible) {
      throw new IllegalStateException("what is kept in memory can be read", impossible);
    }
  }

  /** Hears what the server says to the envelope, and writes the content where somebody gets it. */
  void proceed() throws SmtpException {
    if (way == Way.WHOLE) {
      return; // all of it is on its way, and is answered in its turn
    }
    try {
      channel.expectReset(reset);
      addressing.hear();
      hearReadiness();
    } catch (SmtpException broken) {
      addressing.tell();
      // What had been answered decides, though the line broke afterwards.
      throw addressing.refusal(policy).orElse(broken);
    }
    if (addressing.refusal(policy).isPresent()) {
      leave();
      // Only now it is known whether the session is still usable.
      throw addressing.refusal(policy).orElseThrow();
    }
    if (probe != null && isNotUnderstood(probe)) {
      forgetProbe();
      sendInstead(prepare(channel, submission));
      return;
    }
    ContentPhase content = contentPhase();
    phase = content;
    if (!write(content)) {
      sendInstead(prepare(channel, submission, Start.CAREFUL, Reading.ALL));
    }
  }

  private void sendInstead(Dispatch other) throws SmtpException {
    instead = other;
    other.begin();
    other.proceed();
  }

  /** Whether the server waits for the content: 354 to DATA, or a yes to the first chunk. */
  private void hearReadiness() throws SmtpException {
    boolean wanted = addressing.refusal(policy).isEmpty();
    if (wanted && way == Way.DATA && data == null) {
      data = conversation.write(Phase.DATA, "DATA");
    }
    if (wanted && way == Way.CHUNKS && probe == null) {
      writeProbe();
    }
    if (data != null) {
      conversation.await(data);
    }
    if (probe != null) {
      conversation.await(probe);
    }
  }

  /** Nobody is to get it: what was begun of the content ends so that nothing is delivered. */
  private void leave() {
    try {
      if (data != null && data.reply != null && data.reply.code() == 354 && channel.isOpen()) {
        endForNobody();
      }
      if (probe != null) {
        forgetProbe();
      }
    } catch (SmtpException broken) {
      channel
          .settings
          .transcript()
          .note("after all recipients were refused: " + broken.getMessage());
    }
  }

  private void endForNobody() throws SmtpException {
    switch (channel.settings.protocol()) {
      case SMTP -> conversation.call(Phase.CONTENT_END, "."); // RFC 2920 §3.1
      case LMTP -> conversation.abort(); // RFC 2033 §4.2: it should have said 503, and owes nothing
    }
  }

  /**
   * RSET comes next. Where BDAT was not understood the octet behind it is the start of a line: the
   * end of that line is answered as a command that nobody knows.
   */
  private void forgetProbe() throws SmtpException {
    channel.leaveTransaction();
    if (channel.isOpen() && isNotUnderstood(Objects.requireNonNull(probe))) {
      channel.chunkingFailed();
      if (probeSize() > 0) {
        conversation.call(Phase.COMMAND, "");
      }
    }
  }

  private static boolean isNotUnderstood(Exchange exchange) {
    return exchange.answer().map(Reply::code).filter(NOT_UNDERSTOOD::contains).isPresent();
  }

  /** The content may come now. */
  private ContentPhase contentPhase() throws SmtpException {
    OptionalLong total = OptionalLong.of(size());
    if (way == Way.DATA) {
      Reply goAhead = Objects.requireNonNull(data).answer().orElseThrow();
      if (goAhead.code() != 354) {
        throw addressing.refusals().ofData(goAhead);
      }
      return new DataPhase(channel, listener, total);
    }
    if (probe == null) {
      return new ChunkPhase(channel, listener, total, 0);
    }
    Reply answer = probe.answer().orElseThrow();
    if (!answer.isPositive()) {
      channel.leaveTransaction();
      throw addressing.refusals().amid(probe.shown, answer);
    }
    channel.chunkingProven();
    return new ChunkPhase(channel, listener, total, probeSize());
  }

  /**
   * Whatever a writer throws: what comes after half a content would be taken for the rest of it.
   * Gives no where the content turned out not to be what its start promised.
   */
  private boolean write(ContentPhase content) throws SmtpException {
    boolean complete = false;
    try {
      outgoing.writeTo(content);
      askHook(addressing.accepted());
      closing = Closing.write(channel, listener, content, addressing.results());
      complete = true;
      return true;
    } catch (UnlikeItsStartException otherwise) {
      content.leave();
      return false;
    } catch (SmtpException broken) {
      throw broken;
    } catch (IOException unreadable) {
      throw content.abandon(unreadable);
    } finally {
      if (!complete) {
        content.abandon();
      }
    }
  }

  /** Nothing of the end is written yet. */
  private void askHook(List<Recipient> recipients) throws SmtpException {
    try {
      submission.hook().beforeCommit(recipients);
    } catch (IOException veto) {
      if (phase != null) {
        phase.abandon();
      }
      throw new SmtpException.Vetoed(
          At.phase(Phase.CONTENT).sessionUsable(channel.isOpen()),
          "the message was held back: " + veto.getMessage(),
          veto);
    }
  }

  /** Hears the server's last word. */
  Accepted finish() throws SmtpException {
    if (instead != null) {
      return instead.finish();
    }
    if (way != Way.WHOLE) {
      return Objects.requireNonNull(closing).hear(size());
    }
    Exchange last = Objects.requireNonNull(end);
    Reply reply = lastWord(last);
    if (!reply.isPositive()) {
      throw addressing.refusals().atEnd(last.shown, reply);
    }
    return new Accepted(reply, addressing.results(), size(), false);
  }

  /** Of a message that went as a whole: whatever was said to RSET, the last answer decides. */
  private Reply lastWord(Exchange last) throws SmtpException {
    Reply reply;
    try {
      addressing.hear();
      reply = conversation.await(last);
    } catch (SmtpException broken) {
      addressing.tell();
      throw addressing.refusal(policy).orElse(broken);
    }
    channel.lastChunkAnswered(reply);
    Optional<SmtpException> refusal = addressing.refusal(policy);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return reply;
  }
}
