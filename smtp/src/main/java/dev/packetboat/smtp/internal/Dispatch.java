package dev.packetboat.smtp.internal;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.CommitHook;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.RecipientPolicy;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import dev.packetboat.smtp.internal.content.Outgoing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One message in one call. Where the server announced PIPELINING the whole envelope goes as one
 * group, DATA included (RFC 2920 §3.1); elsewhere each command waits for its reply, and a refused
 * sender ends it there.
 */
public final class Dispatch {

  /** How it ended when the server took the message. */
  public record Outcome(Reply reply, List<RecipientResult> recipients, long size) {}

  private final Channel channel;
  private final Conversation conversation;
  private final EnvelopeCommands commands;
  private final Outgoing outgoing;
  private final CommitHook hook;
  private final boolean pipelining;
  private final List<Asked> asked = new ArrayList<>();
  private Optional<Exchange> reset = Optional.empty();
  private @Nullable Exchange mail;
  private boolean senderTold;
  private int told; // of the recipients' answers

  /** A recipient and the RCPT that was written for it; none where the server cannot take it. */
  private record Asked(EnvelopeCommands.Rcpt rcpt, Optional<Exchange> exchange) {

    /** Empty as long as the answer has not come. */
    Optional<RecipientResult> result() {
      Recipient recipient = rcpt.recipient();
      if (rcpt.obstacle().isPresent()) {
        return Optional.of(new RecipientResult(recipient, rcpt.obstacle().get()));
      }
      return exchange.flatMap(Exchange::answer).map(reply -> RecipientResult.of(recipient, reply));
    }
  }

  private Dispatch(Channel channel, EnvelopeCommands commands, Outgoing outgoing, CommitHook hook) {
    this.channel = channel;
    this.conversation = channel.conversation;
    this.commands = commands;
    this.outgoing = outgoing;
    this.hook = hook;
    this.pipelining = channel.extensions().offers("PIPELINING");
  }

  /** Sends it, or says in the exception how far it came and whether the server may have it. */
  public static Outcome send(Channel channel, Envelope envelope, Content content, CommitHook hook)
      throws SmtpException {
    Outgoing outgoing = prepare(content, channel.settings.lineEnds());
    EnvelopeCommands commands =
        EnvelopeCommands.of(channel.extensions(), envelope, outgoing.facts());
    return new Dispatch(channel, commands, outgoing, hook).run();
  }

  private static Outgoing prepare(Content content, LineEnds lineEnds) throws SmtpException {
    try {
      return Outgoing.prepare(content, lineEnds, Dots.STUFFED);
    } catch (IOException unreadable) {
      throw new SmtpException.ContentFailed(
          At.phase(Phase.CONTENT).sessionUsable(true),
          "the content cannot be sent: " + unreadable.getMessage(),
          unreadable);
    }
  }

  private Outcome run() throws SmtpException {
    Optional<Exchange> data = Optional.empty();
    try {
      askForSenderAndRecipients();
      if (pipelining && channel.settings.recipientPolicy() == RecipientPolicy.ACCEPTED) {
        data = Optional.of(conversation.write(Phase.DATA, "DATA"));
      }
      hearAnswers();
      if (data.isEmpty() && refusal().isEmpty()) {
        data = Optional.of(conversation.write(Phase.DATA, "DATA"));
      }
      if (data.isPresent()) {
        conversation.await(data.get());
      }
    } catch (SmtpException broken) {
      tellAnswers();
      throw refusal()
          .orElse(broken); // what had been answered decides, though the line broke afterwards
    }
    if (refusal().isPresent()) {
      data.ifPresent(this::endContentForNobody);
      throw refusal().orElseThrow(); // only now it is known whether the session is still usable
    }
    return content(data.orElseThrow());
  }

  private void askForSenderAndRecipients() throws SmtpException {
    reset = channel.resetIfStale();
    if (!pipelining) {
      channel.expectReset(reset);
      reset = Optional.empty();
    }
    mail = ask(Phase.MAIL, commands.mail());
    for (EnvelopeCommands.Rcpt rcpt : commands.recipients()) {
      if (mail.isRefused()) {
        return;
      }
      Optional<Exchange> exchange =
          rcpt.obstacle().isPresent()
              ? Optional.empty()
              : Optional.of(ask(Phase.RCPT, rcpt.line()));
      asked.add(new Asked(rcpt, exchange));
    }
  }

