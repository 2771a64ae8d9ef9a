package dev.packetboat.cli;

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
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--tls",
      paramLabel = "MODE",
      defaultValue = "auto",
      description =
          "auto, required, opportunistic, implicit or none. auto: implicit on port 465, required on 587 and whenever a user"
              + " is given, else opportunistic. Names are checked with required and implicit.")
  Tls tls = Tls.AUTO;

  @Option(
      names = "--cafile",
      paramLabel = "FILE",
      description = "Trust the certificates in this PEM file too.")
  @Nullable Path caFile;

  @Option(
      names = "--insecure",
      description = "Check no certificate: whoever sits between can read everything.")
  boolean insecure;

  @Option(names = "--user", paramLabel = "USER", description = "Authenticate as this user.")
  @Nullable String user;

  @Option(
      names = "--password-env",
      paramLabel = "VAR",
      description = "The password is in this environment variable.")
  @Nullable String passwordVariable;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The password is in this file; a line end at its end does not count.")
  @Nullable Path passwordFile;

  @Option(
      names = "--token-env",
      paramLabel = "VAR",
      description = "A bearer token (OAUTHBEARER, XOAUTH2) is in this environment variable.")
  @Nullable String tokenVariable;

  @Option(
      names = "--auth",
      paramLabel = "MECH",
      description = "Use this mechanism. Without: the strongest that the server offers.")
  @Nullable String mechanism;

  @Option(
      names = "--allow-cleartext-auth",
      description =
          "Let passwords and tokens go over a connection that everybody between can read.")
  boolean cleartextAuthentication;

  @Option(
      names = "--helo",
      paramLabel = "NAME",
      description = "Our own name. Without: the address we connect from.")
  @Nullable String localName;

  @Option(
      names = "--source-address",
      paramLabel = "IP",
      description = "Connect from this local address.")
  @Nullable String sourceAddress;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description =
          "For every phase but the answer to the end of a message, which keeps its 10 minutes.")
  @Nullable Integer timeout;

  @Option(
      names = "--final-timeout",
      paramLabel = "SECONDS",
      description = "For the answer to the end of a message.")
  @Nullable Integer finalTimeout;

  /** Without which no port is 587 by default. */
  boolean hasUser() {
    return user != null;
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
              .threadFactory(Thread.ofPlatform().daemon().factory());
      Optional<Credentials> credentials = credentials(terminal);
      credentials.ifPresent(client::credentials);
      if (mechanism != null) {
        client.mechanism(mechanism);
      }
      if (cleartextAuthentication) {
        client.allowCleartextAuthentication();
      }
      if (localName != null) {
        client.localName(localName);
      }
      if (sourceAddress != null) {
        client.sourceAddress(sourceAddress(sourceAddress));
      }
      if (trace) {
        client.transcript(Transcript.to(terminal.err()));
      }
      return client;
    } catch (IllegalArgumentException unusable) {
      throw new Refusal(ExitStatus.USAGE, String.valueOf(unusable.getMessage()));
    }
  }

  private TlsMode mode(int port) {
    return switch (tls) {
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
    if (caFile == null && !insecure) {
      return TlsOptions.defaults();
    }
    TlsOptions.Builder options = TlsOptions.builder();
    if (caFile != null) {
      requireCertificates(caFile);
      options.trust(caFile);
    }
    if (insecure) {
      options.trustAnyCertificateInsecurely();
    }
    return options.build();
  }

  /** Says aloud what is dangerous, once all else is known to be right. */
  void warn(Terminal terminal) {
    if (insecure) {
      terminal.error("warning: --insecure: no certificate is checked");
    }
  }

  private static void requireCertificates(Path file) throws Refusal {
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

  private static byte[] octets(Path file) throws Refusal {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      throw new Refusal(ExitStatus.NO_INPUT, file + ": no such file");
    } catch (IOException unreadable) {
      throw Source.unreadable(file.toString(), unreadable);
    }
  }

  private Timeouts timeouts() throws Refusal {
    Timeouts.Builder timeouts = Timeouts.builder();
    if (timeout != null) {
      timeouts.all(seconds("--timeout", timeout)).contentEnd(Timeouts.defaults().contentEnd());
    }
    if (finalTimeout != null) {
      timeouts.contentEnd(seconds("--final-timeout", finalTimeout));
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

  private static InetAddress sourceAddress(String text) throws Refusal {
    boolean numeric = text.indexOf(':') >= 0 || text.matches("[0-9.]+");
    try {
      if (numeric) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException notAnAddress) {
      // said below
    }
    throw new Refusal(ExitStatus.USAGE, "--source-address is an IP address, not \"" + text + "\"");
  }

  private Optional<Credentials> credentials(Terminal terminal) throws Refusal {
    int secrets =
        (passwordVariable != null ? 1 : 0)
            + (passwordFile != null ? 1 : 0)
            + (tokenVariable != null ? 1 : 0);
    if (user == null) {
      if (secrets > 0 || mechanism != null) {
        throw new Refusal(ExitStatus.USAGE, "a password, a token or --auth needs --user");
      }
      return Optional.empty();
    }
    if (secrets != 1) {
      throw new Refusal(
          ExitStatus.USAGE, "--user needs one of --password-env, --password-file and --token-env");
    }
    try {
      Credentials credentials = secret(terminal, user);
      requireMechanism(credentials);
      return Optional.of(credentials);
    } catch (IllegalArgumentException unusable) {
      throw new Refusal(ExitStatus.CONFIGURATION, String.valueOf(unusable.getMessage()));
    }
  }

  private Credentials secret(Terminal terminal, String who) throws Refusal {
    if (tokenVariable != null) {
      String token = variable(terminal, tokenVariable);
      return Credentials.token(who, () -> token);
    }
    return Credentials.password(who, password(terminal));
  }

  private void requireMechanism(Credentials credentials) throws Refusal {
    List<String> names = credentials.mechanisms().stream().map(SaslMechanism::name).toList();
    if (mechanism != null && names.stream().noneMatch(mechanism::equalsIgnoreCase)) {
      throw new Refusal(
          ExitStatus.USAGE,
          "--auth " + mechanism + ": with this secret it is one of " + String.join(", ", names));
    }
  }

  private String password(Terminal terminal) throws Refusal {
    if (passwordVariable != null) {
      return variable(terminal, passwordVariable);
    }
    Path file = Objects.requireNonNull(passwordFile);
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
