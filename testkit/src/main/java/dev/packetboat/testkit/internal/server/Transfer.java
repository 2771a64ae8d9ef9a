package dev.packetboat.testkit.internal.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The mail transaction of one session, as far as it has come. For one thread. */
final class Transfer {

  private final Settings settings;
  private final Replies replies;
  private @Nullable PathArgument sender;
  private final List<PathArgument> recipients = new ArrayList<>();
  private boolean recipientTried;
  private boolean extended;
  private @Nullable ChunkReader chunks;
  private boolean spoilt; // by a chunk: until RSET nothing is right

  Transfer(Settings settings, Replies replies) {
    this.settings = settings;
    this.replies = replies;
  }

  /** The client has said hello, with EHLO or without extensions. */
  void greeted(boolean extended) {
    this.extended = extended;
    reset(); // RFC 5321 §4.1.4
  }

  boolean isOpen() {
    return sender != null;
  }

  /** RFC 5321 §4.1.1.5: all of a transaction that was not completed is forgotten. */
  void reset() {
    sender = null;
    recipients.clear();
    recipientTried = false;
    chunks = null;
    spoilt = false;
  }

  /**
   * MAIL.
   *
   * @param ignored keywords of parameters that somebody else answers for
   */
  Reply mail(String argument, List<String> ignored) {
    if (spoilt) {
      return resetFirst();
    }
    if (sender != null) {
      return replies.of(503, "5.5.1", "there is a sender already"); // RFC 5321 §4.1.4
    }
    Optional<PathArgument> parsed = PathArgument.parse("FROM", argument);
    if (parsed.isEmpty()) {
      return replies.of(501, "5.5.4", "MAIL FROM:<address> and parameters");
    }
    PathArgument path = parsed.get();
    if (!path.address().isEmpty() && !path.isMailbox()) {
      return replies.of(501, "5.1.7", "not an address: " + path.address());
    }
    Map<String, String> judged = new LinkedHashMap<>(path.parameters());
    judged.keySet().removeAll(ignored);
    Optional<Reply> refusal =
        unexpected(judged)
            .or(() -> Parameters.ofSender(judged, settings, replies))
            .or(() -> tooLarge(path));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (!path.isAscii() && !path.parameters().containsKey("SMTPUTF8")) {
      return replies.of(550, "5.6.7", "SMTPUTF8 is needed for " + path.address()); // RFC 6531 §3.5
    }
    sender = path;
    return replies.of(250, "2.1.0", "sender ok");
  }

  private Optional<Reply> unexpected(Map<String, String> parameters) {
    boolean fine = extended || parameters.isEmpty();
    return fine
        ? Optional.empty()
        : Optional.of(replies.of(555, "5.5.4", "no parameters after HELO"));
  }

  // RFC 1870 §6.1
  private Optional<Reply> tooLarge(PathArgument path) {
    String size = path.parameters().getOrDefault("SIZE", "0");
    boolean fits = size.length() < 19 && Long.parseLong(size) <= settings.limits().messageSize();
    return fits
        ? Optional.empty()
        : Optional.of(replies.of(552, "5.3.4", "the message is too large"));
  }

  /** RCPT. */
  Reply recipient(String argument) {
    if (spoilt) {
      return resetFirst();
    }
    if (chunks != null) {
      return replies.of(503, "5.5.1", "recipients come before the content");
    }
    if (sender == null) {
      return replies.of(503, "5.5.1", "MAIL first");
    }
    recipientTried = true;
    Optional<PathArgument> parsed = PathArgument.parse("TO", argument);
    if (parsed.isEmpty()) {
      return replies.of(501, "5.5.4", "RCPT TO:<address> and parameters");
    }
    PathArgument path = parsed.get();
    if (!path.isMailbox() && !path.isPostmaster()) {
      return replies.of(501, "5.1.3", "not an address: " + path.address());
    }
    Optional<Reply> refusal =
        unexpected(path.parameters())
            .or(() -> Parameters.ofRecipient(path.parameters(), settings, replies));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (!path.isAscii() && !sender.parameters().containsKey("SMTPUTF8")) {
      return replies.of(553, "5.6.7", "SMTPUTF8 is needed for " + path.address()); // RFC 6531 §3.5
    }
    if (recipients.size() == settings.limits().recipients()) {
      return replies.of(452, "4.5.3", "too many recipients"); // RFC 5321 §4.5.3.1.10
    }
    recipients.add(path);
    return replies.of(250, "2.1.5", "recipient ok");
  }

