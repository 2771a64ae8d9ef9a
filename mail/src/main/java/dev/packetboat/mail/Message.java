package dev.packetboat.mail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A content with its envelope: what is given to be delivered. The envelope is read from the
 * message's header, or given.
 *
 * {@snippet class="ExamplesTest" region="message" :
 * Message letter = Message.of(written);
 * Message note =
 *     Message.of(
 *         Envelope.from("joe@example.com").to("ann@example.org"),
 *         Content.of("Subject: hello\r\n\r\nAnn, call me.\r\n"));
 * }
 *
 * Immutable, safe for use by several threads.
 */
public final class Message {

  private final Envelope envelope;
  private final Content content;
  private final Optional<String> messageId;
  private final List<LeftOut> leftOut;

  private Message(
      Envelope envelope, Content content, Optional<String> messageId, List<LeftOut> leftOut) {
    this.envelope = envelope;
    this.content = content;
    this.messageId = messageId;
    this.leftOut = List.copyOf(leftOut);
  }

  /**
   * The message in this file, to whom its header says: see {@link #of(Content)}.
   *
   * @throws MessageSyntaxException if the header cannot be read, or does not say who sends it
   */
  public static Message of(Path file) throws IOException {
    return of(Content.of(file));
  }

  /**
   * A message from whom its header says (Sender, else the only From) and to whom it says (To, Cc,
   * Bcc), or both from the topmost Resent- block. Text in those fields that is no address is in
   * {@link #leftOut()}.
   *
   * @throws MessageSyntaxException if the header cannot be read, or does not say who sends it
   */
  public static Message of(Content content) throws IOException {
    MessageHeader header = MessageHeader.read(content);
    Address sender =
        header
            .sender()
            .orElseThrow(() -> new MessageSyntaxException("the message names no sender"));
    return new Message(
        Envelope.from(sender).to(header.recipients()),
        content,
        header.messageId(),
        header.leftOut());
  }

  /** A message from and to whom the envelope says, whatever stands in its header. */
  public static Message of(Envelope envelope, Content content) {
    return new Message(
        Objects.requireNonNull(envelope, "envelope"),
        Objects.requireNonNull(content, "content"),
        Optional.empty(),
        List.of());
  }

  /** The same message with another envelope; what was left out stays. */
  public Message with(Envelope other) {
    return new Message(other, content, messageId, leftOut);
  }

  /** The same message, with what stands in its Message-ID field. */
  public Message withMessageId(Optional<String> id) {
    return new Message(envelope, content, id, leftOut);
  }

  /** The same message, with what stands in a recipient field and is no address. */
  public Message withLeftOut(List<LeftOut> texts) {
    return new Message(envelope, content, messageId, texts);
  }

  public Envelope envelope() {
    return envelope;
  }

  public Content content() {
    return content;
  }

  /** What stands in Message-ID, with its angle brackets, where the header was read. */
  public Optional<String> messageId() {
    return messageId;
  }

  /** What stands in To, Cc and Bcc and is no address, where the envelope came from there. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /** The envelope. */
  @Override
  public String toString() {
    return envelope.toString();
  }
}
