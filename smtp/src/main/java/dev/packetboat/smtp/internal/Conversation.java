package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.smtp.Transcript;
import dev.packetboat.smtp.internal.net.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Commands out, replies in, matched by their order. Nothing of what SMTP means is decided here.
 *
 * <p>Commands are collected by {@link #write} and leave when an answer is waited for, so those that
 * are written before the first {@link #await} go as one group. A window bounds what is unanswered,
 * so that neither side can fill both buffers and wait for the other (RFC 2920 §3.1).
 *
 * <p>Content goes out either between the reply to DATA and {@link #endContent}, or behind {@link
 * #writeChunk}, which says how long it is. Its end is collected like a command: as long as no write
 * that holds the last octet of it has begun the server cannot have the message.
 *
 * <p>Every failure ends the conversation: after that {@link #isOpen} is false, nothing more is
 * written, and each command that is still waited for tells how it broke. One thread at a time, but
 * for {@link #cancel}.
 */
final class Conversation {

  private static final int MAX_UNANSWERED = 200;
  private static final long AT_ONCE_NANOS = 1_000_000;
  private static final int MIN_WINDOW = 4 * 1024;
  private static final int MAX_WINDOW = 32 * 1024;
  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] FINAL_DOT = {'.', '\r', '\n'};

  private final Wire wire;
  private final Timeouts timeouts;
  private final Transcript transcript;
  private final ReplyReader replies;
  private final Outbound out;
  private final Breakage breakage;
  private final int window;
  private final Queue<Exchange> unanswered = new ArrayDeque<>();
  private int unansweredOctets;
  private final Exchange amidContent = new Exchange(Phase.CONTENT, "", 0);
  private long goAheadAt; // when the reply to DATA was read
  private long contentOctets;
  private @Nullable Exchange chunk; // of which octets are still to come
  private long chunkLeft;
  private @Nullable Reply farewell;
  private boolean stayed; // and spoke again after that
  private @Nullable IOException failure; // after it nothing more is read or written
  private boolean open = true;
  private volatile boolean cancelled;

  Conversation(Wire wire, Timeouts timeouts, Transcript transcript) {
    this.wire = wire;
    this.timeouts = timeouts;
    this.transcript = transcript;
    this.replies = new ReplyReader(wire, transcript::server);
    this.out = new Outbound(wire, timeouts, () -> cancelled);
    this.breakage = new Breakage(timeouts);
    // What fits into the buffer of the socket is written without waiting for the peer.
    this.window = Math.clamp(wire.sendBufferSize() / 2, MIN_WINDOW, MAX_WINDOW);
  }

  boolean isOpen() {
    return open && !cancelled && wire.isOpen();
  }

  /** The reply with which the server took its leave, if it did. */
  Optional<Reply> farewell() {
    return Optional.ofNullable(farewell);
  }

  /** How many commands, and how many of their octets, may be written without waiting. */
  boolean hasRoomFor(int commands, int octets) {
    return unanswered.size() + commands <= MAX_UNANSWERED && unansweredOctets + octets <= window;
  }

  /** Whether every command has been answered. */
  boolean isIdle() {
    return unanswered.isEmpty();
  }

  /** Collects a command. It may leave before the answer to it is waited for, never later. */
  Exchange write(Phase phase, String line) throws SmtpException {
    return write(phase, line, line);
  }

  /** Collects a line that is shown to people as something else. */
  private Exchange write(Phase phase, String line, String shown) throws SmtpException {
    byte[] octets = line.getBytes(StandardCharsets.UTF_8);
    Exchange exchange = new Exchange(phase, shown, octets.length + LINE_END.length);
    if (unanswered.isEmpty() || !open) { // what was never answered counts no more then
      refuseUnasked(exchange);
    }
    while (!unanswered.isEmpty() && !hasRoomFor(1, exchange.octets)) {
      readNext();
      check(exchange);
    }
    if (farewell != null) {
      throw Breakage.farewell(farewell, exchange);
    }
    transcript.client(shown);
    ask(exchange);
    collect(phase, octets, 0, octets.length);
    collect(phase, LINE_END, 0, LINE_END.length);
    return exchange;
  }

  private void ask(Exchange exchange) {
    unanswered.add(exchange);
    unansweredOctets += exchange.octets;
  }

  /** Sends what was collected and reads replies up to the one for this command. */
  Reply await(Exchange exchange) throws SmtpException {
    while (exchange.reply == null) {
      check(exchange);
      if (farewell != null && exchange.acceptance() == Acceptance.NO) {
        throw Breakage.farewell(farewell, exchange); // else the rest says what became of it
      }
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
    return await(expect(Phase.GREETING));
  }

  /**
   * A further reply that the server owes, without a command of its own: LMTP answers the end of a
   * content once for each recipient (RFC 2033 §4.2).
   */
  Exchange expectLike(Exchange one) {
    Exchange further = new Exchange(one.phase, one.shown, 0);
    further.answersToo(one);
    unanswered.add(further);
    return further;
  }

  private Exchange expect(Phase phase) {
    Exchange expected = new Exchange(phase, "", 0);
    unanswered.add(expected);
    return expected;
  }

  /** Sends a part of the content that follows DATA, as it stands on the wire. */
  void content(byte[] octets, int offset, int length) throws SmtpException {
    refuseEarlyReply(!out.hasRoomFor(length));
    contentOctets += length;
    collect(Phase.CONTENT, octets, offset, length);
    check(amidContent);
    if (out.lost().isPresent()) {
      throw lastWord();
    }
  }

  /** Collects the final dot, the reply to which decides. */
  Exchange endContent() throws SmtpException {
    Exchange end = new Exchange(Phase.CONTENT_END, ".", FINAL_DOT.length);
    check(end);
    refuseEarlyReply(hasWaited());
    transcript.note(contentOctets + " octets of content");
    transcript.client(".");
    contentOctets = 0;
    ask(end);
    collect(Phase.CONTENT, FINAL_DOT, 0, FINAL_DOT.length);
    out.endsContent(end);
    return end;
  }

  /** Whether a chunk is the end of the content, or more will come. */
  enum Chunk {
    MORE,
    LAST
  }

  /**
   * Collects BDAT (RFC 3030 §2): as many octets have to follow by {@link #chunkOctets}, before
   * anything else. The reply to the last chunk decides about the message.
   */
  Exchange writeChunk(long size, Chunk kind) throws SmtpException {
    boolean last = kind == Chunk.LAST;
    Exchange written =
        write(last ? Phase.CONTENT_END : Phase.CONTENT, "BDAT " + size + (last ? " LAST" : ""));
    transcript.note(size + " octets of content");
    chunk = written;
    chunkLeft = size;
    noteEndOfChunk();
    return written;
  }

  /** Sends octets of the chunk. */
  void chunkOctets(byte[] octets, int offset, int length) throws SmtpException {
    if (length == 0) {
      return;
    }
    Exchange current = Objects.requireNonNull(chunk);
    if (!out.hasRoomFor(length)) {
      flush(Phase.CONTENT);
    }
    chunkLeft -= length;
    noteEndOfChunk();
    collect(Phase.CONTENT, octets, offset, length);
    refuseHalfChunk(current);
  }

  /** Sends all octets of a chunk that is not the last, out of a file. */
  void chunkOctets(FileChannel file, long position) throws SmtpException {
    Exchange current = Objects.requireNonNull(chunk);
    try {
      if (failure == null) {
        out.send(Phase.CONTENT, file, position, chunkLeft);
      }
    } catch (IOException ended) {
      fail(ended);
    }
    refuseHalfChunk(current);
    chunk = null;
  }

  private void refuseHalfChunk(Exchange current) throws SmtpException {
    if (out.lost().isPresent() && chunk != null) {
      await(current);
      throw refusedAmidContent(current);
    }
    check(current);
  }

  /** The octets that are collected next are the last: the write that holds them completes it. */
  private void noteEndOfChunk() {
    if (chunk != null && chunkLeft == 0) {
      if (chunk.phase == Phase.CONTENT_END) {
        out.endsContent(chunk);
      }
      chunk = null;
    }
  }

  /** Reads the replies that are there: while much is written they are not left lying. */
  void hearWhatArrived() throws SmtpException {
    while (!unanswered.isEmpty() && failure == null && hasArrived(unanswered.element())) {
      readNext();
    }
  }

  private void collect(Phase phase, byte[] octets, int offset, int length) {
    if (failure != null) {
      return;
    }
    try {
      out.collect(phase, octets, offset, length);
    } catch (IOException ended) {
      fail(ended);
    }
  }

  private void flush(Phase phase) {
    try {
      out.flush(phase);
    } catch (IOException ended) {
      fail(ended);
    }
  }

  /**
   * After a write failed amid the content: the refusal that was its reason, or that the connection
   * is lost.
   */
  private SmtpException lastWord() throws SmtpException {
    Exchange last = expect(Phase.CONTENT);
    await(last);
    return refusedAmidContent(last);
  }

  /**
   * A server may have enough of a content before it is complete.
   *
   * @param looks whether there was time for that since its last reply was read; it costs a call of
   *     the system to see
   */
  private void refuseEarlyReply(boolean looks) throws SmtpException {
    if (replies.hasRead() || (looks && hasArrived(amidContent))) {
      throw lastWord();
    }
  }

  private boolean hasWaited() {
    return System.nanoTime() - goAheadAt > AT_ONCE_NANOS;
  }

  private SmtpException refusedAmidContent(Exchange early) {
    Reply reply = early.reply;
    abort();
    if (reply == null || !(reply.isTransient() || reply.isPermanent())) {
      return new SmtpException.ProtocolViolation(
          Breakage.at(early), "the server answered amid the content: " + reply);
    }
    return new SmtpException.Refused(
        Breakage.at(early), "the server refused amid the content: " + reply, List.of());
  }

  /** Sends what was collected and reads one reply, or notes why there is none. */
  private void readNext() {
    Exchange next = unanswered.element();
    flush(next.phase);
    if (failure != null) {
      return;
    }
    try {
      Duration time = out.lost().isEmpty() ? timeouts.of(next.phase) : timeouts.quit();
      next.reply = expected(next, replies.read(time));
    } catch (ReplyReader.Malformed broken) {
      fail(broken);
      return;
    } catch (IOException broken) {
      fail(out.lost().orElse(broken));
      return;
    }
    unanswered.remove();
    unansweredOctets -= next.octets;
    if (next.phase == Phase.DATA) {
      goAheadAt = System.nanoTime();
    }
    boolean leaves = isFarewell(next, next.reply);
    if (leaves && farewell == null) {
      farewell = next.reply;
      open = false;
    }
    stayed = farewell != null && !leaves;
    if (farewell != null && !isInDoubt()) {
      abort();
    }
  }

  private boolean isInDoubt() {
    return unanswered.stream().anyMatch(other -> other.acceptance() != Acceptance.NO);
  }

  /**
   * Whether the server closes the channel (RFC 5321 §3.8). One that refuses RSET, which none may
   * (§4.1.1.5), has had enough of what is written behind: Exim does so, and hangs up.
   */
  private boolean isFarewell(Exchange exchange, Reply reply) {
    boolean refusedReset = exchange.phase == Phase.RSET && !reply.isPositive();
    return reply.code() == 421 || (refusedReset && !unanswered.isEmpty());
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

  /** Before anything of a message is looked at: over a closed connection nothing can be sent. */
  void requireOpen(Phase phase) throws SmtpException {
    Exchange first = new Exchange(phase, "", 0);
    requireOpen(first);
    if (!isOpen()) {
      hasArrived(first); // says why
    }
  }

  private void requireOpen(Exchange exchange) throws SmtpException {
    if (farewell != null) {
      throw Breakage.farewell(farewell, exchange);
    }
    if (!open) {
      throw new SmtpException.ConnectionLost(
          SmtpException.At.phase(exchange.phase), "the connection is closed");
    }
  }

  private void refuseUnasked(Exchange exchange) throws SmtpException {
    requireOpen(exchange);
    if (!hasArrived(exchange)) {
      return;
    }
    Exchange unasked = new Exchange(exchange.phase, exchange.shown, 0);
    unanswered.add(unasked);
    await(unasked);
    abort();
    if (farewell != null) {
      throw Breakage.farewell(farewell, unasked);
    }
    throw new SmtpException.ProtocolViolation(
        Breakage.at(unasked), "a reply that nobody asked for: " + unasked.reply);
  }

  /** Whether octets are here that nobody has read. */
  boolean hasArrived() throws SmtpException {
    return hasArrived(new Exchange(Phase.STARTTLS, "STARTTLS", 0));
  }

  private boolean hasArrived(Exchange at) throws SmtpException {
    try {
      return replies.hasArrived();
    } catch (IOException broken) {
      throw broken(fail(broken), at);
    }
  }

  private IOException fail(IOException error) {
    IOException reason = cancelled ? new ClosedByInterruptException() : error;
    failure = reason;
    abort();
    return reason;
  }

  /** Throws where the conversation broke: what that means for this command. */
  private void check(Exchange exchange) throws SmtpException {
    if (failure != null) {
      throw broken(failure, exchange);
    }
  }

  private SmtpException broken(IOException error, Exchange exchange) {
    // A server that has taken its leave and gone did not come to what was written behind.
    boolean gone =
        error instanceof EOFException || error instanceof SocketException || out.lost().isPresent();
    return farewell != null && !stayed && gone && !exchange.isFurther()
        ? Breakage.farewell(farewell, exchange)
        : breakage.of(error, exchange);
  }

  /** Nothing is under way: holds no buffers until something is. */
  void rest() {
    if (unanswered.isEmpty()) {
      out.rest();
      replies.rest();
    }
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
    if (isOpen() && unanswered.isEmpty() && out.isEmpty()) {
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
