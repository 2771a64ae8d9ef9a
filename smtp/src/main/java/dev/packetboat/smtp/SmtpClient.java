package dev.packetboat.smtp;

import dev.packetboat.mail.ContentConverter;
import dev.packetboat.smtp.internal.CommandText;
import dev.packetboat.smtp.internal.Opening;
import dev.packetboat.smtp.internal.Protocol;
import dev.packetboat.smtp.internal.Settings;
import dev.packetboat.smtp.internal.tls.TlsContext;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;

/**
 * How to reach one SMTP server, or LMTP server: where it is, how the connection is protected, who
 * we are. Immutable, to be shared and used again; each {@link #connect()} opens a session of its
 * own.
 *
 * <pre>{@code
 * SmtpClient client =
 *     SmtpClient.submission("smtp.example.com").credentials(Credentials.password("joe", secret)).build();
 * try (SmtpSession session = client.connect()) {
 *   session.send(Envelope.from("joe@example.com").to("ann@bigcorp.com"), Content.of(Path.of("letter.eml")));
 * }
 * }</pre>
 */
public final class SmtpClient {

  private final Settings settings;

  private SmtpClient(Settings settings) {
    this.settings = settings;
  }

  /** Message submission (RFC 6409): port 587, STARTTLS required. */
  public static Builder submission(String host) {
    return new Builder(Protocol.SMTP, host, TlsMode.REQUIRED).port(587);
  }

  /** Message submission over implicit TLS (RFC 8314 §3.3): port 465. */
  public static Builder submissions(String host) {
    return new Builder(Protocol.SMTP, host, TlsMode.IMPLICIT).port(465);
  }

  /** From server to server: port 25, TLS where it can be had. */
  public static Builder relay(String host) {
    return new Builder(Protocol.SMTP, host, TlsMode.OPPORTUNISTIC).port(25);
  }

  /**
   * Delivery into mailboxes by LMTP (RFC 2033), TLS where it can be had: the server answers each
   * recipient by itself at the end of the message. The {@link Receipt} has its last word about
   * each, and where none got the message it is a {@link SmtpException.Refused} with {@link
   * SmtpException#recipients()}. When the connection breaks between two of these answers {@link
   * SmtpException#recipients()} tells whose had come; only the others are in doubt.
   *
   * {@snippet class="dev.packetboat.smtp.ExamplesTest" region="lmtp" :
   * SmtpClient mailboxes = SmtpClient.lmtp(socket).build();
   * try (SmtpSession session = mailboxes.connect()) {
   *   for (RecipientResult result : session.send(envelope, content).recipients()) {
   *     switch (result.answer()) {
   *       case RecipientResult.Accepted yes -> log("in the mailbox: " + yes.reply());
   *       case RecipientResult.Refused no -> log("not: " + no.reply());
   *       case RecipientResult.NotAsked why -> log("not: " + why.reason());
   *       case RecipientResult.Unanswered silence -> log("only in an exception");
   *     }
   *   }
   * }
   * }
   *
   * @param port never 25 (RFC 2033 §5); many servers listen at 24
   */
  public static Builder lmtp(String host, int port) {
    return new Builder(Protocol.LMTP, host, TlsMode.OPPORTUNISTIC).port(port);
  }

  /**
   * The same at a Unix domain socket, such as {@code /var/run/dovecot/lmtp}, without TLS.
   *
   * <p>For its address the loopback address stands with port 0, in events and reports; {@link
   * #host()} is the path.
   */
  public static Builder lmtp(Path socket) {
    Builder builder = new Builder(Protocol.LMTP, socket.toString(), TlsMode.NONE);
    builder.socket = Optional.of(socket);
    return builder;
  }

  /**
   * Connects, says EHLO, encrypts and authenticates as configured. Blocks; interrupting the thread
   * ends it.
   *
   * @throws SmtpException in which phase it failed and why; nothing is left open then
   */
  public SmtpSession connect() throws SmtpException {
    return new SmtpSession(Opening.open(settings));
  }

  /** The name or address of the server, or the path of its Unix domain socket. */
  public String host() {
    return settings.host();
  }

  /** The port of the server; 24 where it is a Unix domain socket. */
  public int port() {
    return settings.port();
  }

  /** Who is told what happens in its sessions. */
  public SmtpListener listener() {
    return settings.listener();
  }

  /** A builder with all that this client was built with. */
  public Builder toBuilder() {
    return new Builder(settings);
  }

  @Override
  public String toString() {
    return "SmtpClient["
        + settings.host()
        + ":"
        + settings.port()
        + ", TLS "
        + settings.tls()
        + "]";
  }

  /** Builds an {@link SmtpClient}. Not thread-safe. */
  public static final class Builder {
    private final Protocol protocol;
    private String host;
    private int port = 24; // where mail goes by a protocol of its own
    private Optional<Path> socket = Optional.empty();
    private TlsMode tls;
    private TlsContext tlsContext = TlsOptions.defaults().context();
    private Optional<String> localName = Optional.empty();
    private Optional<InetAddress> source = Optional.empty();
    private Optional<ProxyServer> proxy = Optional.empty();
    private Optional<Credentials> credentials = Optional.empty();
    private Optional<String> mechanism = Optional.empty();
    private boolean cleartextAuthentication;
    private Timeouts timeouts = Timeouts.defaults();
    private HostResolver resolver = HostResolver.system();
    private ThreadFactory threads = Thread.ofVirtual().name("packetboat-connect-", 0).factory();
    private SmtpListener listener = event -> {};
    private Transcript transcript = Transcript.none();
    private RecipientPolicy recipientPolicy = RecipientPolicy.ACCEPTED;
    private LineEnds lineEnds = LineEnds.NORMALIZED;
    private ContentConverter converter = ContentConverter.refusing();
    private Set<String> ignoredExtensions = Set.of();

