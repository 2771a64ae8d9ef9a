package dev.packetboat.mime;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mime.internal.FieldLine;
import dev.packetboat.mime.internal.HeaderFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who writes to whom, in the header and on the envelope. Not thread-safe. */
final class Correspondents {

  private final Mailbox from;
  private Optional<Mailbox> sender = Optional.empty();
  private final List<Mailbox> replyTo = new ArrayList<>();
  private final List<Mailbox> to = new ArrayList<>();
  private final List<Mailbox> cc = new ArrayList<>();
  private final List<Mailbox> bcc = new ArrayList<>();

  Correspondents(Mailbox from) {
    this.from = canSend(from);
  }

  private static Mailbox canSend(Mailbox mailbox) {
    // Refuses what no server could be told.
    Envelope.from(mailbox.address());
    return mailbox;
  }

  void sender(Mailbox mailbox) {
    sender = Optional.of(canSend(mailbox));
  }

  void replyTo(Mailbox... mailboxes) {
    addNamed(replyTo, mailboxes);
  }

  void to(Mailbox... mailboxes) {
    addNamed(to, mailboxes);
  }

  void cc(Mailbox... mailboxes) {
    addNamed(cc, mailboxes);
  }

  void bcc(Mailbox... mailboxes) {
    bcc.addAll(List.of(mailboxes));
  }

  // RFC 5322 §3.4.1: postmaster alone is for envelopes.
  private static void addNamed(List<Mailbox> list, Mailbox... mailboxes) {
    for (Mailbox mailbox : mailboxes) {
      if (mailbox.address().domain().isEmpty()) {
        throw new IllegalArgumentException(
            "\"" + mailbox.address() + "\" has no domain, and so can only be a blind copy");
      }
    }
    list.addAll(List.of(mailboxes));
  }

  /** Our domain in ASCII. */
  String domain() {
    return from.address().domain().orElseThrow().ascii();
  }

  /**
   * From the sender to everybody, blind copies included.
   *
   * @throws IllegalArgumentException if there is nobody
   */
  Envelope envelope() {
    List<Address> recipients =
        Stream.of(to, cc, bcc).flatMap(List::stream).map(Mailbox::address).toList();
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("the message has no recipient");
    }
    return Envelope.from(sender.orElse(from).address()).to(recipients);
  }

  /** The fields, without those that are blind. */
  List<FieldLine> fields() {
    List<FieldLine> fields = new ArrayList<>();
    fields.add(HeaderFields.mailboxes("From", List.of(from)));
    // RFC 5322 §3.6.2: not where it would say the same.
    sender
        .filter(mailbox -> !mailbox.address().equals(from.address()))
        .ifPresent(other -> fields.add(HeaderFields.mailboxes("Sender", List.of(other))));
    add(fields, "Reply-To", replyTo);
    add(fields, "To", to);
    add(fields, "Cc", cc);
    if (to.isEmpty() && cc.isEmpty()) {
      // RFC 5322 §3.4: a group that names nobody.
      fields.add(HeaderFields.word("To", "undisclosed-recipients:;"));
    }
    return fields;
  }

  private static void add(List<FieldLine> fields, String name, List<Mailbox> mailboxes) {
    if (!mailboxes.isEmpty()) {
      fields.add(HeaderFields.mailboxes(name, mailboxes));
    }
  }
}
