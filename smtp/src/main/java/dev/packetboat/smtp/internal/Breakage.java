package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.smtp.internal.net.Wire;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Objects;

/** How a conversation broke, in the words of an exception for each command that it left waiting. */
final class Breakage {

  private final Timeouts timeouts;

  Breakage(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /** What an input or output error means for this command. */
  SmtpException of(IOException error, Exchange exchange) {
    At at = at(exchange).acceptance(exchange.acceptance());
    String where = exchange.shown.isEmpty() ? exchange.phase.toString() : exchange.shown;
    if (error instanceof ClosedByInterruptException) {
      return new SmtpException.Cancelled(at, "cancelled at " + where, error);
    }
    if (error instanceof Wire.DeadlinePassed) {
      return new SmtpException.TimedOut(
          at,
          "no end of "
              + where
              + " within "
              + timeouts.of(exchange.phase).toMillis() / 1000.0
              + " s",
          error);
    }
    if (error instanceof Wire.SourceFailed && exchange.phase == Phase.CONTENT) {
      return new SmtpException.ContentFailed(
          at, "the content could not be sent: " + error.getMessage(), error);
    }
    if (error instanceof ReplyReader.Malformed) {
      return new SmtpException.ProtocolViolation(at, error.getMessage() + ", at " + where);
    }
    String why = error.getMessage() == null ? "it is closed" : error.getMessage();
    return new SmtpException.ConnectionLost(at, "connection lost at " + where + ": " + why, error);
  }

  /**
   * The server took its leave before it came to this command (RFC 5321 §3.8): of what was written
   * behind the command to which it said so it has done nothing. Only 421 is an answer to any
   * command; another is no answer to this one.
   */
  static SmtpException farewell(Reply farewell, Exchange exchange) {
    At at = at(exchange).acceptance(Acceptance.NO);
    String text = "the server took its leave: " + farewell;
    return farewell.code() == 421
        ? new SmtpException.Refused(at.reply(farewell), text, List.of())
        : new SmtpException.ConnectionLost(at, text);
  }

  /** The same, with what became of each recipient. */
  static SmtpException about(List<RecipientResult> recipients, SmtpException broken) {
    At at = At.of(broken).recipients(recipients);
    String message = String.valueOf(broken.getMessage());
    Throwable cause = broken.getCause();
    SmtpException told =
        switch (broken) {
          case SmtpException.TimedOut late ->
              new SmtpException.TimedOut(at, message, Objects.requireNonNull(cause));
          case SmtpException.Cancelled cancelled ->
              new SmtpException.Cancelled(at, message, Objects.requireNonNull(cause));
          case SmtpException.ConnectionLost lost when cause != null ->
              new SmtpException.ConnectionLost(at, message, cause);
          case SmtpException.ConnectionLost lost -> new SmtpException.ConnectionLost(at, message);
          case SmtpException.ProtocolViolation wrong ->
              new SmtpException.ProtocolViolation(at, message);
          case SmtpException.Refused refused -> new SmtpException.Refused(at, message, recipients);
          case SmtpException.ConnectFailed other -> other;
          case SmtpException.AuthenticationFailed other -> other;
          case SmtpException.TlsFailed other -> other;
          case SmtpException.Unsupported other -> other;
          case SmtpException.ContentFailed other -> other;
          case SmtpException.Vetoed other -> other;
        };
    told.setStackTrace(broken.getStackTrace());
    return told;
  }

  static At at(Exchange exchange) {
    At at = At.phase(exchange.phase);
    at = exchange.shown.isEmpty() ? at : at.command(exchange.shown);
    return exchange.reply == null ? at : at.reply(exchange.reply);
  }
}
