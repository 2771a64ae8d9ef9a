package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Extensions;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.ProxyServer;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.smtp.internal.net.Connector;
import dev.packetboat.smtp.internal.net.LocalConnector;
import dev.packetboat.smtp.internal.net.Tunnel;
import dev.packetboat.smtp.internal.net.Wire;
import dev.packetboat.smtp.internal.tls.Encryption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** From nothing to a channel on which mail can be sent: connect, greeting, EHLO, STARTTLS, AUTH. */
public final class Opening {

  private final Settings settings;
  private final Channel channel;

  private Opening(Settings settings, Wire wire) {
    this.settings = settings;
    this.channel = new Channel(settings, wire);
  }

  /** Opens a channel, or fails with nothing left open. */
  public static Channel open(Settings settings) throws SmtpException {
    try {
      return new Opening(settings, connect(settings)).run();
    } catch (SmtpException.TlsFailed failed) {
      boolean isHandshake = failed.phase() == Phase.TLS && !Encryption.isMisconfigured(failed);
      if (settings.tls() != TlsMode.OPPORTUNISTIC || !isHandshake) {
        throw failed;
      }
      // RFC 7435: some protection most of the time; the same host again, in clear
      settings.transcript().note("TLS failed, once more in clear text: " + failed.getMessage());
      Settings inClear = settings.tls(TlsMode.NONE);
      return new Opening(inClear, connect(inClear)).run();
    }
  }

  private static Wire connect(Settings settings) throws SmtpException {
    Connector connector =
        new Connector(
            settings.resolver(),
            settings.source(),
            settings.threads(),
            settings.timeouts().connect(),
            settings.listener()::onEvent);
    if (settings.socket().isPresent()) {
      return LocalConnector.connect(
          settings.socket().get(), settings.timeouts().connect(), settings.listener()::onEvent);
    }
    if (settings.proxy().isEmpty()) {
      return connector.connect(settings.host(), settings.port());
    }
    ProxyServer proxy = settings.proxy().get();
    Wire wire = connector.connect(proxy.host(), proxy.port());
    Tunnel.through(proxy, wire, settings.host(), settings.port(), settings.timeouts().connect());
    return wire;
  }

  private Channel run() throws SmtpException {
    boolean opened = false;
    try {
      channel.tell(new SmtpEvent.Connected(channel.wire.remoteAddress()));
      settings.transcript().note("connected to " + channel.wire.remoteAddress());
      if (settings.tls() == TlsMode.IMPLICIT) {
        encrypt();
      }
      greeting();
      hello();
      if (settings.tls() != TlsMode.IMPLICIT && settings.tls() != TlsMode.NONE) {
        startTls();
      }
      if (settings.credentials().isPresent()) {
        channel.authenticate(settings.credentials().get());
      }
      opened = true;
      return channel;
    } finally {
      if (!opened) { // also where a token source threw what it should not
        channel.close();
      }
    }
  }

  private void greeting() throws SmtpException {
    Reply reply = channel.conversation.greeting();
    At at = At.phase(Phase.GREETING).reply(reply);
    if (reply.isTransient() || reply.isPermanent()) {
      throw new SmtpException.Refused(
          at, settings.host() + " does not take mail from here: " + reply, List.of());
    }
    if (reply.code() != 220) { // RFC 5321 §4.3.2
      channel.conversation.abort();
      throw new SmtpException.ProtocolViolation(
          at, settings.host() + " greeted with " + reply + " instead of 220");
    }
    channel.greeted(reply);
  }

  private void hello() throws SmtpException {
    String name =
        settings
            .localName()
            .orElseGet(() -> addressLiteral(channel.wire.localAddress().getAddress()));
    String ehlo = settings.protocol().hello() + " " + name;
    Reply reply = channel.call(Phase.EHLO, ehlo);
    if (reply.isPositive()) {
      channel.offered(Extensions.parse(reply).without(settings.ignoredExtensions()));
      return;
    }
    if (!reply.isPermanent() || settings.protocol() == Protocol.LMTP) { // RFC 2033 §4.1
      throw refused(Phase.EHLO, ehlo, reply);
    }
    // RFC 5321 §3.2: a server that does not know EHLO may know HELO
    Reply helo = channel.call(Phase.HELO, "HELO " + name);
    if (!helo.isPositive()) {
      throw refused(Phase.HELO, "HELO " + name, helo);
    }
    channel.offered(Extensions.NONE);
  }

  // RFC 5321 §4.1.4: a client without a name of its own gives an address literal
  private static String addressLiteral(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    String plain = zone < 0 ? text : text.substring(0, zone);
    return address instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
  }

  private SmtpException refused(Phase phase, String command, Reply reply) {
    At at = At.phase(phase).command(command).reply(reply);
    return new SmtpException.Refused(
        at, settings.host() + " refused " + command + ": " + reply, List.of());
  }

  private void startTls() throws SmtpException {
    boolean required = settings.tls() != TlsMode.OPPORTUNISTIC;
    At at = At.phase(Phase.STARTTLS);
    if (!channel.extensions().offers("STARTTLS")) {
      if (required) {
        throw new SmtpException.TlsFailed(
            at, "TLS is required and " + settings.host() + " does not offer STARTTLS");
      }
      return;
    }
    Reply reply = channel.call(Phase.STARTTLS, "STARTTLS");
    if (reply.code() != 220) {
      if (!required && !channel.isOpen()) {
        throw refused(Phase.STARTTLS, "STARTTLS", reply);
      }
      if (required) {
        throw new SmtpException.TlsFailed(
            at.command("STARTTLS").reply(reply),
            "TLS is required and " + settings.host() + " refused STARTTLS: " + reply);
      }
      return;
    }
    // RFC 3207 §6: what arrives in clear text before the handshake was put there by somebody else
    if (channel.conversation.hasArrived()) {
      throw new SmtpException.ProtocolViolation(
          at.command("STARTTLS").reply(reply),
          "clear text followed the reply to STARTTLS: somebody may be in between");
    }
    encrypt();
    channel.offered(Extensions.NONE); // RFC 3207 §4.2: what was said before counts no more
    hello();
  }

  private void encrypt() throws SmtpException {
    boolean verifies = settings.tls() == TlsMode.IMPLICIT || settings.tls() == TlsMode.REQUIRED;
    channel.encrypted(
        Encryption.start(
            channel.wire,
            settings.tlsContext(),
            settings.host(),
            verifies,
            settings.timeouts().tls()));
    settings.transcript().note("encrypted: " + channel.tls().orElseThrow());
  }
}
