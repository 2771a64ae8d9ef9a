package dev.packetboat.smtp.internal;

import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.RecipientPolicy;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of one message: MAIL and RCPT, and what the server says to them. Each answer is told
 * once, in order. One thread at a time.
 */
final class Addressing {

  private final Channel channel;
  private final Conversation conversation;
  private final EnvelopeCommands commands;
  private final SmtpListener listener;
  private final List<Asked> asked = new ArrayList<>();
  private @Nullable Exchange mail;
  private Optional<List<RecipientResult>> complete = Optional.empty();
  private boolean senderTold;
  private int told; // of the recipients' answers

  /** A recipient and the RCPT that was written for it; none where the server cannot take it. */
  private static final class Asked {
    private final EnvelopeCommands.Rcpt rcpt;
    private final Optional<Exchange> exchange;
    private Optional<RecipientResult> result;

    Asked(EnvelopeCommands.Rcpt rcpt, Optional<Exchange> exchange) {
      this.rcpt = rcpt;
      this.exchange = exchange;
      this.result = rcpt.obstacle().map(why -> new RecipientResult(rcpt.recipient(), why));
    }

    Optional<Exchange> exchange() {
      return exchange;
    }

    /** Empty as long as the answer has not come. */
    Optional<RecipientResult> result() {
      if (result.isEmpty() && exchange.isPresent() && exchange.get().reply != null) {
        result = Optional.of(RecipientResult.of(rcpt.recipient(), exchange.get().reply));
      }
      return result;
    }
  }

  Addressing(Channel channel, EnvelopeCommands commands, SmtpListener listener) {
    this.channel = channel;
    this.conversation = channel.conversation;
    this.commands = commands;
    this.listener = listener;
  }

  /** Writes all of it, as a group. */
  void write() throws SmtpException {
    mail = conversation.write(Phase.MAIL, commands.mail());
    for (EnvelopeCommands.Rcpt rcpt : commands.recipients()) {
      writeRecipient(rcpt);
    }
  }

  /** Waits for each answer before the next command; a refused sender ends it. */
  void writeStepwise() throws SmtpException {
    try {
      mail = conversation.write(Phase.MAIL, commands.mail());
      conversation.await(mail);
      for (EnvelopeCommands.Rcpt rcpt : commands.recipients()) {
        if (mail.isRefused()) {
          return;
        }
        Optional<Exchange> exchange = writeRecipient(rcpt);
        if (exchange.isPresent()) {
          conversation.await(exchange.get());
        }
      }
    } catch (SmtpException broken) {
      tell();
      throw broken;
    }
  }

  private Optional<Exchange> writeRecipient(EnvelopeCommands.Rcpt rcpt) throws SmtpException {
    Optional<Exchange> exchange =
        rcpt.obstacle().isPresent()
            ? Optional.empty()
            : Optional.of(conversation.write(Phase.RCPT, rcpt.line()));
    asked.add(new Asked(rcpt, exchange));
    return exchange;
  }

  /** The message goes out as a whole, and this is its end. */
  void endsWith(Exchange end) {
    Objects.requireNonNull(mail).endsWith(end);
    for (Asked one : asked) {
      one.exchange().ifPresent(exchange -> exchange.endsWith(end));
    }
  }

  /** Waits for all the answers, and tells each. */
  void hear() throws SmtpException {
    conversation.await(Objects.requireNonNull(mail));
    tell();
    for (Asked one : asked) {
      if (one.exchange().isPresent()) {
        conversation.await(one.exchange().get());
      }
      tell();
    }
  }

  /** Tells the answers that have come. */
  void tell() {
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
      listener.onEvent(new SmtpEvent.RecipientAnswered(result.get()));
      told++;
    }
  }

  private void tellSender(Reply reply) {
    senderTold = true;
    listener.onEvent(new SmtpEvent.SenderAnswered(reply));
    if (reply.isPositive()) {
      channel.transactionBegun();
    }
  }

  /** Why nobody gets the message, as far as the answers that have come decide it. */
  Optional<SmtpException> refusal(RecipientPolicy policy) {
    if (mail != null && mail.isRefused()) {
      // What was said to the recipients then counts no more: they were named to nobody.
      return Optional.of(
          new Refusal(channel.isOpen(), List.of())
              .ofSender(mail.shown, Objects.requireNonNull(mail.reply)));
    }
    return results().size() == commands.recipients().size()
        ? refusals().ofRecipients(policy)
        : Optional.empty();
  }

  /** What a refusal of the whole message means, for these recipients. */
  Refusal refusals() {
    return new Refusal(channel.isOpen(), results());
  }

  /** The recipients whose answers have come, in order. */
  List<RecipientResult> results() {
    if (complete.isPresent()) {
      return complete.get();
    }
    List<RecipientResult> known = new ArrayList<>(asked.size());
    for (Asked one : asked) {
      one.result().ifPresent(known::add);
    }
    if (known.size() == commands.recipients().size()) {
      complete = Optional.of(known);
    }
    return known;
  }

  /** Those whom the server took. */
  List<Recipient> accepted() {
    List<Recipient> accepted = new ArrayList<>();
    for (RecipientResult result : results()) {
      if (result.isAccepted()) {
        accepted.add(result.recipient());
      }
    }
    return Collections.unmodifiableList(accepted);
  }
}
