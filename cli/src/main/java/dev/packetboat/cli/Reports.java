package dev.packetboat.cli;

import dev.packetboat.cli.MessageReport.Trouble;
import dev.packetboat.cli.RecipientReport.Attempt;
import dev.packetboat.cli.RecipientReport.Hop;
import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.ConnectAttempt;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a session through a relay said about one message, as a report: each recipient by its own
 * answer, and those who have none by what ended the message. Pure.
 */
final class Reports {

  // RFC 3463 §3.4 to 3.8, RFC 5248 §2.4
  private static final String NO_ANSWER_FROM_HOST = "4.4.1";
  private static final String BAD_CONNECTION = "4.4.2";
  private static final String INVALID_COMMAND = "4.5.0";
  private static final String CRYPTOGRAPHIC_FAILURE = "4.7.5";
  private static final String CREDENTIALS_INVALID = "4.7.8";
  private static final String ENCRYPTION_NEEDED = "4.7.10";
  private static final String SYSTEM_STATUS = "4.3.0";
  private static final String MEDIA_ERROR = "4.6.0";

  private static final int RELAY_PORT = 25;

  /** What is said of a message that Ctrl-C cut. */
  static final String INTERRUPTED = "not attempted: interrupted before the message was complete";

  /** RFC 3463 §3.2. */
  static final String BAD_ADDRESS_SYNTAX = "5.1.3";

  private final Letter letter;
  private final String host;

  Reports(Letter letter, String host) {
    this.letter = letter;
    this.host = host;
  }

  /** The server took it, for some or for all. */
  MessageReport accepted(Heard heard, Receipt receipt) {
    Function<Recipient, RecipientReport> taken = spoken(heard, receipt.reply());
    return report(
        receipt.size(),
        each(heard, recipient -> withNotification(heard, recipient, taken.apply(recipient))),
        Trouble.NONE);
  }

  private RecipientReport withNotification(
      Heard heard, Recipient recipient, RecipientReport report) {
    boolean wanted = !recipient.options().parameters().isEmpty();
    return wanted && !heard.peer().offersNotifications()
        ? report.noting("no notification was asked for: " + host + " does not offer DSN")
        : report;
  }

  /** It is for nobody whose address could be used. */
  MessageReport forNobody() {
    return report(0, List.of(), Trouble.NONE);
  }

  /** It was the turn of others, and then there was no more sending. */
  MessageReport notAttempted(String reason) {
    return report(
        0, each(own(Status.DEFERRED, SYSTEM_STATUS, reason, List.of())), Trouble.NOT_ATTEMPTED);
  }

  /** It cannot be read any more. */
  MessageReport lost(String reason) {
    return report(0, each(own(Status.DEFERRED, MEDIA_ERROR, reason, List.of())), Trouble.CONTENT);
  }

  /** There was no session, or it did not come to a receipt. */
  MessageReport failed(Heard heard, SmtpException failure) {
    return report(heard.octets(), each(heard, withoutAnswer(heard, failure)), trouble(failure));
  }

  private static Trouble trouble(SmtpException failure) {
    return switch (failure) {
      // 4xx: the server cannot tell now. Everything else needs other credentials.
      case SmtpException.AuthenticationFailed refused ->
          refused.reply().filter(Reply::isTransient).isPresent()
              ? Trouble.NONE
              : Trouble.CREDENTIALS;
      case SmtpException.ContentFailed unreadable -> Trouble.CONTENT;
      default -> Trouble.NONE;
    };
  }

  /** What became of a recipient about whom the server had not spoken. */
  private Function<Recipient, RecipientReport> withoutAnswer(Heard heard, SmtpException failure) {
    String reason = String.valueOf(failure.getMessage());
    List<Attempt> before = unreached(heard.peer().unreached());
    if (failure.acceptance() == Acceptance.UNKNOWN) {
      return own(
          Status.UNKNOWN,
          BAD_CONNECTION,
          "the server may have it: " + reason,
          withThis(heard, reason));
    }
    return switch (failure) {
      case SmtpException.Refused refused -> spoken(heard, refused.reply().orElseThrow());
      case SmtpException.AuthenticationFailed refused ->
          spokenFirst(heard, CREDENTIALS_INVALID, refused);
      case SmtpException.TlsFailed failed ->
          spokenFirst(
              heard,
              failed.phase() == Phase.TLS ? CRYPTOGRAPHIC_FAILURE : ENCRYPTION_NEEDED,
              failed);
      case SmtpException.ConnectFailed unreachable ->
          own(
              Status.DEFERRED,
              NO_ANSWER_FROM_HOST,
              reason + blockedPort(unreachable).map(hint -> "; " + hint).orElse(""),
              unreached(unreachable.attempts()));
      case SmtpException.ProtocolViolation wrong ->
          own(Status.DEFERRED, INVALID_COMMAND, reason, withThis(heard, reason));
      case SmtpException.TimedOut late ->
          own(Status.DEFERRED, BAD_CONNECTION, reason, withThis(heard, reason));
      case SmtpException.ConnectionLost lost ->
          own(Status.DEFERRED, BAD_CONNECTION, reason, withThis(heard, reason));
      case SmtpException.Unsupported impossible ->
          own(Status.FAILED, impossible.status().toString(), reason, before);
      // Nobody but Ctrl-C cancels or holds back.
      case SmtpException.Cancelled cancelled ->
          own(Status.DEFERRED, SYSTEM_STATUS, INTERRUPTED, before);
      case SmtpException.Vetoed held -> own(Status.DEFERRED, SYSTEM_STATUS, INTERRUPTED, before);
      case SmtpException.ContentFailed unreadable ->
          own(Status.DEFERRED, MEDIA_ERROR, reason, before);
    };
  }

