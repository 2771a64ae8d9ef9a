package dev.packetboat.testkit.internal.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mail transaction of one session, as far as it has come. For one thread. */
final class Transfer {

  private final Settings settings;
  private final Replies replies;
  private @Nullable PathArgument sender;
  private final List<PathArgument> recipients = new ArrayList<>();
  private boolean recipientTried;
  private boolean extended;

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
  }

  /**
   * MAIL.
   *
   * @param ignored keywords of parameters that somebody else answers for
   */
  Reply mail(String argument, List<String> ignored) {
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
    if (recipients.isEmpty()) {
      // RFC 5321 §3.3
      return recipientTried
          ? replies.of(554, "5.5.1", "no valid recipients")
          : replies.of(503, "5.5.1", sender == null ? "MAIL first" : "RCPT first");
    }
    return Reply.of(354, "end with a lone dot");
  }

  /** What is wrong with content; none where it can be taken. */
  Optional<Reply> refusal(DataReader.Content content) {
    return content
        .fault()
        .map(
            fault ->
                switch (fault) {
                  case BARE_LINE_END -> replies.of(554, "5.5.2", "a CR or LF alone in the content");
                  case LINE_TOO_LONG -> replies.of(554, "5.6.0", "a line is too long");
                  case TOO_LARGE -> replies.of(552, "5.3.4", "the message is too large");
                });
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
