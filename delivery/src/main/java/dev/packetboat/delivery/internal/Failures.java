package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Attempt;
import dev.packetboat.delivery.Hop;
import dev.packetboat.delivery.Reason;
import dev.packetboat.delivery.internal.FailurePolicy.Answer;
import dev.packetboat.delivery.internal.FailurePolicy.Scope;
import dev.packetboat.mail.EnhancedStatus;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What an exception of a session means for the recipients whom the server did not speak of. Pure.
 */
final class Failures {

  private Failures() {}

  /** There was no session, and so nothing was said about the message. */
  static Setback noSession(Target target, Heard heard, SmtpException failure) {
    List<Attempt> before = heard.unreached();
    return switch (failure) {
      case SmtpException.ConnectFailed unreachable -> unreachable(target, before, unreachable);
      case SmtpException.Refused refused ->
          Setback.refused(Scope.SESSION, hop(target, heard), refused.reply().orElseThrow())
              .after(before);
      case SmtpException.AuthenticationFailed refused ->
          aboutUs(target, heard, Statuses.CREDENTIALS_INVALID, Reason.CREDENTIALS, refused);
      case SmtpException.TlsFailed failed ->
          aboutUs(
              target,
              heard,
              failed.phase() == Phase.TLS
                  ? Statuses.CRYPTOGRAPHIC_FAILURE
                  : Statuses.ENCRYPTION_NEEDED,
              Reason.TLS,
              failed);
      case SmtpException.Cancelled cancelled -> cancelled();
      case SmtpException.ProtocolViolation wrong -> broken(target, heard, failure);
      case SmtpException.TimedOut late -> broken(target, heard, failure);
      case SmtpException.ConnectionLost lost -> broken(target, heard, failure);
      case SmtpException.Unsupported impossible -> broken(target, heard, failure);
      case SmtpException.ContentFailed unreadable -> broken(target, heard, failure);
      case SmtpException.Vetoed held -> broken(target, heard, failure);
    };
  }

  private static Setback unreachable(
      Target target, List<Attempt> tried, SmtpException.ConnectFailed failure) {
    List<Attempt> attempts =
        tried.isEmpty()
            ? List.of(new Attempt(target.host(), Optional.empty(), text(failure)))
            : tried;
    return new Setback(
        Scope.SESSION,
        Answer.BROKEN,
        Optional.empty(),
        Statuses.NO_ANSWER_FROM_HOST,
        new Reason(Reason.CONNECT, text(failure)),
        attempts);
  }

  /** It can be tried again: what is wrong is not the recipient. */
  private static Setback aboutUs(
      Target target, Heard heard, EnhancedStatus status, String code, SmtpException failure) {
    Optional<Setback.Word> word =
        heard.server().isEmpty()
            ? Optional.empty()
            : failure.reply().map(reply -> new Setback.Word(hop(target, heard), reply));
    return new Setback(
            Scope.SESSION,
            Answer.BROKEN,
            word,
            status,
            new Reason(code, text(failure)),
            present(target, heard, failure))
        .after(heard.unreached());
  }

  private static Setback broken(Target target, Heard heard, SmtpException failure) {
    return Setback.host(Answer.BROKEN, status(failure), new Reason(code(failure), text(failure)))
        .after(present(target, heard, failure))
        .after(heard.unreached());
  }

  private static List<Attempt> present(Target target, Heard heard, SmtpException failure) {
    return List.of(
        new Attempt(
            target.host(), heard.server().map(InetSocketAddress::getAddress), text(failure)));
  }

  private static Hop hop(Target target, Heard heard) {
    return new Hop(target.host(), heard.server().orElseThrow(), heard.tls());
  }

  /** A session was there, and the message did not come to a receipt; it cannot have been taken. */
  static Setback noReceipt(Hop hop, SmtpException failure) {
    return switch (failure) {
      case SmtpException.Refused refused -> refused(hop, refused);
      case SmtpException.Unsupported impossible ->
          Setback.ours(
              Answer.PERMANENT,
              impossible.status(),
              new Reason(Reason.UNSUPPORTED, hop.host() + ": " + text(failure)));
      case SmtpException.ContentFailed unreadable ->
          Setback.ours(
              Answer.TRANSIENT, Statuses.MEDIA_ERROR, new Reason(Reason.CONTENT, text(failure)));
      case SmtpException.Vetoed held ->
          Setback.ours(Answer.TRANSIENT, Statuses.SYSTEM, new Reason(Reason.VETOED, text(failure)));
      case SmtpException.Cancelled cancelled -> cancelled();
      case SmtpException.ConnectFailed never -> lost(hop, failure);
      case SmtpException.AuthenticationFailed never -> lost(hop, failure);
      case SmtpException.TlsFailed never -> lost(hop, failure);
      case SmtpException.ProtocolViolation wrong -> lost(hop, failure);
      case SmtpException.TimedOut late -> lost(hop, failure);
      case SmtpException.ConnectionLost lost -> lost(hop, failure);
    };
  }

  // RFC 5321 §3.8: 421 ends the session, whatever it answers
  private static Setback refused(Hop hop, SmtpException.Refused failure) {
    Reply reply = failure.reply().orElseThrow();
    boolean endsSession = reply.code() == 421 || failure.phase() == Phase.RSET;
    return Setback.refused(endsSession ? Scope.SESSION : Scope.TRANSACTION, hop, reply);
  }

  /** The connection broke before this message was complete. */
  static Setback lost(Hop hop, SmtpException failure) {
    return Setback.host(
        Answer.BROKEN,
        status(failure),
        new Reason(code(failure), text(failure)),
        attempt(hop, text(failure)));
  }

  /** Something threw what it should not. */
  static Setback fault(Throwable thrown) {
    return Setback.ours(
        Answer.TRANSIENT,
        Statuses.SYSTEM,
        new Reason(
            Reason.FAULT, "a fault of this program, or of what it was given to send: " + thrown));
  }

  /** Somebody stopped it. */
  static Setback cancelled() {
    return Setback.ours(
        Answer.TRANSIENT,
        Statuses.SYSTEM,
        new Reason(Reason.CANCELLED, "not attempted: cancelled before the message was complete"));
  }

  static Attempt attempt(Hop hop, String error) {
    return new Attempt(hop.host(), Optional.of(hop.address().getAddress()), error);
  }

  /** The stable code of what broke. */
  static String code(SmtpException failure) {
    return switch (failure) {
      case SmtpException.TimedOut late -> Reason.TIMEOUT;
      case SmtpException.ProtocolViolation wrong -> Reason.PROTOCOL;
      case SmtpException.Cancelled cancelled -> Reason.CANCELLED;
      default -> Reason.CONNECTION_LOST;
    };
  }

  private static EnhancedStatus status(SmtpException failure) {
    return failure instanceof SmtpException.ProtocolViolation
        ? Statuses.INVALID_COMMAND
        : Statuses.BAD_CONNECTION;
  }

  private static String text(SmtpException failure) {
    return String.valueOf(failure.getMessage());
  }
}