  /** What to do about a port that many providers block; empty where that is not the reason. */
  static Optional<String> blockedPort(SmtpException failure) {
    boolean blocked =
        failure instanceof SmtpException.ConnectFailed unreachable
            && !unreachable.attempts().isEmpty()
            && unreachable.attempts().stream().allMatch(Reports::mayBeBlocked);
    return blocked
        ? Optional.of(
            "the provider may block port 25: try the submission port of a relay, --relay HOST:587")
        : Optional.empty();
  }

  private static boolean mayBeBlocked(ConnectAttempt attempt) {
    return attempt.address().getPort() == RELAY_PORT
        && (attempt.error().contains("refused") || attempt.error().contains("timed out"));
  }

  private List<Attempt> unreached(List<ConnectAttempt> attempts) {
    return attempts.stream().map(attempt -> Attempt.of(host, attempt)).toList();
  }

  private Hop hop(Heard heard) {
    Peer peer = heard.peer();
    return peer.server()
        .map(at -> new Hop(host, at.getAddress().getHostAddress(), at.getPort(), peer.tls()))
        .orElseThrow(() -> new IllegalStateException("nobody was connected to, and yet spoke"));
  }

  /** The server's word. */
  private Function<Recipient, RecipientReport> spoken(Heard heard, Reply reply) {
    Hop hop = hop(heard);
    List<Attempt> before = unreached(heard.peer().unreached());
    return recipient ->
        RecipientReport.answered(recipient.address().toString(), hop, reply).attempts(before);
  }

  /**
   * The server's word where it spoke, which is about us and not the recipient: it can be tried
   * again.
   */
  private Function<Recipient, RecipientReport> spokenFirst(
      Heard heard, String code, SmtpException failure) {
    String reason = String.valueOf(failure.getMessage());
    return failure
        .reply()
        .<Function<Recipient, RecipientReport>>map(
            reply ->
                recipient ->
                    RecipientReport.answered(recipient.address().toString(), hop(heard), reply)
                        .deferred(reason)
                        .attempts(unreached(heard.peer().unreached())))
        .orElseGet(() -> own(Status.DEFERRED, code, reason, withThis(heard, reason)));
  }

  /** With the server that was there and did not answer as it should. */
  private List<Attempt> withThis(Heard heard, String error) {
    Stream<Attempt> present =
        heard.peer().server().stream()
            .map(at -> new Attempt(host, Optional.of(at.getAddress().getHostAddress()), error));
    return Stream.concat(unreached(heard.peer().unreached()).stream(), present).toList();
  }

  private static Function<Recipient, RecipientReport> own(
      Status status, String code, String reason, List<Attempt> attempts) {
    return recipient ->
        RecipientReport.own(recipient.address().toString(), status, code, reason)
            .attempts(attempts);
  }

  private List<RecipientReport> each(Function<Recipient, RecipientReport> report) {
    return letter.envelope().recipients().stream().map(report).toList();
  }

  /**
   * Each by its own answer; whom the server took, or did not speak about, by what decided over all.
   */
  private List<RecipientReport> each(Heard heard, Function<Recipient, RecipientReport> decision) {
    return each(
        recipient -> {
          RecipientResult.Answer answer = heard.answer(recipient).orElse(null);
          if (answer instanceof RecipientResult.Refused no) {
            return spoken(heard, no.reply()).apply(recipient);
          }
          if (answer instanceof RecipientResult.NotAsked why) {
            return own(Status.FAILED, why.status().toString(), why.reason(), List.of())
                .apply(recipient);
          }
          return decision.apply(recipient);
        });
  }

  private MessageReport report(long size, List<RecipientReport> recipients, Trouble trouble) {
    Stream<RecipientReport> unusable = letter.unusable().stream().map(Reports::unusable);
    return new MessageReport(
        letter.name(),
        letter.messageId(),
        letter.envelope().sender().map(Object::toString).orElse(""),
        size,
        Stream.concat(recipients.stream(), unusable).toList(),
        trouble);
  }

  /** What stands in a recipient field and is no address. */
  static RecipientReport unusable(String text) {
    return RecipientReport.own(text, Status.FAILED, BAD_ADDRESS_SYNTAX, "this is no address");
  }
}
