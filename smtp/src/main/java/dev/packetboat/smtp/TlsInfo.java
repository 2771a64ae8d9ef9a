package dev.packetboat.smtp;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What was negotiated on an encrypted connection. Immutable. */
public final class TlsInfo {

  private final String protocol;
  private final String cipherSuite;
  private final List<X509Certificate> certificates;
  private final Optional<String> distrust;

  private TlsInfo(SSLSession session, Optional<String> distrust) {
    this.protocol = session.getProtocol();
    this.cipherSuite = session.getCipherSuite();
    this.certificates = certificates(session);
    this.distrust = distrust;
  }

  /**
   * What the session says of itself, and what was found out about its certificate.
   *
   * @param distrust why the certificate would not have been accepted; empty when it is trusted and
   *     names the server
   */
  public static TlsInfo of(SSLSession session, Optional<String> distrust) {
    return new TlsInfo(session, distrust);
  }

  private static List<X509Certificate> certificates(SSLSession session) {
    try {
      return Arrays.stream(session.getPeerCertificates())
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException none) {
      return List.of();
    }
  }

  /** Such as {@code TLSv1.3}. */
  public String protocol() {
    return protocol;
  }

  /** Such as {@code TLS_AES_256_GCM_SHA384}. */
  public String cipherSuite() {
    return cipherSuite;
  }

  /** The server's certificate, followed by those that it sent to vouch for it. */
  public List<X509Certificate> certificates() {
    return certificates;
  }

  /**
   * Whether the certificate is trusted and names the server. Without, the connection is private but
   * to whom is not known.
   */
  public boolean isVerified() {
    return distrust.isEmpty();
  }

  /** Why the certificate is not trusted, or does not name the server. */
  public Optional<String> distrust() {
    return distrust;
  }

  @Override
  public String toString() {
    return protocol
        + ", "
        + cipherSuite
        + distrust
            .map(reason -> ", certificate not verified: " + reason)
            .orElse(", certificate verified");
  }
}