  private Exchange ask(Phase phase, String line) throws SmtpException {
    Exchange exchange = conversation.write(phase, line);
    if (!pipelining) {
      conversation.await(exchange);
    }
    return exchange;
  }

  private void hearAnswers() throws SmtpException {
    channel.expectReset(reset);
    conversation.await(Objects.requireNonNull(mail));
    tellAnswers();
    for (Asked one : asked) {
      if (one.exchange().isPresent()) {
        conversation.await(one.exchange().get());
      }
      tellAnswers();
    }
  }

  /** Tells the answers that have come, each once and in their order. */
  private void tellAnswers() {
    if (mail == null || mail.reply == null) {
      return;
    }
    if (!senderTold) {
      tellSender(mail.reply);
    }
    // What is said to recipients of a sender who was refused is about nobody.
    while (mail.reply.isPositive() && told < asked.size()) {
      Optional<RecipientResult> result = asked.get(told).result();
      if (result.isEmpty()) {
        return;
      }
      channel.tell(new SmtpEvent.RecipientAnswered(result.get()));
      told++;
    }
  }

  private void tellSender(Reply reply) {
    senderTold = true;
    channel.tell(new SmtpEvent.SenderAnswered(reply));
    if (reply.isPositive()) {
      channel.transactionBegun();
    }
  }

  /** Why nobody gets the message, as far as the answers that have come decide it. */
  private Optional<SmtpException> refusal() {
    if (mail != null && mail.isRefused()) {
      return Optional.of(senderRefused(mail.shown, Objects.requireNonNull(mail.reply)));
    }
    boolean complete = results().size() == commands.recipients().size();
    return complete
        ? refusals().ofRecipients(channel.settings.recipientPolicy())
        : Optional.empty();
  }

  /** What was said to the recipients then counts no more: they were named to nobody. */
  private SmtpException senderRefused(String command, Reply reply) {
    return new Refusal(channel.isOpen(), List.of()).ofSender(command, reply);
  }

  private Refusal refusals() {
    return new Refusal(channel.isOpen(), results());
  }

  private List<RecipientResult> results() {
    return asked.stream().map(Asked::result).flatMap(Optional::stream).toList();
  }

  /** RFC 2920 §3.1: where DATA was granted though no recipient was, a lone dot ends it. */
  private void endContentForNobody(Exchange data) {
    if (data.answer().filter(reply -> reply.code() == 354).isEmpty() || !channel.isOpen()) {
      return;
    }
    try {
      conversation.call(Phase.CONTENT_END, ".");
    } catch (SmtpException broken) {
      channel
          .settings
          .transcript()
          .note("after all recipients were refused: " + broken.getMessage());
    }
  }

  private Outcome content(Exchange data) throws SmtpException {
    Reply goAhead = data.answer().orElseThrow();
    if (goAhead.code() != 354) {
      throw refusals().ofData(goAhead);
    }
    ContentPhase phase = new ContentPhase(channel, OptionalLong.of(outgoing.facts().size()));
    write(phase);
    Reply end = phase.end();
    if (!end.isPositive()) {
      throw refusals().atEnd(end);
    }
    return new Outcome(end, results(), outgoing.facts().size());
  }

  /**
   * Whatever a writer throws: what comes after half a content would be taken for the rest of it.
   */
  private void write(ContentPhase phase) throws SmtpException {
    boolean complete = false;
    try {
      outgoing.writeTo(phase);
      askHook();
      complete = true;
    } catch (SmtpException broken) {
      throw broken;
    } catch (IOException unreadable) {
      throw phase.abandon(unreadable);
    } finally {
      if (!complete) {
        conversation.abort();
      }
    }
  }

  private void askHook() throws SmtpException {
    try {
      hook.beforeCommit(
          results().stream()
              .filter(RecipientResult::isAccepted)
              .map(RecipientResult::recipient)
              .toList());
    } catch (IOException veto) {
      throw new SmtpException.Vetoed(
          At.phase(Phase.CONTENT), "the message was held back: " + veto.getMessage(), veto);
    }
  }
}
