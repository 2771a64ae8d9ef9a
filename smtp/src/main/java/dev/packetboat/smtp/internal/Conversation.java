package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.smtp.Transcript;
import dev.packetboat.smtp.internal.net.Wire;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Commands out, replies in, matched by their order. Nothing of what SMTP means is decided here.
 *
 * <p>Commands are collected by {@link #write} and leave when an answer is waited for, so those that
 * are written before the first {@link #await} go as one group. A window bounds what is unanswered,
 * so that neither side can fill both buffers and wait for the other (RFC 2920 §3.1). Content goes
 * out between the reply to DATA and {@link #endContent}. Every failure ends the conversation; after
 * that {@link #isOpen} is false and nothing more is written.
 *
 * <p>One thread at a time, but for {@link #cancel}.
 */
final class Conversation {

  private static final int MAX_UNANSWERED = 200;
  private static final int MAX_UNANSWERED_OCTETS = 4 * 1024;
  private static final byte[] FINAL_DOT = {'.', '\r', '\n'};

  private final Wire wire;
  private final Timeouts timeouts;
  private final Transcript transcript;
  private final ReplyReader replies;
  private final Queue<Exchange> unanswered = new ArrayDeque<>();
  private final byte[] buffer = new byte[16 * 1024];
  private int buffered;
  private int unansweredOctets;
  private long contentOctets;
  private Acceptance acceptance = Acceptance.NO;
  private @Nullable Reply farewell;
  private @Nullable IOException writeFailure;
  private boolean open = true;
  private volatile boolean cancelled;

  Conversation(Wire wire, Timeouts timeouts, Transcript transcript) {
    this.wire = wire;
    this.timeouts = timeouts;
    this.transcript = transcript;
    this.replies = new ReplyReader(wire, transcript::server);
  }

  boolean isOpen() {
    return open && !cancelled && wire.isOpen();
  }

  /** The 421 with which the server took its leave, if it did. */
  Optional<Reply> farewell() {
    return Optional.ofNullable(farewell);
  }

  /** Collects a command. It may leave before the answer to it is waited for, never later. */
  Exchange write(Phase phase, String line) throws SmtpException {
    return write(phase, line, line);
  }

  /** Collects a line that is shown to people as something else. */
  private Exchange write(Phase phase, String line, String shown) throws SmtpException {
    if (unanswered.isEmpty() || !open) { // what was never answered counts no more then
      refuseUnasked(phase, shown);
    }
    byte[] octets = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
    while (!unanswered.isEmpty()
        && (unanswered.size() >= MAX_UNANSWERED
            || unansweredOctets + octets.length > MAX_UNANSWERED_OCTETS)) {
      readNext();
    }
    transcript.client(shown);
    Exchange exchange = new Exchange(phase, shown, octets.length);
    unanswered.add(exchange);
    unansweredOctets += octets.length;
    collect(phase, octets, octets.length);
    return exchange;
  }

  /** Sends what was collected and reads replies up to the one for this command. */
  Reply await(Exchange exchange) throws SmtpException {
    while (exchange.reply == null) {
      readNext();
    }
    return exchange.reply;
  }

  /** One command and its reply. */
  Reply call(Phase phase, String line) throws SmtpException {
    return await(write(phase, line));
  }

  /**
   * A line of an authentication and the reply to it. People are shown the open part alone, also
   * where the server repeats the line in its answer.
   *
   * @param open empty where the whole line is secret
   * @param secret empty where there is none
   */
  Reply authenticate(String open, String secret) throws SmtpException {
    String separator = open.isEmpty() || secret.isEmpty() ? "" : " ";
    String shown = secret.isEmpty() && !open.isEmpty() ? "" : ReplyReader.REDACTED;
    replies.hide(secret);
    try {
      return await(write(Phase.AUTH, open + separator + secret, open + separator + shown));
    } finally {
      replies.hide("");
    }
  }

  /** Waits for the greeting, which answers no command. */
  Reply greeting() throws SmtpException {
    Exchange greeting = new Exchange(Phase.GREETING, "", 0);
    unanswered.add(greeting);
    return await(greeting);
  }

  /** Sends a part of the content, as it stands on the wire. */
  void content(byte[] octets, int offset, int length) throws SmtpException {
    refuseEarlyReply();
    contentOctets += length;
    if (length < buffer.length - buffered) {
      System.arraycopy(octets, offset, buffer, buffered, length);
      buffered += length;
      return;
    }
    flush(Phase.CONTENT);
    send(Phase.CONTENT, octets, offset, length);
  }

  /** Writes the final dot and waits for the reply that decides. */
  Reply endContent() throws SmtpException {
    refuseEarlyReply();
    if (buffered + FINAL_DOT.length > buffer.length) {
      flush(Phase.CONTENT);
    }
    stopBeforeTheEnd();
    transcript.note(contentOctets + " octets of content");
    transcript.client(".");
    contentOctets = 0;
    Exchange end = new Exchange(Phase.CONTENT_END, ".", FINAL_DOT.length);
    unanswered.add(end);
    collect(Phase.CONTENT, FINAL_DOT, FINAL_DOT.length);
    acceptance = Acceptance.UNKNOWN; // the next write holds the last octet of the end
    Reply reply = await(end);
    acceptance = Acceptance.NO;
    return reply;
  }

  /** As long as nothing of the end is written it is certain that the server does not have it. */
  private void stopBeforeTheEnd() throws SmtpException {
    if (cancelled || Thread.currentThread().isInterrupted()) {
      throw broken(new ClosedByInterruptException(), Phase.CONTENT_END, ".");
    }
  }

  /** Starts anew after the connection was encrypted: nothing that came before may count. */
  boolean hasArrived() throws SmtpException {
    try {
      return replies.hasArrived();
    } catch (IOException broken) {
      throw broken(broken, Phase.STARTTLS, "STARTTLS");
    }
  }

  private void collect(Phase phase, byte[] octets, int length) throws SmtpException {
    if (length > buffer.length - buffered) {
      flush(phase);
    }
    if (length > buffer.length) {
      send(phase, octets, 0, length);
      return;
    }
    System.arraycopy(octets, 0, buffer, buffered, length);
    buffered += length;
  }

  private void flush(Phase phase) throws SmtpException {
    int length = buffered;
    buffered = 0;
    if (length > 0) {
      send(phase, buffer, 0, length);
    }
  }

  private void send(Phase phase, byte[] octets, int offset, int length) throws SmtpException {
    try {
      wire.write(octets, offset, length, timeouts.of(phase));
    } catch (Wire.DeadlinePassed late) {
      throw broken(late, phase, null);
    } catch (IOException broken) {
      // The server may have said why before it hung up: what can still be read decides.
      if (cancelled || broken instanceof ClosedByInterruptException) {
        throw broken(broken, phase, null);
      }
      writeFailure = broken;
      if (unanswered.isEmpty()) {
        throw lastWord(phase);
      }
    }
  }

  /**
   * After a write failed amid the content: the refusal that was its reason, or that the connection
   * is lost.
   */
  private SmtpException lastWord(Phase phase) {
    Exchange last = new Exchange(phase, "", 0);
    unanswered.add(last);
    try {
      readNext();
    } catch (SmtpException lost) {
      return lost;
    }
    return refusedAmidContent(last);
  }

  private void refuseEarlyReply() throws SmtpException {
    try {
      if (!replies.hasArrived()) {
        return;
      }
    } catch (IOException broken) {
      throw broken(broken, Phase.CONTENT, null);
    }
    Exchange early = new Exchange(Phase.CONTENT, "", 0);
    unanswered.add(early);
    readNext();
    throw refusedAmidContent(early);
  }

  private SmtpException refusedAmidContent(Exchange early) {
    Reply reply = early.reply;
    abort();
    if (reply == null || !(reply.isTransient() || reply.isPermanent())) {
      return new SmtpException.ProtocolViolation(
          at(early), "the server answered amid the content: " + reply);
    }
    return new SmtpException.Refused(
        at(early), "the server refused amid the content: " + reply, List.of());
  }

  private void readNext() throws SmtpException {
    Exchange next = unanswered.element();
    if (farewell != null) {
      throw new SmtpException.Refused(
          at(next).reply(farewell), "the server took its leave: " + farewell, List.of());
    }
    flush(next.phase);
    try {
      wire.allow(writeFailure == null ? timeouts.of(next.phase) : timeouts.quit());
      next.reply = expected(next, replies.read());
    } catch (IOException broken) {
      throw broken(
          writeFailure == null || broken instanceof ReplyReader.Malformed ? broken : writeFailure,
          next.phase,
          next.shown);
    }
    unanswered.remove();
    unansweredOctets -= next.octets;
    wire.allowForever();
    if (next.reply.code() == 421) {
      farewell = next.reply; // RFC 5321 §3.8: the server closes the channel
      abort();
    }
  }

  /** Go on, says the server: only DATA and AUTH have something to go on with. */
  private static Reply expected(Exchange exchange, Reply reply) throws ReplyReader.Malformed {
    boolean mayGoOn = exchange.phase == Phase.DATA || exchange.phase == Phase.AUTH;
    if ((reply.isIntermediate() && !mayGoOn)
        || (reply.isPositive() && exchange.phase == Phase.DATA)) {
      throw new ReplyReader.Malformed("an answer that does not fit: " + reply);
    }
    return reply;
  }

  private void refuseUnasked(Phase phase, String shown) throws SmtpException {
    if (farewell != null) {
      throw new SmtpException.Refused(
          At.phase(phase).reply(farewell), "the server took its leave: " + farewell, List.of());
    }
    if (!open) {
      throw new SmtpException.ConnectionLost(At.phase(phase), "the connection is closed");
    }
    try {
      if (!replies.hasArrived()) {
        return;
      }
    } catch (IOException broken) {
      throw broken(broken, phase, shown);
    }
    Exchange unasked = new Exchange(phase, shown, 0);
    unanswered.add(unasked);
    readNext();
    if (farewell != null) {
      throw new SmtpException.Refused(
          at(unasked), "the server took its leave: " + farewell, List.of());
    }
    abort();
    throw new SmtpException.ProtocolViolation(
        at(unasked), "a reply that nobody asked for: " + unasked.reply);
  }

  private At at(Exchange exchange) {
    At at = At.phase(exchange.phase);
    at = exchange.shown.isEmpty() ? at : at.command(exchange.shown);
    return exchange.reply == null ? at : at.reply(exchange.reply);
  }

  /** What an input or output error means, and the end of the conversation. */
  private SmtpException broken(IOException error, Phase phase, @Nullable String shown) {
    abort();
    At at = At.phase(phase).acceptance(acceptance);
    at = shown == null || shown.isEmpty() ? at : at.command(shown);
    String where = shown == null || shown.isEmpty() ? phase.toString() : shown;
    if (cancelled || error instanceof ClosedByInterruptException) {
      return new SmtpException.Cancelled(at, "cancelled at " + where, error);
    }
    if (error instanceof Wire.DeadlinePassed) {
      return new SmtpException.TimedOut(
          at,
          "no end of " + where + " within " + timeouts.of(phase).toMillis() / 1000.0 + " s",
          error);
    }
    if (error instanceof ReplyReader.Malformed) {
      return new SmtpException.ProtocolViolation(at, error.getMessage() + ", at " + where);
    }
    String why = error.getMessage() == null ? "it is closed" : error.getMessage();
    return new SmtpException.ConnectionLost(at, "connection lost at " + where + ": " + why, error);
  }

  /** Closes without a word. */
  void abort() {
    open = false;
    wire.abort();
  }

  /** Ends whatever waits, from any thread. */
  void cancel() {
    cancelled = true;
    wire.abort();
  }

  /**
   * Says QUIT where the conversation is in step, and closes. Waits for the answer no longer than
   * the time-out for it.
   */
  void quit() {
    if (isOpen() && unanswered.isEmpty() && buffered == 0) {
      try {
        call(Phase.QUIT, "QUIT");
      } catch (SmtpException gone) {
        transcript.note("QUIT was not answered");
      }
    }
    open = false;
    wire.close(timeouts.quit());
  }
}
