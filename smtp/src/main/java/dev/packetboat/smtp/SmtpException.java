package dev.packetboat.smtp;

import dev.packetboat.mail.EnhancedStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Something broke, or a server refused what no part of the conversation can go on without. Which of
 * these it was is the class, where it was is {@link #phase()}, and what may be done next is said by
 * {@link #sessionUsable()} and {@link #acceptance()}:
 *
 * <pre>{@code
 * try {
 *   session.send(envelope, content);
 * } catch (SmtpException.Refused refused) {
 *   log(refused.reply().orElseThrow(), refused.recipients());
 * } catch (SmtpException broken) {
 *   if (broken.acceptance() == Acceptance.UNKNOWN) {
 *     // the server may have the message: sending again may duplicate it
 *   }
 * }
 * }</pre>
 *
 * <p>Messages never contain secrets.
 */
public abstract sealed class SmtpException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Where it happened.
   *
   * @param phase the step of the conversation
   * @param command the command that was answered or waited for, secrets redacted
   * @param reply what the server said, if it did
   * @param acceptance whether the server may have the message
   * @param sessionUsable whether the session can send another message
   * @param recipients what became of each recipient, as far as that is known
   */
  public record At(
      Phase phase,
      Optional<String> command,
      Optional<Reply> reply,
      Acceptance acceptance,
      boolean sessionUsable,
      List<RecipientResult> recipients) {

    public At {
      recipients = List.copyOf(recipients);
    }

    /** In this phase, with nothing sent or said, on a session that cannot be used further. */
    public static At phase(Phase phase) {
      return new At(phase, Optional.empty(), Optional.empty(), Acceptance.NO, false, List.of());
    }

    /** Where this happened. */
    public static At of(SmtpException failure) {
      return failure.at;
    }

    public At command(String shown) {
      return new At(phase, Optional.of(shown), reply, acceptance, sessionUsable, recipients);
    }

    public At reply(Reply said) {
      return new At(phase, command, Optional.of(said), acceptance, sessionUsable, recipients);
    }

    public At acceptance(Acceptance known) {
      return new At(phase, command, reply, known, sessionUsable, recipients);
    }

    public At sessionUsable(boolean usable) {
      return new At(phase, command, reply, acceptance, usable, recipients);
    }

    public At recipients(List<RecipientResult> known) {
      return new At(phase, command, reply, acceptance, sessionUsable, known);
    }
  }

  private final transient At at;

  SmtpException(At at, String message, Throwable cause) {
    super(message, cause);
    this.at = at;
  }

  SmtpException(At at, String message) {
    super(message);
    this.at = at;
  }

  /** The step of the conversation in which it happened. */
  public Phase phase() {
    return at.phase();
  }

  /** The command that was answered or waited for, with secrets redacted. */
  public Optional<String> command() {
    return at.command();
  }

  /** What the server said, if it did. */
  public Optional<Reply> reply() {
    return at.reply();
  }

  /** Whether the server may have accepted the message. */
  public Acceptance acceptance() {
    return at.acceptance();
  }

  /** Whether the session can still be used for the next message. */
  public boolean sessionUsable() {
    return at.sessionUsable();
  }

  /**
   * What became of each recipient, in the order in which they were named, as far as the server said
   * it; empty when it had said nothing about any.
   *
   * <p>Where {@link #acceptance()} is UNKNOWN because the server's last word did not come, whom it
   * may have taken the message for is {@link RecipientResult.Unanswered}, and with LMTP whose last
   * word did come has that answer: for them nothing is in doubt. In any other case an accepted
   * recipient was accepted by name only, before the message was lost or refused.
   */
  public List<RecipientResult> recipients() {
    return at.recipients();
  }

  /**
   * No address of the host could be connected to, its name could not be looked up, or the proxy
   * refused.
   */
  public static final class ConnectFailed extends SmtpException {
    private static final long serialVersionUID = 1;
    private final transient List<ConnectAttempt> attempts;

    public ConnectFailed(String message, List<ConnectAttempt> attempts) {
      super(At.phase(Phase.CONNECT), message);
      this.attempts = List.copyOf(attempts);
    }

    /**
     * Each address that was tried and why it was not connected; empty when the name could not be
     * looked up.
     */
    public List<ConnectAttempt> attempts() {
      return attempts;
    }
  }

  /**
   * The server said no, and {@link #reply()} is what it said: to the connection, to the sender, to
   * every recipient, to DATA or to the whole message at its end; with LMTP, to each recipient
   * there, and {@link #recipients()} are its last words.
   */
  public static final class Refused extends SmtpException {
    private static final long serialVersionUID = 1;

    public Refused(At at, String message, List<RecipientResult> recipients) {
      super(at.recipients(recipients), message);
    }
  }

  /** No mechanism could be used, or the server did not accept the credentials. */
  public static final class AuthenticationFailed extends SmtpException {
    private static final long serialVersionUID = 1;

    public AuthenticationFailed(At at, String message) {
      super(at, message);
    }

    public AuthenticationFailed(At at, String message, Throwable cause) {
      super(at, message, cause);
    }
  }

  /**
   * TLS is required and not to be had, the handshake failed, or the certificate was not accepted.
   */
  public static final class TlsFailed extends SmtpException {
    private static final long serialVersionUID = 1;

    public TlsFailed(At at, String message) {
      super(at, message);
    }

    public TlsFailed(At at, String message, Throwable cause) {
      super(at, message, cause);
    }
  }

  /** The deadline of a phase passed. */
  public static final class TimedOut extends SmtpException {
    private static final long serialVersionUID = 1;

    public TimedOut(At at, String message, Throwable cause) {
      super(at, message, cause);
    }
  }

  /** The connection ended before the server had answered. */
  public static final class ConnectionLost extends SmtpException {
    private static final long serialVersionUID = 1;

    public ConnectionLost(At at, String message) {
      super(at, message);
    }

    public ConnectionLost(At at, String message, Throwable cause) {
      super(at, message, cause);
    }
  }

  /** The server said what no server may say at that point. */
  public static final class ProtocolViolation extends SmtpException {
    private static final long serialVersionUID = 1;

    public ProtocolViolation(At at, String message) {
      super(at, message);
    }
  }

  /** What was asked needs something that this server does not offer. Nothing was sent. */
  public static final class Unsupported extends SmtpException {
    private static final long serialVersionUID = 1;
    private final transient EnhancedStatus status;

    public Unsupported(At at, EnhancedStatus status, String message) {
      super(at, message);
      this.status = status;
    }

    /**
     * The status that a report on this failure carries, such as 5.3.4 for a message over the
     * server's limit.
     */
    public EnhancedStatus status() {
      return status;
    }
  }

  /**
   * The content could not be read, changed while it was being sent, or holds octets that no message
   * may hold.
   */
  public static final class ContentFailed extends SmtpException {
    private static final long serialVersionUID = 1;

    public ContentFailed(At at, String message, Throwable cause) {
      super(at, message, cause);
    }
  }

  /** A {@link CommitHook} did not let the end of the content be written. */
  public static final class Vetoed extends SmtpException {
    private static final long serialVersionUID = 1;

    public Vetoed(At at, String message, Throwable cause) {
      super(at, message, cause);
    }
  }

  /**
   * The session was cancelled or closed from another thread, or the calling thread was interrupted.
   */
  public static final class Cancelled extends SmtpException {
    private static final long serialVersionUID = 1;

    public Cancelled(At at, String message, Throwable cause) {
      super(at, message, cause);
    }
  }
}