    private Builder(Protocol protocol, String host, TlsMode tls) {
      this.protocol = protocol;
      this.host = CommandText.checked("host", host);
      this.tls = tls;
    }

    private Builder(Settings settings) {
      this(settings.protocol(), settings.host(), settings.tls());
      port = settings.port();
      socket = settings.socket();
      tlsContext = settings.tlsContext();
      localName = settings.localName();
      source = settings.source();
      proxy = settings.proxy();
      credentials = settings.credentials();
      mechanism = settings.mechanism();
      cleartextAuthentication = settings.cleartextAuthentication();
      timeouts = settings.timeouts();
      resolver = settings.resolver();
      threads = settings.threads();
      listener = settings.listener();
      transcript = settings.transcript();
      recipientPolicy = settings.recipientPolicy();
      lineEnds = settings.lineEnds();
      converter = settings.converter();
      ignoredExtensions = settings.ignoredExtensions();
    }

    /**
     * The name or address of the server: another one than that which the builder began with, or
     * than a Unix domain socket.
     */
    public Builder host(String host) {
      this.host = CommandText.checked("host", host);
      this.socket = Optional.empty();
      return this;
    }

    /** 1 to 65535. */
    public Builder port(int port) {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("port " + port + " is not 1 to 65535");
      }
      this.port = port;
      return this;
    }

    public Builder tls(TlsMode mode) {
      this.tls = mode;
      return this;
    }

    /** Whom to trust, and with which certificate to show who we are. */
    public Builder tlsOptions(TlsOptions options) {
      this.tlsContext = options.context();
      return this;
    }

    /**
     * Our own name for EHLO, fully qualified. Without it the address literal of the connection is
     * given (RFC 5321 §4.1.4).
     */
    public Builder localName(String name) {
      this.localName = Optional.of(CommandText.word("local name", name));
      return this;
    }

    /** The local address to connect from. */
    public Builder sourceAddress(InetAddress address) {
      this.source = Optional.of(address);
      return this;
    }

    /** Connects through this proxy, which also looks up the server's name. */
    public Builder proxy(ProxyServer server) {
      this.proxy = Optional.of(server);
      return this;
    }

    /** Who we are. Every session authenticates itself. */
    public Builder credentials(Credentials who) {
      this.credentials = Optional.of(who);
      return this;
    }

    /**
     * Uses this SASL mechanism and no other. Without it the strongest that the server offers is
     * used.
     */
    public Builder mechanism(String name) {
      this.mechanism = Optional.of(CommandText.word("mechanism", name));
      return this;
    }

    /**
     * Lets passwords and tokens go over an unencrypted connection, where everybody between can read
     * them.
     */
    public Builder allowCleartextAuthentication() {
      this.cleartextAuthentication = true;
      return this;
    }

    public Builder timeouts(Timeouts timeouts) {
      this.timeouts = timeouts;
      return this;
    }

    /** Finds the addresses of the server, or of the proxy. */
    public Builder hostResolver(HostResolver resolver) {
      this.resolver = resolver;
      return this;
    }

    /** Makes the threads that connect to several addresses at once. Virtual threads, if not set. */
    public Builder threadFactory(ThreadFactory threads) {
      this.threads = threads;
      return this;
    }

    public Builder listener(SmtpListener listener) {
      this.listener = listener;
      return this;
    }

    public Builder transcript(Transcript transcript) {
      this.transcript = transcript;
      return this;
    }

    public Builder recipientPolicy(RecipientPolicy policy) {
      this.recipientPolicy = policy;
      return this;
    }

    public Builder lineEnds(LineEnds lineEnds) {
      this.lineEnds = lineEnds;
      return this;
    }

    /**
     * Converts messages that are more than 7 bit for servers that take no more. Without it they are
     * not sent there.
     */
    public Builder converter(ContentConverter converter) {
      this.converter = converter;
      return this;
    }

    /**
     * Does as if the server did not offer these extensions, by their keywords in its reply to EHLO:
     * for servers that offer what they do not master, such as {@code "CHUNKING"}.
     *
     * @throws IllegalArgumentException for STARTTLS: {@link #tls} says what is to be encrypted
     */
    public Builder ignoreExtensions(String... keywords) {
      Set<String> ignored =
          Arrays.stream(keywords)
              .map(keyword -> CommandText.word("keyword", keyword).toUpperCase(Locale.ROOT))
              .collect(Collectors.toUnmodifiableSet());
      if (ignored.contains("STARTTLS")) {
        throw new IllegalArgumentException("whether TLS is used is said by tls(TlsMode)");
      }
      this.ignoredExtensions = ignored;
      return this;
    }

    /**
     * The client.
     *
     * @throws IllegalStateException when TLS or a proxy was asked for at a Unix domain socket
     */
    public SmtpClient build() {
      if (socket.isPresent() && (tls != TlsMode.NONE || proxy.isPresent())) {
        throw new IllegalStateException("there is no TLS and no proxy at a Unix domain socket");
      }
      return new SmtpClient(
          new Settings(
              protocol,
              host,
              port,
              socket,
              tls,
              tlsContext,
              localName,
              source,
              proxy,
              credentials,
              mechanism,
              cleartextAuthentication,
              timeouts,
              resolver,
              threads,
              listener,
              transcript,
              recipientPolicy,
              lineEnds,
              converter,
              ignoredExtensions));
    }

    /** The same as {@code build().connect()}. */
    public SmtpSession connect() throws SmtpException {
      return build().connect();
    }
  }
}
