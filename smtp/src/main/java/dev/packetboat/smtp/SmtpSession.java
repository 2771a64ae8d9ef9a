package dev.packetboat.smtp;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.smtp.internal.Accepted;
import dev.packetboat.smtp.internal.Channel;
import dev.packetboat.smtp.internal.CommandText;
import dev.packetboat.smtp.internal.Dispatch;
import dev.packetboat.smtp.internal.Sequence;
import dev.packetboat.smtp.internal.Stages;
import dev.packetboat.smtp.internal.Submission;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A conversation with one server, ready for mail: any number of messages, one after the other, each
 * in one call or in stages. A refusal leaves it usable; after an exception {@link #isUsable()} says
 * whether it still is.
 *
 * <p>One thread at a time: a second one gets an {@link IllegalStateException}. {@link #cancel()}
 * and {@link #close()} may be called from any thread and end whatever waits.
 */
public final class SmtpSession implements AutoCloseable {

  // These would change the state of the conversation behind our back.
  private static final Set<String> OWN_METHODS =
      Set.of(
          "DATA",
          "BDAT",
          "AUTH",
          "STARTTLS",
          "QUIT",
          "EHLO",
          "HELO",
          "LHLO",
          "MAIL",
          "RCPT",
          "RSET",
          "XCLIENT");

  private final Channel channel;
  private final ReentrantLock use = new ReentrantLock();
  private Optional<Transaction> open = Optional.empty();
  private Optional<Pipeline> pipeline = Optional.empty();

  SmtpSession(Channel channel) {
    this.channel = channel;
    channel.rest();
  }

  /**
   * Sends a message to all its recipients. Those whom the server refuses do not spoil the rest,
   * unless the client's {@link RecipientPolicy} says so; the receipt tells who they are.
   *
   * @throws SmtpException.Refused when the server took it for nobody
   * @throws SmtpException when something broke; {@link SmtpException#acceptance()} says whether the
   *     server may have it
   */
  public Receipt send(Envelope envelope, Content content) throws SmtpException {
    return send(envelope, content, CommitHook.none());
  }

  /**
   * The same, but asks before the end of the content is written.
   *
   * @throws SmtpException.Vetoed when the hook threw: the server does not have the message
   */
  public Receipt send(Envelope envelope, Content content, CommitHook hook) throws SmtpException {
    return exclusively(
        () -> {
          Submission submission = new Submission(envelope, content, hook, event -> {});
          return receipt(Dispatch.send(channel, submission), submission);
        });
  }

  Receipt receipt(Accepted accepted, Submission submission) {
    Receipt receipt = new Receipt(accepted);
    submission.listenerOn(channel).onEvent(new SmtpEvent.Accepted(receipt));
    return receipt;
  }

  /**
   * Begins to send many messages, each before the one ahead of it is answered. As long as the
   * pipeline is not closed the session does nothing else.
   */
  public Pipeline pipeline() {
    Pipeline opened = new Pipeline(this, new Sequence(channel));
    inTurn(
        () -> {
          refuseWhileOpen();
          pipeline = Optional.of(opened);
        });
    return opened;
  }

  void pipelineOver() {
    pipeline = Optional.empty();
  }

  /**
   * Begins a message in stages: the sender now, recipients, content and commit through the
   * transaction. As long as it is not committed or closed the session does nothing else.
   *
   * @param sender the reverse-path; empty for the null sender
   * @throws SmtpException.Refused when the server refused the sender
   */
  public Transaction begin(String sender, MailParameter... parameters) throws SmtpException {
    return begin(sender.isEmpty() ? Envelope.fromNullSender() : Envelope.from(sender), parameters);
  }

  /** See {@link #begin(String, MailParameter...)}. */
  public Transaction begin(Address sender, MailParameter... parameters) throws SmtpException {
    return begin(Envelope.from(sender), parameters);
  }

  private Transaction begin(Envelope sender, MailParameter... parameters) throws SmtpException {
    return exclusively(
        () -> {
          Transaction transaction =
              new Transaction(this, Stages.begin(channel, sender.with(parameters)));
          open = Optional.of(transaction);
          return transaction;
        });
  }

  /** The server's greeting, 220. */
  public Reply greeting() {
    return channel.greeting();
  }

  /** What the server offered last: after TLS and authentication that may be more than before. */
  public Extensions extensions() {
    return channel.extensions();
  }

  /** What was negotiated; empty on a connection in clear text. */
  public Optional<TlsInfo> tls() {
    return channel.tls();
  }

  /** The mechanism by which the server knows us; empty where it does not. */
  public Optional<String> authentication() {
    return channel.mechanism();
  }

  /**
   * The address and port at the other end. A Unix domain socket has neither: for one it is the
   * loopback address with port 0, and the path for its host name.
   */
  public InetSocketAddress remoteAddress() {
    return channel.remoteAddress();
  }

  /**
   * Authenticates by hand, where the client has no credentials of its own.
   *
   * @return the mechanism that was used
   * @throws SmtpException.AuthenticationFailed when no offered mechanism can be used, or the server
   *     refused
   * @throws IllegalStateException when the session is authenticated already: a server takes AUTH
   *     once (RFC 4954 §4)
   */
  public String authenticate(Credentials credentials) throws SmtpException {
    return exclusively(() -> channel.authenticate(credentials));
  }

  /**
   * VRFY: asks whether this is a mailbox (RFC 5321 §3.5). That the server says no, or nothing, is a
   * value too.
   *
   * @param text a user's name or an address
   */
  public Verification verify(String text) throws SmtpException {
    return Verification.of(command("VRFY " + CommandText.checked("text to verify", text)));
  }

  /**
   * EXPN: asks for the members of a mailing list (RFC 5321 §3.5), which are the mailboxes of {@link
   * Verification.Known}.
   */
  public Verification expand(String list) throws SmtpException {
    return Verification.of(command("EXPN " + CommandText.checked("list to expand", list)));
  }

  /** NOOP: asks for nothing but a sign of life. */
  public Reply noop() throws SmtpException {
    return command("NOOP");
  }

  /**
   * RSET: makes the server forget an unfinished transaction. Never needed between messages: the
   * session knows when.
   */
  public Reply reset() throws SmtpException {
    return exclusively(channel::reset);
  }

  /**
   * Any other command, such as {@code HELP} or {@code ETRN example.com}: one line of ASCII.
   *
   * @throws IllegalArgumentException when it is none, or has a method of its own here
   */
  public Reply command(String line) throws SmtpException {
    CommandText.line("command", line);
    String verb = line.strip().split(" ", 2)[0].toUpperCase(Locale.ROOT);
    if (OWN_METHODS.contains(verb)) {
      throw new IllegalArgumentException(
          verb + " changes the state of the session: use the method that stands for it");
    }
    return exclusively(() -> channel.call(Phase.COMMAND, line));
  }

  /** Whether another message can be sent. */
  public boolean isUsable() {
    return channel.isOpen();
  }

  /** Ends whatever waits, at once and from any thread. The session cannot be used afterwards. */
  public void cancel() {
    channel.cancel();
  }

  /**
   * Says QUIT and closes; waits no longer than {@link Timeouts#quit()}. An unfinished transaction
   * is abandoned. While another thread uses the session it is {@link #cancel() cancelled}. Further
   * calls do nothing.
   */
  @Override
  public void close() {
    if (!use.tryLock()) {
      channel.cancel();
      return;
    }
    try {
      // Amid the content QUIT would be content: the transaction ends the connection instead.
      open.ifPresent(Transaction::abandon);
      pipeline.ifPresent(Pipeline::finish);
      channel.close();
    } finally {
      use.unlock();
    }
  }

  /** What one thread does with the conversation. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws SmtpException;
  }

  private <T> T exclusively(Action<T> action) throws SmtpException {
    refuseWhileOpen();
    return alone(action);
  }

  private void refuseWhileOpen() {
    if (open.isPresent()) {
      throw new IllegalStateException("a transaction is open: commit or close it first");
    }
    if (pipeline.isPresent()) {
      throw new IllegalStateException("a pipeline is open: close it first");
    }
  }

  /** The same for what throws nothing. */
  void inTurn(Runnable action) {
    lockAlone();
    try {
      action.run();
    } finally {
      release();
    }
  }

  private void release() {
    if (use.getHoldCount() == 1) {
      channel.rest();
    }
    use.unlock();
  }

  private void lockAlone() {
    if (use.isHeldByCurrentThread() || !use.tryLock()) {
      throw new IllegalStateException(
          "the session is in use by another thread, or by a listener of its own");
    }
  }

  <T> T alone(Action<T> action) throws SmtpException {
    lockAlone();
    try {
      return action.run();
    } finally {
      release();
    }
  }

  /** Ends a transaction; one that another thread is busy with is cut. */
  void abandon(Transaction transaction) {
    if (!use.tryLock()) {
      channel.cancel();
      return;
    }
    try {
      transaction.abandon();
    } finally {
      release();
    }
  }

  void transactionOver() {
    open = Optional.empty();
  }
}
