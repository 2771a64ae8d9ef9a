package dev.packetboat.testkit.internal.sasl;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The certificate with which a client shook hands. */
public final class ClientCertificate {

  // RFC 2253 §2.4: a comma or plus sign inside a value stands behind a backslash
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|[,+])CN=((?:[^,+\\\\]|\\\\.)*)");

  private ClientCertificate() {}

  /** The common name in it; none where the client showed no certificate. */
  public static Optional<String> commonName(SSLSession session) {
    try {
      var certificate = (X509Certificate) session.getPeerCertificates()[0];
      return COMMON_NAME
          .matcher(certificate.getSubjectX500Principal().getName())
          .results()
          .map((MatchResult name) -> name.group(1).replaceAll("\\\\(.)", "$1"))
          .findFirst();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }
}
