package dev.packetboat.cli;

import dev.packetboat.delivery.Mailer;
import dev.packetboat.mime.SevenBit;
import dev.packetboat.routing.TlsPolicy;
import dev.packetboat.routing.TlsRequirement;
import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.SaslMechanism;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.smtp.TlsOptions;
import dev.packetboat.smtp.Transcript;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a server is connected to, and who we are there: options that several commands have. */
final class ServerOptions {

  private static final Pattern LINE_END = Pattern.compile("\\r?\\n\\z");

  /** When the connection is encrypted. */
  enum Tls {
    AUTO,
    REQUIRED,
    OPPORTUNISTIC,
    IMPLICIT,
    NONE
  }

  private final Supplier<Optional<Tls>> tls;
  private final Supplier<Optional<String>> caFile;
  private final Supplier<Boolean> insecure;
  private final Supplier<Optional<String>> user;
  private final Supplier<Optional<String>> passwordVariable;
  private final Supplier<Optional<String>> passwordFile;
  private final Supplier<Optional<String>> tokenVariable;
  private final Supplier<Optional<String>> mechanism;
  private final Supplier<Boolean> cleartextAuthentication;
  private final Supplier<Optional<String>> localName;
  private final Supplier<Optional<String>> sourceAddress;
  private final Supplier<Optional<Integer>> timeout;
  private final Supplier<Optional<Integer>> finalTimeout;

  /** Adds them to those of a command. */
  ServerOptions(Options options) {
    tls =
        options.value(
            Tls.class,
            "--tls",
            "MODE",
            "auto, required, opportunistic, implicit or none. auto: implicit on port 465, required on 587 and whenever a user"
                + " is given, else opportunistic. Names are checked with required and implicit.");
    caFile = options.text("--cafile", "FILE", "Trust the certificates in this PEM file too.");
    insecure =
        options.flag(
            "--insecure", "Check no certificate: whoever sits between can read everything.");
    user = options.text("--user", "USER", "Authenticate as this user.");
    passwordVariable =
        options.text("--password-env", "VAR", "The password is in this environment variable.");
    passwordFile =
        options.text(
            "--password-file",
            "FILE",
            "The password is in this file; a line end at its end does not count.");
    tokenVariable =
        options.text(
            "--token-env",
            "VAR",
            "A bearer token (OAUTHBEARER, XOAUTH2) is in this environment variable.");
    mechanism =
        options.text(
            "--auth", "MECH", "Use this mechanism. Without: the strongest that the server offers.");
    cleartextAuthentication =
        options.flag(
            "--allow-cleartext-auth",
            "Let passwords and tokens go over a connection that everybody between can read.");
    localName =
        options.text("--helo", "NAME", "Our own name. Without: the address we connect from.");
    sourceAddress = options.text("--source-address", "IP", "Connect from this local address.");
    timeout =
        options.value(
            Integer.class,
            "--timeout",
            "SECONDS",
            "For every phase but the answer to the end of a message, which keeps its 10 minutes.");
    finalTimeout =
        options.value(
            Integer.class, "--final-timeout", "SECONDS", "For the answer to the end of a message.");
  }

  /** Whether {@code --tls} leaves it to the port and the user. */
  boolean isTlsAuto() {
    return tls.get().orElse(Tls.AUTO) == Tls.AUTO;
  }

  /** Without which no port is 587 by default. */
  boolean hasUser() {
    return user.get().isPresent();
  }

  /** A client as these options describe it. All of them are checked here, files are read. */
  SmtpClient.Builder client(HostPort server, Terminal terminal, boolean trace) throws Refusal {
    int port = server.port().orElse(hasUser() ? 587 : 25);
    try {
      SmtpClient.Builder client =
          SmtpClient.relay(server.host())
              .port(port)
              .tls(mode(port))
              .tlsOptions(tlsOptions())
              .timeouts(timeouts())
              .converter(SevenBit::convert)
              .threadFactory(Main.THREADS);
      Optional<Credentials> credentials = credentials(terminal);
      credentials.ifPresent(client::credentials);
      mechanism.get().ifPresent(client::mechanism);
      if (cleartextAuthentication.get()) {
        client.allowCleartextAuthentication();
      }
      localName.get().ifPresent(client::localName);
      if (sourceAddress.get().isPresent()) {
        client.sourceAddress(address(sourceAddress.get().get()));
      }
      if (trace) {
        client.transcript(Transcript.to(terminal.err()));
      }
      return client;
    } catch (IllegalArgumentException unusable) {
      throw new Refusal(ExitStatus.USAGE, String.valueOf(unusable.getMessage()));
    }
  }

