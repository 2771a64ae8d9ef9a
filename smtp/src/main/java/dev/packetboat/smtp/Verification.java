package dev.packetboat.smtp;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.AddressSyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of a mailbox or a mailing list when it is asked by VRFY or EXPN (RFC 5321
 * §3.5). Most servers say nothing, lest they help those who collect addresses: {@link NotSaid} and
 * {@link NotImplemented} mean neither yes nor no.
 *
 * {@snippet class="dev.packetboat.smtp.ExamplesTest" region="verify" :
 * switch (session.verify("smith")) {
 *   case Verification.Known known -> log("it is " + known.mailboxes().getFirst());
 *   case Verification.Forwarding there -> log("mail goes on to " + there.path());
 *   case Verification.NotSaid silent -> log("send and see");
 *   case Verification.Elsewhere there -> log("try " + there.path());
 *   case Verification.Ambiguous several -> log("which of " + several.candidates());
 *   case Verification.NotImplemented none -> log("it does not verify");
 *   case Verification.Refused no -> log("no: " + no.reply());
 * }
 * }
 */
public sealed interface Verification {

  /** All that the server said. */
  Reply reply();

  /**
   * One line about one mailbox.
   *
   * @param text the line as the server wrote it, without an enhanced status code, such as {@code
   *     Joe Smith <joe@example.com>}
   * @param address the address in angle brackets at its end, or which the line consists of; empty
   *     where it has none that can be read
   */
  record Mailbox(String text, Optional<Address> address) {

    private static Mailbox of(String line) {
      return new Mailbox(line, addressIn(line));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * 250, or another yes: these are mailboxes, with EXPN the members of the list.
   *
   * @param mailboxes one for each line of the reply, at least one
   */
  record Known(Reply reply, List<Mailbox> mailboxes) implements Verification {

    public Known {
      mailboxes = List.copyOf(mailboxes);
    }
  }

  /**
   * 251: it is not here, and mail to it will be forwarded.
   *
   * @param path where to, if the reply says it
   */
  record Forwarding(Reply reply, Optional<Address> path) implements Verification {}

  /** 252: the server does not say, and would take mail to it. */
  record NotSaid(Reply reply) implements Verification {}

  /**
   * 551: it is not here, and mail to it will not be forwarded.
   *
   * @param path where it is, if the reply says it
   */
  record Elsewhere(Reply reply, Optional<Address> path) implements Verification {}

  /**
   * 553: several could be meant, or the name is none.
   *
   * @param candidates those that the reply names; often none
   */
  record Ambiguous(Reply reply, List<Mailbox> candidates) implements Verification {

    public Ambiguous {
      candidates = List.copyOf(candidates);
    }
  }

  /** 500, 502 or 504: the server does not do this. */
  record NotImplemented(Reply reply) implements Verification {}

  /** Any other no, such as 550 for a mailbox that is not there, or 450 for not now. */
  record Refused(Reply reply) implements Verification {}

  /** What a reply to VRFY or EXPN means. */
  static Verification of(Reply reply) {
    return switch (reply.code()) {
      case 251 -> new Forwarding(reply, pathIn(reply));
      case 252 -> new NotSaid(reply);
      case 551 -> new Elsewhere(reply, pathIn(reply));
      case 553 -> new Ambiguous(reply, candidatesIn(reply));
      case 500, 502, 504 -> new NotImplemented(reply);
      default -> reply.isPositive() ? new Known(reply, mailboxesIn(reply)) : new Refused(reply);
    };
  }

  private static List<Mailbox> mailboxesIn(Reply reply) {
    return reply.messages().stream().map(String::strip).map(Mailbox::of).toList();
  }

  // RFC 5321 §3.5.1: a line of words comes before the possibilities
  private static List<Mailbox> candidatesIn(Reply reply) {
    return mailboxesIn(reply).stream().filter(one -> one.address().isPresent()).toList();
  }

  private static Optional<Address> pathIn(Reply reply) {
    return mailboxesIn(reply).stream().flatMap(one -> one.address().stream()).findFirst();
  }

  private static Optional<Address> addressIn(String line) {
    int open = line.endsWith(">") ? line.lastIndexOf('<') : -1;
    String written = open < 0 ? line : line.substring(open + 1, line.length() - 1);
    try {
      return Optional.of(Address.parse(written));
    } catch (AddressSyntaxException none) {
      return Optional.empty();
    }
  }
}
