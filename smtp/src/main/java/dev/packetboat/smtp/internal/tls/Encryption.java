package dev.packetboat.smtp.internal.tls;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.TlsInfo;
import dev.packetboat.smtp.internal.net.Wire;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** Puts TLS on a wire. */
public final class Encryption {

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private Encryption() {}

  /**
   * Does the handshake.
   *
   * @param verifies whether a certificate that is not trusted, or names another host, ends it
   */
  public static TlsInfo start(
      Wire wire, TlsContext context, String host, boolean verifies, Duration time)
      throws SmtpException {
    boolean enforces = verifies && !context.trustsAny();
    try {
      SSLSocket socket =
          (SSLSocket)
              context
                  .sockets(enforces)
                  .createSocket(wire.plain(), name(host), wire.remoteAddress().getPort(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      parameters.setEndpointIdentificationAlgorithm(
          enforces || !context.isGiven() ? "HTTPS" : null);
      socket.setSSLParameters(parameters);
      wire.encrypt(socket, time);
      return info(socket.getSession());
    } catch (Wire.DeadlinePassed late) {
      throw new SmtpException.TimedOut(
          At.phase(Phase.TLS),
          "no end of the TLS handshake within " + time.toMillis() / 1000.0 + " s",
          late);
    } catch (ClosedByInterruptException interrupted) {
      throw new SmtpException.Cancelled(
          At.phase(Phase.TLS), "cancelled amid the TLS handshake", interrupted);
    } catch (IOException | GeneralSecurityException failed) {
      throw new SmtpException.TlsFailed(
          At.phase(Phase.TLS), "TLS with " + host + " failed: " + reason(failed), failed);
    }
  }

  /** As it stands in certificates and in SNI: without the dot of the root. */
  private static String name(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static String reason(Exception failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return "the certificate was not accepted: " + cause.getMessage();
      }
    }
    return String.valueOf(failed.getMessage());
  }

  private static TlsInfo info(SSLSession session) {
    Optional<String> distrust = NotingTrust.distrust(session);
    return new TlsInfo(
        session.getProtocol(), session.getCipherSuite(), certificates(session), distrust);
  }

  private static List<X509Certificate> certificates(SSLSession session) {
    try {
      Certificate[] shown = session.getPeerCertificates();
      return Arrays.stream(shown)
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException none) {
      return List.of();
    }
  }
}
