package dev.packetboat.smtp.fuzz;

import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the caller was told. Written by the caller's thread, read when that has ended. */
final class Claims {

  sealed interface Claim {}

  /** The server has it. */
  record Sent(Letter letter, Receipt receipt) implements Claim {}

  /** It was not sent, or nobody knows. */
  record Failed(Letter letter, SmtpException how, boolean usableAfterwards) implements Claim {}

  /** These went through one pipeline, in this order. */
  record Together(List<Sending> all) implements Claim {

    /** Whether some message of these was this, and one behind it was that. */
    boolean holds(Predicate<Sending> first, Predicate<Sending> behind) {
      return all.stream().dropWhile(first.negate()).skip(1).anyMatch(behind);
    }
  }

  /** It was abandoned before its end. */
  record Dropped(Letter letter, boolean usableAfterwards) implements Claim {}

  /** The answer to a recipient. */
  record Named(Recipient recipient, Reply reply) implements Claim {}

  /** The answer to a line that was written once only. */
  record Answered(String line, Reply reply) implements Claim {}

  /** Something other than a message failed. */
  record Broke(String what, SmtpException how, boolean usableAfterwards) implements Claim {}

  /** The server seems to know us. */
  record Authenticated(String mechanism) implements Claim {}

  final List<Claim> all = new ArrayList<>();

  /** What no server can be blamed for. */
  final List<String> complaints = new ArrayList<>();

  void add(Claim claim) {
    all.add(claim);
  }
}