  /**
   * A mailer that goes to mail exchangers as these options describe it. All of them are checked
   * here, files are read.
   */
  Mailer.Builder direct(Terminal terminal, boolean trace) throws Refusal {
    if (hasUser() || credentials(terminal).isPresent() || cleartextAuthentication.get()) {
      throw new Refusal(
          ExitStatus.USAGE,
          "--user goes with --relay: the recipients' servers ask for no password");
    }
    try {
      Mailer.Builder mailer =
          Mailer.builder()
              .threadFactory(Main.THREADS)
              .tlsPolicy(policy())
              .tlsOptions(tlsOptions())
              .timeouts(timeouts())
              .converter(SevenBit::convert);
      if (timeout.get().isPresent()) {
        mailer.dnsTimeout(seconds("--timeout", timeout.get().get()));
      }
      localName.get().ifPresent(mailer::localName);
      if (sourceAddress.get().isPresent()) {
        mailer.sourceAddress(address(sourceAddress.get().get()));
      }
      if (trace) {
        mailer.transcript(Transcript.to(terminal.err()));
      }
      return mailer;
    } catch (IllegalArgumentException unusable) {
      throw new Refusal(ExitStatus.USAGE, String.valueOf(unusable.getMessage()));
    }
  }

  private TlsPolicy policy() throws Refusal {
    TlsRequirement requirement =
        switch (tls.get().orElse(Tls.AUTO)) {
          case AUTO, OPPORTUNISTIC -> TlsRequirement.opportunistic();
          case REQUIRED -> TlsRequirement.of(TlsRequirement.Level.VERIFIED);
          case NONE -> TlsRequirement.of(TlsRequirement.Level.NONE);
          case IMPLICIT ->
              throw new Refusal(
                  ExitStatus.USAGE, "--tls implicit goes with --relay: no mail exchanger has it");
        };
    return (domain, exchanger) -> requirement;
  }

  private TlsMode mode(int port) {
    return switch (tls.get().orElse(Tls.AUTO)) {
      case REQUIRED -> TlsMode.REQUIRED;
      case OPPORTUNISTIC -> TlsMode.OPPORTUNISTIC;
      case IMPLICIT -> TlsMode.IMPLICIT;
      case NONE -> TlsMode.NONE;
      case AUTO ->
          port == 465
              ? TlsMode.IMPLICIT
              : port == 587 || hasUser() ? TlsMode.REQUIRED : TlsMode.OPPORTUNISTIC;
    };
  }

  private TlsOptions tlsOptions() throws Refusal {
    if (caFile.get().isEmpty() && !insecure.get()) {
      return TlsOptions.defaults();
    }
    TlsOptions.Builder options = TlsOptions.builder();
    if (caFile.get().isPresent()) {
      requireCertificates(caFile.get().get());
      options.trust(Path.of(caFile.get().get()));
    }
    if (insecure.get()) {
      options.trustAnyCertificateInsecurely();
    }
    return options.build();
  }

  /** Says aloud what is dangerous, once all else is known to be right. */
  void warn(Terminal terminal) {
    if (insecure.get()) {
      terminal.error("warning: --insecure: no certificate is checked");
    }
  }