  /** A recipient was refused by somebody else. */
  void recipientWasTried() {
    recipientTried = true;
  }

  /** DATA. */
  Reply data() {
    if (spoilt) {
      return resetFirst();
    }
    if (chunks != null || isBinary()) {
      return replies.of(503, "5.5.1", "BDAT, and not DATA"); // RFC 3030 §2 and §3
    }
    return withoutRecipients().orElseGet(() -> Reply.of(354, "end with a lone dot"));
  }

  // RFC 5321 §3.3
  private Optional<Reply> withoutRecipients() {
    if (!recipients.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        recipientTried
            ? replies.of(554, "5.5.1", "no valid recipients")
            : replies.of(503, "5.5.1", sender == null ? "MAIL first" : "RCPT first"));
  }

  /** Whether the content has begun to come in chunks. */
  boolean isInContent() {
    return spoilt || chunks != null;
  }

  /**
   * BDAT, before the octets of the chunk are read. Unless they are then accepted the transaction is
   * spoilt.
   *
   * @return why they cannot be
   */
  Optional<Reply> beginChunk(Optional<Chunk> chunk) {
    Optional<Reply> obstacle = spoilt ? Optional.of(resetFirst()) : withoutRecipients();
    spoilt = true;
    return chunk.isEmpty()
        ? Optional.of(replies.of(501, "5.5.4", "BDAT, a size, and LAST where it is the end"))
        : obstacle;
  }

  // RFC 3030 §2: the state after a failed chunk is not determined
  private Reply resetFirst() {
    return replies.of(503, "5.5.1", "RSET first, a chunk has failed");
  }

  /**
   * What reads the chunks of this content.
   *
   * @param mishap what is to happen amid the content; asked for once
   */
  ChunkReader chunks(Supplier<Judgement> mishap) {
    if (chunks == null) {
      chunks = new ChunkReader(buffer(), mishap.get());
    }
    return chunks;
  }

  /** A chunk that is not the last was read. */
  Reply acceptChunk(Chunk chunk, ChunkReader reader) {
    Optional<Reply> refusal = reader.buffer().fault().map(this::refusal);
    spoilt = refusal.isPresent();
    return refusal.orElseGet(
        () -> replies.of(250, "2.0.0", "ok: " + chunk.size() + " octets received"));
  }

  private boolean isBinary() {
    return sender != null
        && sender.parameters().getOrDefault("BODY", "").equalsIgnoreCase("BINARYMIME");
  }

  /** What gathers the content. */
  ContentBuffer buffer() {
    Settings.Limits limits = settings.limits();
    return isBinary()
        ? ContentBuffer.ofOctets(limits.messageSize())
        : ContentBuffer.ofText(limits.messageSize(), limits.contentLine());
  }

  /** What is wrong with content; none where it can be taken. */
  Optional<Reply> refusal(ContentBuffer.Content content) {
    return content.fault().map(this::refusal);
  }

  private Reply refusal(ContentBuffer.Fault fault) {
    return switch (fault) {
      case BARE_LINE_END -> replies.of(554, "5.5.2", "a CR or LF alone in the content");
      case LINE_TOO_LONG -> replies.of(554, "5.6.0", "a line is too long");
      case TOO_LARGE -> replies.of(552, "5.3.4", "the message is too large");
    };
  }

  /** The message, with its content; ends the transaction. */
  Delivery complete(byte[] content, Delivery.Client client, List<String> transcript) {
    if (sender == null) {
      throw new IllegalStateException("no transaction");
    }
    Delivery delivery = new Delivery(sender, recipients, content, client, transcript);
    reset();
    return delivery;
  }
}
