package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpListener;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a content, and the server's last word about it: one for all recipients, or with LMTP
 * one for each that it accepted, in their order (RFC 2033 §4.2).
 */
final class Closing {

  private final Channel channel;
  private final SmtpListener listener;
  private final ContentPhase phase;
  private final List<RecipientResult> named;
  private final List<Exchange> ends = new ArrayList<>();

  private Closing(
      Channel channel, SmtpListener listener, ContentPhase phase, List<RecipientResult> named) {
    this.channel = channel;
    this.listener = listener;
    this.phase = phase;
    this.named = new ArrayList<>(named);
  }

  /**
   * Writes the end. It leaves when it is waited for, or more is written.
   *
   * @param named every recipient, with what was said to RCPT
   */
  static Closing write(
      Channel channel, SmtpListener listener, ContentPhase phase, List<RecipientResult> named)
      throws SmtpException {
    Closing closing = new Closing(channel, listener, phase, named);
    Exchange end = phase.end();
    closing.ends.add(end);
    long answers = named.stream().filter(RecipientResult::isAccepted).count();
    for (long further = 1; closing.isForEach() && further < answers; further++) {
      closing.ends.add(channel.conversation.expectLike(end));
    }
    return closing;
  }

  private boolean isForEach() {
    return channel.settings.protocol() == Protocol.LMTP;
  }

  /**
   * Hears it.
   *
   * @param size of the content in octets
   */
  Accepted hear(long size) throws SmtpException {
    return isForEach() ? each(size) : forAll(size);
  }

  private Accepted forAll(long size) throws SmtpException {
    Exchange end = ends.get(0);
    Reply reply;
    try {
      reply = channel.conversation.await(end);
    } catch (SmtpException broken) {
      throw Breakage.about(unanswered(broken, 0), broken);
    }
    phase.ended(reply);
    if (!reply.isPositive()) {
      throw refusal(named).atEnd(end.shown, reply);
    }
    return new Accepted(reply, named, size, false);
  }

  private Accepted each(long size) throws SmtpException {
    List<RecipientResult> decided = new ArrayList<>(named);
    List<Reply> replies = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      if (named.get(i).isAccepted()) {
        Reply reply = lastWord(ends.get(replies.size()), decided, i);
        replies.add(reply);
        RecipientResult result = RecipientResult.of(named.get(i).recipient(), reply);
        decided.set(i, result);
        listener.onEvent(new SmtpEvent.RecipientDecided(result));
      }
    }
    Reply first = replies.stream().filter(Reply::isPositive).findFirst().orElse(replies.get(0));
    phase.ended(first);
    if (!first.isPositive()) {
      throw refusal(decided).ofEach(ends.get(0).shown, replies);
    }
    return new Accepted(first, decided, size, true);
  }

  private Reply lastWord(Exchange end, List<RecipientResult> decided, int from)
      throws SmtpException {
    try {
      return channel.conversation.await(end);
    } catch (SmtpException broken) {
      List<RecipientResult> known = new ArrayList<>(decided.subList(0, from));
      known.addAll(unanswered(broken, from));
      throw Breakage.about(known, broken);
    }
  }

  /** From this one on none was answered: whom the server may have taken it for. */
  private List<RecipientResult> unanswered(SmtpException broken, int from) {
    List<RecipientResult> rest = named.subList(from, named.size());
    return broken.acceptance() == Acceptance.UNKNOWN
        ? rest.stream().map(Closing::unanswered).toList()
        : rest;
  }

  private static RecipientResult unanswered(RecipientResult result) {
    return result.isAccepted()
        ? new RecipientResult(result.recipient(), new RecipientResult.Unanswered())
        : result;
  }

  private Refusal refusal(List<RecipientResult> results) {
    return new Refusal(channel.isOpen(), results);
  }
}
