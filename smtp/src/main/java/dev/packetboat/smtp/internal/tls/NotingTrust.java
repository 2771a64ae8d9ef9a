package dev.packetboat.smtp.internal.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Takes every certificate and notes what is wrong with it in the TLS session, where it is found
 * again also when the session is resumed without a certificate.
 */
final class NotingTrust extends X509ExtendedTrustManager {

  private static final String DISTRUST = "dev.packetboat.distrust";

  private final X509ExtendedTrustManager judge;

  NotingTrust(X509ExtendedTrustManager judge) {
    this.judge = judge;
  }

  static Optional<String> distrust(SSLSession session) {
    return Optional.ofNullable((String) session.getValue(DISTRUST));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
    try {
      judge.checkServerTrusted(chain, authType, socket);
    } catch (CertificateException distrusted) {
      if (socket instanceof SSLSocket tls) {
        tls.getHandshakeSession().putValue(DISTRUST, String.valueOf(distrusted.getMessage()));
      }
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    judge.checkServerTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    judge.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    judge.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    judge.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    judge.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }
}
