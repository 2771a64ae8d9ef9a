package dev.packetboat.smtp.internal.tls;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.TlsInfo;
import dev.packetboat.smtp.internal.net.Wire;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** Puts TLS on a wire. */
public final class Encryption {

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

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
      boolean checksName = enforces || !context.isGiven();
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(protocols(parameters.getProtocols()));
      parameters.setEndpointIdentificationAlgorithm(checksName ? "HTTPS" : null);
      socket.setSSLParameters(parameters);
      wire.encrypt(socket, time);
      return info(socket.getSession(), checksName);
    } catch (Wire.DeadlinePassed late) {
      throw new SmtpException.TimedOut(
          At.phase(Phase.TLS),
          "no end of the TLS handshake within " + time.toMillis() / 1000.0 + " s",
          late);
    } catch (ClosedByInterruptException interrupted) {
      throw new SmtpException.Cancelled(
          At.phase(Phase.TLS), "cancelled amid the TLS handshake", interrupted);
    } catch (IOException failed) {
      throw new SmtpException.TlsFailed(
          At.phase(Phase.TLS), "TLS with " + host + " failed: " + reason(failed), failed);
    }
  }

  /** Whether no server could have been reached this way: the options are at fault. */
  public static boolean isMisconfigured(SmtpException.TlsFailed failed) {
    return failed.getCause() instanceof TlsContext.Unusable;
  }

  /** Those of a caller's context, or that an administrator left, without the old ones. */
  private static String[] protocols(String[] enabled) throws TlsContext.Unusable {
    String[] modern = Arrays.stream(enabled).filter(PROTOCOLS::contains).toArray(String[]::new);
    if (modern.length == 0) {
      throw new TlsContext.Unusable(
          "neither TLS 1.2 nor 1.3 is among the protocols that are enabled: "
              + String.join(", ", enabled));
    }
    return modern;
  }

  /** As it stands in certificates and in SNI: without the dot of the root. */
  private static String name(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static String reason(IOException failed) {
    if (failed instanceof TlsContext.Unusable) {
      return String.valueOf(failed.getMessage());
    }
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return "the certificate was not accepted: " + cause.getMessage();
      }
    }
    return String.valueOf(failed.getMessage());
  }

  private static TlsInfo info(SSLSession session, boolean checksName) {
    Optional<String> distrust =
        checksName
            ? NotingTrust.distrust(session)
            : Optional.of("whether it names the server was not checked");
    return TlsInfo.of(session, distrust);
  }
}
