package dev.packetboat.cli;

import dev.packetboat.smtp.Extensions;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import dev.packetboat.smtp.TlsInfo;
import dev.packetboat.smtp.TlsMode;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** {@code packetboat probe}. */
final class ProbeCommand implements Callable<Integer> {

  private static final String[] FOOTER = {
    "",
    "Examples",
    "  packetboat probe smtp.example.com:587",
    "  packetboat probe smtp.example.com:465 --json",
    "",
    "Exit status: 0 it is there, 69 it refused us, 75 it could not be talked to, 77 it does not know",
    "the user."
  };

  private final Terminal terminal;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Supplier<String> target;
  private final ServerOptions server;
  private final Supplier<Boolean> json;
  private final Supplier<Boolean> trace;

  ProbeCommand(Terminal terminal) {
    this.terminal = terminal;
    Options options =
        Options.of(
            spec,
            "Says what a server offers: greeting, extensions, TLS, certificate, mechanisms.",
            FOOTER);
    target = options.argument("HOST[:PORT]", "The server. Port 587 with --user, else 25.");
    server = new ServerOptions(options);
    json = options.flag("--json", "One JSON object.");
    trace = options.flag("--trace", "Show the conversation on standard error, without secrets.");
  }

  /** The command for picocli. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Refusal {
    HostPort at = HostPort.parse(target.get());
    var client = server.client(at, terminal, trace.get());
    if (server.isTlsAuto() && !server.hasUser() && at.port().orElse(25) != 465) {
      client.tls(TlsMode.OPPORTUNISTIC); // to see what is offered, not to send
    }
    try (SmtpSession session = client.connect()) {
      if (json.get()) {
        writeJson(at, session);
      } else {
        write(at, session);
      }
      return ExitStatus.DONE.code();
    } catch (SmtpException failure) {
      terminal.error(String.valueOf(failure.getMessage()));
      return status(failure).code();
    }
  }

  private static ExitStatus status(SmtpException failure) {
    if (failure instanceof SmtpException.AuthenticationFailed) {
      return ExitStatus.REFUSED;
    }
    boolean refused = failure.reply().filter(reply -> reply.isPermanent()).isPresent();
    return refused ? ExitStatus.FAILED : ExitStatus.DEFERRED;
  }

  private void write(HostPort at, SmtpSession session) {
    Extensions offered = session.extensions();
    line(
        "server",
        at.host()
            + " at "
            + session.remoteAddress().getAddress().getHostAddress()
            + " port "
            + session.remoteAddress().getPort());
    line("greeting", session.greeting().toString());
    line("calls itself", offered.serverName());
    line("TLS", session.tls().map(tls -> tls.protocol() + ", " + tls.cipherSuite()).orElse("none"));
    session.tls().ifPresent(this::writeCertificate);
    line(
        "mechanisms",
        offered.mechanisms().isEmpty() ? "none" : String.join(" ", offered.mechanisms()));
    session.authentication().ifPresent(by -> line("authenticated", "by " + by));
    line("extensions", "");
    for (String keyword : offered.keywords()) {
      terminal.out().println("  " + keyword + " " + String.join(" ", offered.parameters(keyword)));
    }
  }

  private void writeCertificate(TlsInfo tls) {
    for (X509Certificate certificate : tls.certificates().stream().limit(1).toList()) {
      line(
          "certificate",
          certificate.getSubjectX500Principal()
              + ", issued by "
              + certificate.getIssuerX500Principal());
      line("  names", String.join(" ", names(certificate)));
      line(
          "  valid",
          certificate.getNotBefore().toInstant() + " to " + certificate.getNotAfter().toInstant());
    }
    line(
        "  verified",
        tls.distrust()
            .map(reason -> terminal.yellow("no: " + reason))
            .orElse(terminal.green("yes")));
  }

  private void line(String name, String value) {
    terminal.out().println(String.format("%-14s", name + ":") + value);
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream().map(name -> String.valueOf(name.get(1))).toList();
    } catch (CertificateParsingException unreadable) {
      return List.of();
    }
  }

  private void writeJson(HostPort at, SmtpSession session) {
    Extensions offered = session.extensions();
    Optional<TlsInfo> tls = session.tls();
    Optional<X509Certificate> certificate =
        tls.flatMap(info -> info.certificates().stream().findFirst());
    JsonLines.write(
        terminal.out(),
        out -> {
          out.writeStringProperty("host", at.host());
          out.writeStringProperty("ip", session.remoteAddress().getAddress().getHostAddress());
          out.writeNumberProperty("port", session.remoteAddress().getPort());
          out.writeStringProperty("greeting", session.greeting().toString());
          out.writeObjectPropertyStart("extensions");
          for (String keyword : offered.keywords()) {
            JsonLines.texts(out, keyword, offered.parameters(keyword));
          }
          out.writeEndObject();
          JsonLines.texts(out, "mechanisms", offered.mechanisms());
          JsonLines.text(out, "tls", tls.map(TlsInfo::protocol));
          JsonLines.text(out, "cipher", tls.map(TlsInfo::cipherSuite));
          JsonLines.text(
              out, "subject", certificate.map(shown -> shown.getSubjectX500Principal().toString()));
          JsonLines.text(
              out, "issuer", certificate.map(shown -> shown.getIssuerX500Principal().toString()));
          JsonLines.texts(out, "names", certificate.map(ProbeCommand::names).orElse(List.of()));
          JsonLines.text(
              out,
              "notAfter",
              certificate.map(shown -> shown.getNotAfter().toInstant().toString()));
          JsonLines.text(out, "distrust", tls.flatMap(TlsInfo::distrust));
        });
  }
}
