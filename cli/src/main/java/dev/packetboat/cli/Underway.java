package dev.packetboat.cli;

import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A letter that was handed to a pipeline. One thread at a time. */
final class Underway {

  private final Letter letter;
  private final Reports reports;
  private final Heard heard;
  private @Nullable Sending sending;

  Underway(Letter letter, String host, Peer peer) {
    this.letter = letter;
    this.reports = new Reports(letter, host);
    this.heard = new Heard(peer);
  }

  Letter letter() {
    return letter;
  }

  /** What was seen of it so far. */
  Heard heard() {
    return heard;
  }

  /** It is handed over. */
  void sentAs(Sending handed) {
    sending = handed;
  }

  /** Why it was not taken, where that is known by now. */
  Optional<SmtpException> failure() {
    return sending == null ? Optional.empty() : sending.failure();
  }

  /** What to tell of it, now that the server took it. */
  MessageReport accepted(Receipt receipt) {
    return reports.accepted(heard, receipt);
  }

  /** What to tell of it, now that it was not taken, or nobody knows. */
  MessageReport failed(SmtpException failure) {
    return reports.failed(heard, failure);
  }

  /**
   * Whether the server had ended the connection before it came to this letter: where others went
   * over it before, that says nothing about this one.
   */
  boolean isStale(SmtpException failure) {
    return failure.acceptance() == Acceptance.NO && !heard.isSenderAccepted() && isEnd(failure);
  }

  // A switch over patterns is linked when it is first run, which a short run can feel.
  private boolean isEnd(SmtpException failure) {
    // RFC 5321 §3.8: 421 may be the answer to any command. What else was said before the answer to
    // the sender was said to somebody else, or to RSET.
    boolean farewell =
        failure instanceof SmtpException.Refused
            && (!heard.isSenderAnswered()
                || failure.reply().map(Reply::code).filter(code -> code == 421).isPresent());
    return farewell
        || failure instanceof SmtpException.ConnectionLost
        || failure instanceof SmtpException.ProtocolViolation;
  }
}
