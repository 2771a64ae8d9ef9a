package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.Extensions;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SaslMechanism;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.TlsInfo;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.smtp.internal.net.Wire;
import dev.packetboat.smtp.internal.sasl.Authentication;
import dev.packetboat.smtp.internal.sasl.MechanismChoice;
import dev.packetboat.smtp.internal.tls.ChannelBindings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation with what is known about its server: the transmission channel of RFC 5321 §2.3.8.
 * One thread at a time.
 */
public final class Channel {

  private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

  private static final long AT_WORK_NANOS = 3_000_000_000L;

  final Settings settings;
  final Wire wire;
  final Conversation conversation;
  private Reply greeting = Reply.of(220, "");
  private Extensions extensions = Extensions.NONE;
  private Optional<TlsInfo> tls = Optional.empty();
  private Optional<String> mechanism = Optional.empty();
  private Chunking chunking = Chunking.UNTRIED;
  private boolean stale;
  private int chunksUnanswered;
  private long lastAnswered;

  Channel(Settings settings, Wire wire) {
    this.settings = settings;
    this.wire = wire;
    this.conversation = new Conversation(wire, settings.timeouts(), settings.transcript());
  }

  public Reply greeting() {
    return greeting;
  }

  public Extensions extensions() {
    return extensions;
  }

  public Optional<TlsInfo> tls() {
    return tls;
  }

  public Optional<String> mechanism() {
    return mechanism;
  }

  public InetSocketAddress remoteAddress() {
    return wire.remoteAddress();
  }

  public boolean isOpen() {
    return conversation.isOpen();
  }

  void greeted(Reply reply) {
    greeting = reply;
    tell(new SmtpEvent.Greeted(reply));
  }

  void offered(Extensions offered) {
    extensions = offered;
    tell(new SmtpEvent.Offered(offered));
  }

  void encrypted(TlsInfo info) {
    tls = Optional.of(info);
    tell(new SmtpEvent.Encrypted(info));
  }

  /** Tells the listener. */
  public void tell(SmtpEvent event) {
    if (LOG.isDebugEnabled() && !(event instanceof SmtpEvent.ContentProgress)) {
      LOG.debug("{}:{} {}", settings.host(), settings.port(), event);
    }
    settings.listener().onEvent(event);
  }

  /** The server said yes to MAIL: until the end of the content it holds a transaction. */
  void transactionBegun() {
    stale = true;
  }

  /**
   * The final dot is written: whatever the server says to it, the transaction is over (RFC 5321
   * §4.1.1.4).
   */
  void dotWritten() {
    stale = false;
  }

  /**
   * The last chunk is written. A chunk that fails leaves the transaction undefined (RFC 3030 §2),
   * so until it is answered the next message begins with RSET.
   */
  void lastChunkWritten() {
    chunksUnanswered++;
  }

  /** A transaction was begun and is not ended: RSET comes before the next. */
  void leaveTransaction() {
    stale = true;
  }

  void lastChunkAnswered(Reply reply) {
    chunksUnanswered--;
    stale = !reply.isPositive();
    lastAnswered = System.nanoTime();
    if (reply.isPositive()) {
      chunkingProven();
    }
  }

  /** The server understands BDAT. */
  void chunkingProven() {
    chunking = Chunking.PROVEN;
  }

  /** The server offers BDAT and does not understand it: from here on it gets DATA. */
  void chunkingFailed() {
    chunking = Chunking.FAILED;
  }

  /**
   * Whether the server was heard a moment ago, or has not answered everything yet. One that has
   * been idle may have gone, and is given nothing that it could take as a whole.
   */
  boolean isAtWork() {
    return chunksUnanswered > 0 || System.nanoTime() - lastAnswered < AT_WORK_NANOS;
  }

  /** Whether content goes by BDAT. */
  boolean sendsChunks() {
    return switch (chunking()) {
      case NOT_OFFERED, FAILED -> false;
      case UNTRIED, PROVEN -> true;
    };
  }

  /** What is known of BDAT here. */
  enum Chunking {
    NOT_OFFERED,
    UNTRIED,
    PROVEN,
    FAILED
  }

  Chunking chunking() {
    return extensions.offers("CHUNKING") ? chunking : Chunking.NOT_OFFERED;
  }

  /**
   * Writes RSET where the server may still hold an earlier transaction. Only then: servers count it
   * as junk (RFC 5321 §4.1.1.5).
   */
  Optional<Exchange> resetIfStale() throws SmtpException {
    return stale || chunksUnanswered > 0
        ? Optional.of(conversation.write(Phase.RSET, "RSET"))
        : Optional.empty();
  }

  /** The reply to the RSET that was written: without a yes the state of the server is not known. */
  void expectReset(Optional<Exchange> reset) throws SmtpException {
    if (reset.isEmpty()) {
      return;
    }
    Reply reply = conversation.await(reset.get());
    if (!reply.isPositive()) {
      conversation.quit();
      At at = At.phase(Phase.RSET).command("RSET").reply(reply);
      throw new SmtpException.Refused(at, "the server refused RSET: " + reply, List.of());
    }
    stale = false;
  }

  /** Shows the server who we are. Returns the name of the mechanism that was used. */
  public String authenticate(Credentials credentials) throws SmtpException {
    if (mechanism.isPresent()) { // RFC 4954 §4: once in a session
      throw new IllegalStateException("already authenticated by " + mechanism.get());
    }
    conversation.requireOpen(Phase.AUTH);
    var context =
        new SaslMechanism.Context(
            settings.host(),
            settings.port(),
            extensions.mechanisms(),
            ChannelBindings.of(wire.encrypted()));
    var choice = new MechanismChoice(context, eavesdropping());
    try {
      String by =
          new Authentication(choice, conversation::authenticate)
              .run(credentials, settings.mechanism());
      mechanism = Optional.of(by);
      tell(new SmtpEvent.Authenticated(by));
      return by;
    } catch (SmtpException failed) {
      if (!failed.sessionUsable()) {
        conversation.quit();
      }
      throw failed;
    }
  }

  /** Why somebody else could read a password or token here; empty where it may be sent. */
  private Optional<String> eavesdropping() {
    if (settings.cleartextAuthentication()) {
      return Optional.empty();
    }
    if (tls.isEmpty()) {
      return Optional.of("the connection is not encrypted and the secret would be readable");
    }
    // Such TLS takes the certificate of whoever answers. Where somebody may sit between,
    // that is no better than clear text.
    boolean takesAny =
        settings.tls() == TlsMode.OPPORTUNISTIC || settings.tls() == TlsMode.ENCRYPTED;
    return takesAny && !settings.tlsContext().trustsAny()
        ? tls.get()
            .distrust()
            .map(reason -> "it is not certain to whom the secret would go: " + reason)
        : Optional.empty();
  }

  /** One command of no transaction and its reply. */
  public Reply call(Phase phase, String line) throws SmtpException {
    return conversation.call(phase, line);
  }

  public Reply reset() throws SmtpException {
    stale = true;
    Optional<Exchange> reset = resetIfStale();
    expectReset(reset);
    return reset.orElseThrow().reply == null ? Reply.of(250, "") : reset.orElseThrow().reply;
  }

  /** Nobody uses it for now. */
  public void rest() {
    conversation.rest();
  }

  /** Frees the connection once the conversation is over. */
  void abortIfOver() {
    if (!conversation.isOpen()) {
      conversation.abort();
    }
  }

  /** Ends whatever waits, from any thread. */
  public void cancel() {
    conversation.cancel();
  }

  /** Says goodbye and closes. */
  public void close() {
    conversation.quit();
    tell(new SmtpEvent.Closed());
  }
}
