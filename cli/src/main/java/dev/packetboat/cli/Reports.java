package dev.packetboat.cli;

import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the library said about one message, as a report. Pure. */
final class Reports {

  // RFC 3463 §3.4 to 3.8, RFC 5248
  private static final String NO_ANSWER = "4.4.1";
  private static final String BAD_CONNECTION = "4.4.2";
  private static final String INVALID_PROTOCOL = "4.5.0";
  private static final String ENCRYPTION_NEEDED = "4.7.10";
  private static final String BAD_CREDENTIALS = "4.7.8";
  private static final String NOT_ATTEMPTED = "4.3.0";
  private static final String BAD_ADDRESS = "5.1.3";
  private static final String UNREADABLE = "4.6.0";

  private final Letter letter;
  private final String host;

  Reports(Letter letter, String host) {
    this.letter = letter;
    this.host = host;
  }

  /** The server took it, for some or for all. */
  MessageReport accepted(RecipientReport.Hop hop, Receipt receipt) {
    return report(
        receipt.size(), results(hop, receipt.recipients(), receipt.reply()), false, false);
  }

  /** Nothing was tried. */
  MessageReport notAttempted(String reason) {
    return all(Status.DEFERRED, NOT_ATTEMPTED, "not attempted: " + reason);
  }

  /** It did not come to a receipt. */
  MessageReport failed(Optional<RecipientReport.Hop> hop, SmtpException failure) {
    String reason = String.valueOf(failure.getMessage());
    if (failure.acceptance() == Acceptance.UNKNOWN) {
      return all(Status.UNKNOWN, BAD_CONNECTION, "the server may have it: " + reason);
    }
    return switch (failure) {
      case SmtpException.Refused refused -> refused(hop, refused);
      case SmtpException.ConnectFailed unreachable -> unreachable(unreachable);
      case SmtpException.AuthenticationFailed unknown -> unauthenticated(unknown);
      case SmtpException.TlsFailed insecure -> all(Status.DEFERRED, ENCRYPTION_NEEDED, reason);
      case SmtpException.ProtocolViolation wrong -> all(Status.DEFERRED, INVALID_PROTOCOL, reason);
      case SmtpException.TimedOut late -> all(Status.DEFERRED, BAD_CONNECTION, reason);
      case SmtpException.ConnectionLost lost -> all(Status.DEFERRED, BAD_CONNECTION, reason);
      case SmtpException.Cancelled cancelled -> all(Status.DEFERRED, NOT_ATTEMPTED, "interrupted");
      case SmtpException.Unsupported impossible ->
          all(Status.FAILED, impossible.status().toString(), reason);
      case SmtpException.ContentFailed unreadable -> unreadable(reason);
    };
  }

  private MessageReport refused(Optional<RecipientReport.Hop> hop, SmtpException.Refused refused) {
    Reply reply = refused.reply().orElseThrow();
    return report(0, results(hop.orElseThrow(), refused.recipients(), reply), false, false);
  }

  private MessageReport unreachable(SmtpException.ConnectFailed failure) {
    List<RecipientReport.Attempt> attempts =
        failure.attempts().stream()
            .map(attempt -> RecipientReport.Attempt.of(host, attempt))
            .toList();
    String reason = failure.getMessage() + (attempts.isEmpty() ? "" : hint(failure));
    return report(
        0,
        each(
            recipient ->
                RecipientReport.own(
                        recipient.address().toString(), Status.DEFERRED, NO_ANSWER, reason)
                    .attempts(attempts)),
        false,
        false);
  }

  /** What to do about a port that many providers block. */
  private static String hint(SmtpException.ConnectFailed failure) {
    boolean isBlockable =
        failure.attempts().stream().allMatch(attempt -> attempt.address().getPort() == 25);
    return isBlockable
        ? "; the provider may block port 25: use a relay's submission port, --relay HOST:587"
        : "";
  }

  private MessageReport unauthenticated(SmtpException.AuthenticationFailed failure) {
    // 4xx: the server cannot tell now. Everything else needs other credentials.
    boolean refused = failure.reply().filter(Reply::isTransient).isEmpty();
    MessageReport report =
        all(Status.DEFERRED, BAD_CREDENTIALS, String.valueOf(failure.getMessage()));
    return new MessageReport(
        report.message(),
        report.messageId(),
        report.sender(),
        report.size(),
        report.recipients(),
        refused,
        false);
  }

  private MessageReport unreadable(String reason) {
    MessageReport report = all(Status.DEFERRED, UNREADABLE, reason);
    return new MessageReport(
        report.message(),
        report.messageId(),
        report.sender(),
        report.size(),
        report.recipients(),
        false,
        true);
  }

  private MessageReport all(Status status, String enhanced, String reason) {
    return report(
        0,
        each(
            recipient ->
                RecipientReport.own(recipient.address().toString(), status, enhanced, reason)),
        false,
        false);
  }

  private List<RecipientReport> each(Function<Recipient, RecipientReport> report) {
    return letter.envelope().recipients().stream().map(report).toList();
  }

  /**
   * Each by its own answer; whom the server took, or was not asked for, by the one that decided
   * over all.
   */
  private List<RecipientReport> results(
      RecipientReport.Hop hop, List<RecipientResult> results, Reply decision) {
    Map<Recipient, RecipientResult.Answer> answers = new HashMap<>();
    results.forEach(result -> answers.put(result.recipient(), result.answer()));
    return each(
        recipient -> {
          String address = recipient.address().toString();
          return switch (answers.get(recipient)) {
            case RecipientResult.Refused no -> RecipientReport.answered(address, hop, no.reply());
            case RecipientResult.NotAsked why ->
                RecipientReport.own(address, Status.FAILED, why.status().toString(), why.reason());
            case RecipientResult.Accepted yes -> RecipientReport.answered(address, hop, decision);
            case null -> RecipientReport.answered(address, hop, decision);
          };
        });
  }

  private MessageReport report(
      long size, List<RecipientReport> recipients, boolean refusedCredentials, boolean unreadable) {
    List<RecipientReport> all = new ArrayList<>(recipients);
    for (String text : letter.unusable()) {
      all.add(RecipientReport.own(text, Status.FAILED, BAD_ADDRESS, "this is no address"));
    }
    return new MessageReport(
        letter.name(),
        letter.messageId(),
        letter.envelope().sender().map(Object::toString).orElse(""),
        size,
        all,
        refusedCredentials,
        unreadable);
  }

  /** Whether what failed would fail for every other message as well. */
  static boolean stopsRun(SmtpException failure) {
    return switch (failure.phase()) {
      case CONNECT, TLS, GREETING, EHLO, HELO, STARTTLS, AUTH -> true;
      case RSET, MAIL, RCPT, DATA, CONTENT, CONTENT_END, COMMAND, QUIT -> false;
    };
  }
}
