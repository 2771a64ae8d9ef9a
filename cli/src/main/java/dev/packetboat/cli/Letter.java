package dev.packetboat.cli;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.LeftOut;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.MessageHeader;
import dev.packetboat.mail.MessageSyntaxException;
import dev.packetboat.mail.Recipient;
import dev.packetboat.mail.RecipientOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A message that is to be sent, checked.
 *
 * @param name under which it was given
 * @param unusable what stands in its recipient fields and is no address
 * @param lost why it cannot be read any more, if so; then its envelope is what the options say
 */
record Letter(
    String name,
    Content content,
    Optional<String> messageId,
    Envelope envelope,
    List<String> unusable,
    Optional<String> lost) {

  /** That can be read. */
  Letter(
      String name,
      Content content,
      Optional<String> messageId,
      Envelope envelope,
      List<String> unusable) {
    this(name, content, messageId, envelope, unusable, Optional.empty());
  }

  /**
   * What the options say about envelopes.
   *
   * @param from an envelope without recipients; empty where the message says who sends it
   * @param to empty where the message says whom it is for
   * @param envelope of every message, where none says anything about it
   */
  record Asked(
      Optional<Envelope> from,
      List<Address> to,
      RecipientOptions options,
      List<MailParameter> parameters,
      Optional<Envelope> envelope) {

    Asked(
        Optional<Envelope> from,
        List<Address> to,
        RecipientOptions options,
        List<MailParameter> parameters) {
      this(
          from,
          to,
          options,
          parameters,
          from.filter(sender -> !to.isEmpty())
              .map(sender -> envelope(sender, to, options, parameters)));
    }

    private Envelope envelope(Envelope sender, List<Address> recipients) {
      return envelope.orElseGet(() -> envelope(sender, recipients, options, parameters));
    }

    private static Envelope envelope(
        Envelope sender,
        List<Address> recipients,
        RecipientOptions options,
        List<MailParameter> parameters) {
      return sender
          .toRecipients(
              recipients.stream().map(address -> new Recipient(address, options)).toList())
          .with(parameters.toArray(MailParameter[]::new));
    }
  }

  /** What the message says about itself. */
  static MessageHeader header(Source source) throws Refusal {
    try {
      return MessageHeader.read(source.content());
    } catch (MessageSyntaxException malformed) {
      throw new Refusal(ExitStatus.BAD_INPUT, source.name() + ": " + malformed.getMessage());
    } catch (IOException unreadable) {
      throw Sources.unreadable(source.name(), unreadable);
    }
  }

  /** The same as {@link #of}, of a message that has not been looked at before: all of it is. */
  static Letter checked(Source source, Asked asked) throws Refusal {
    Source read = read(source);
    Letter letter = of(source, header(read), asked); // of the file, which may still change
    refuseNul(read);
    return letter;
  }

  /**
   * With sender and recipients as given, or where none are given from the header; all are asked for
   * the same. It is read, and kept in memory where it is small.
   */
  static Letter of(Source source, Asked asked) throws Refusal {
    Source read = read(source);
    return of(read, header(read), asked);
  }

  private static Source read(Source source) throws Refusal {
    try {
      return source.read();
    } catch (IOException unreadable) {
      throw Sources.unreadable(source.name(), unreadable);
    }
  }

  private static Letter of(Source source, MessageHeader header, Asked asked) throws Refusal {
    Envelope from = sender(source.name(), header, asked.from());
    List<Address> to = asked.to().isEmpty() ? header.recipients() : asked.to();
    List<String> unusable =
        asked.to().isEmpty()
            ? header.leftOut().stream().map(LeftOut::text).distinct().toList()
            : List.of();
    if (to.isEmpty() && unusable.isEmpty()) {
      throw new Refusal(
          ExitStatus.BAD_INPUT, source.name() + ": names no recipient; name them with --to");
    }
    return new Letter(
        source.name(), source.content(), header.messageId(), asked.envelope(from, to), unusable);
  }

  /** Of a message that was checked and cannot be read any more. */
  static Letter lost(Source source, Asked asked, String why) {
    Envelope envelope =
        asked.envelope(asked.from().orElseGet(Envelope::fromNullSender), asked.to());
    return new Letter(
        source.name(), source.content(), Optional.empty(), envelope, List.of(), Optional.of(why));
  }

  /** Whether nobody whom it is for has an address. */
  boolean isForNobody() {
    return envelope.recipients().isEmpty() && lost.isEmpty();
  }

  private static Envelope sender(String name, MessageHeader header, Optional<Envelope> given)
      throws Refusal {
    if (given.isPresent()) {
      return given.get();
    }
    try {
      return header
          .sender()
          .map(Envelope::from)
          .orElseThrow(
              () ->
                  new Refusal(
                      ExitStatus.BAD_INPUT, name + ": names no sender; name it with --from"));
    } catch (MessageSyntaxException several) {
      throw new Refusal(
          ExitStatus.BAD_INPUT,
          name + ": " + several.getMessage() + "; name the sender with --from");
    }
  }

  // RFC 5322 §4: NUL is in no message, and no server has to take it
  private static void refuseNul(Source source) throws Refusal {
    try {
      OptionalLong offset = NulSearch.in(source.content());
      if (offset.isPresent()) {
        throw new Refusal(
            ExitStatus.BAD_INPUT,
            source.name() + ": holds a NUL octet at offset " + offset.getAsLong());
      }
    } catch (IOException unreadable) {
      throw Sources.unreadable(source.name(), unreadable);
    }
  }
}