  private static void requireCertificates(String file) throws Refusal {
    byte[] octets = octets(file);
    try {
      if (!CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(octets))
          .isEmpty()) {
        return;
      }
    } catch (CertificateException unreadable) {
      // said below
    }
    throw new Refusal(
        ExitStatus.CONFIGURATION,
        file + ": holds no certificate that can be read; PEM is expected");
  }

  private static byte[] octets(String file) throws Refusal {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException | InvalidPathException missing) {
      throw new Refusal(ExitStatus.NO_INPUT, file + ": no such file");
    } catch (IOException unreadable) {
      throw Sources.unreadable(file, unreadable);
    }
  }

  private Timeouts timeouts() throws Refusal {
    Timeouts.Builder timeouts = Timeouts.builder();
    if (timeout.get().isPresent()) {
      timeouts
          .all(seconds("--timeout", timeout.get().get()))
          .contentEnd(Timeouts.defaults().contentEnd());
    }
    if (finalTimeout.get().isPresent()) {
      timeouts.contentEnd(seconds("--final-timeout", finalTimeout.get().get()));
    }
    return timeouts.build();
  }

  private static Duration seconds(String option, int seconds) throws Refusal {
    if (seconds <= 0) {
      throw new Refusal(
          ExitStatus.USAGE, option + " is a positive number of seconds, not " + seconds);
    }
    return Duration.ofSeconds(seconds);
  }

  private static InetAddress address(String text) throws Refusal {
    boolean numeric = text.indexOf(':') >= 0 || text.matches("[0-9.]+");
    try {
      if (numeric) {
        InetAddress address = InetAddress.getByName(text);
        requireOurs(address, text);
        return address;
      }
    } catch (UnknownHostException notAnAddress) {
      // said below
    }
    throw new Refusal(ExitStatus.USAGE, "--source-address is an IP address, not \"" + text + "\"");
  }

  private static void requireOurs(InetAddress address, String text) throws Refusal {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(address, 0));
    } catch (IOException foreign) {
      throw new Refusal(
          ExitStatus.CONFIGURATION, "--source-address " + text + ": is no address of this machine");
    }
  }

  private Optional<Credentials> credentials(Terminal terminal) throws Refusal {
    long secrets =
        Stream.of(passwordVariable, passwordFile, tokenVariable)
            .filter(secret -> secret.get().isPresent())
            .count();
    if (user.get().isEmpty()) {
      if (secrets > 0 || mechanism.get().isPresent()) {
        throw new Refusal(ExitStatus.USAGE, "a password, a token or --auth needs --user");
      }
      return Optional.empty();
    }
    if (secrets != 1) {
      throw new Refusal(
          ExitStatus.USAGE, "--user needs one of --password-env, --password-file and --token-env");
    }
    try {
      Credentials credentials = secret(terminal, user.get().get());
      requireMechanism(credentials);
      return Optional.of(credentials);
    } catch (IllegalArgumentException unusable) {
      throw new Refusal(ExitStatus.CONFIGURATION, String.valueOf(unusable.getMessage()));
    }
  }

  private Credentials secret(Terminal terminal, String who) throws Refusal {
    if (tokenVariable.get().isPresent()) {
      String token = variable(terminal, tokenVariable.get().get());
      return Credentials.token(who, () -> token);
    }
    return Credentials.password(
        who,
        passwordVariable.get().isPresent()
            ? variable(terminal, passwordVariable.get().get())
            : password(passwordFile.get().orElseThrow()));
  }

  private void requireMechanism(Credentials credentials) throws Refusal {
    List<String> names = credentials.mechanisms().stream().map(SaslMechanism::name).toList();
    String name = mechanism.get().orElse(names.get(0));
    if (names.stream().noneMatch(name::equalsIgnoreCase)) {
      throw new Refusal(
          ExitStatus.USAGE,
          "--auth " + name + ": with this secret it is one of " + String.join(", ", names));
    }
  }

  private static String password(String file) throws Refusal {
    String text = new String(octets(file), StandardCharsets.UTF_8);
    return LINE_END.matcher(text).replaceFirst(""); // which editors and echo add
  }

  private static String variable(Terminal terminal, String name) throws Refusal {
    String value = terminal.environment().get(name);
    if (value == null || value.isEmpty()) {
      throw new Refusal(
          ExitStatus.CONFIGURATION, "the environment variable " + name + " is not set");
    }
    return value;
  }
}
