package dev.packetboat.smtp.internal;

import dev.packetboat.mail.ContentConverter;
import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.HostResolver;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.ProxyServer;
import dev.packetboat.smtp.RecipientPolicy;
import dev.packetboat.smtp.SmtpListener;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.smtp.Transcript;
import dev.packetboat.smtp.internal.tls.TlsContext;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/**
 * All that a client was configured with.
 *
 * @param socket the Unix domain socket at which the server listens, where it is not a port
 */
public record Settings(
    Protocol protocol,
    String host,
    int port,
    Optional<Path> socket,
    TlsMode tls,
    TlsContext tlsContext,
    Optional<String> localName,
    Optional<InetAddress> source,
    Optional<ProxyServer> proxy,
    Optional<Credentials> credentials,
    Optional<String> mechanism,
    boolean cleartextAuthentication,
    Timeouts timeouts,
    HostResolver resolver,
    ThreadFactory threads,
    SmtpListener listener,
    Transcript transcript,
    RecipientPolicy recipientPolicy,
    LineEnds lineEnds,
    ContentConverter converter,
    Set<String> ignoredExtensions) {

  /** The settings; what its listener and transcript throw stays with them. */
  public Settings {
    listener = Guarded.of(listener);
    transcript = Guarded.of(transcript);
    ignoredExtensions = Set.copyOf(ignoredExtensions);
  }

  /** The same with another TLS mode. */
  Settings tls(TlsMode mode) {
    return new Settings(
        protocol,
        host,
        port,
        socket,
        mode,
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
        ignoredExtensions);
  }
}
