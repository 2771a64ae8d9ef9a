package dev.packetboat.testkit.internal.sasl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a login can be bound to in a TLS connection, as the server knows it. */
final class ChannelBinding {

  private static final @Nullable Method EXPORTER = exporter();

  private ChannelBinding() {}

  /** The data of a binding of this type; none for a type that is not known here. */
  static Optional<byte[]> data(String type, SSLSession session) throws GeneralSecurityException {
    return switch (type) {
      case "tls-server-end-point" -> Optional.of(serverEndPoint(session));
      case "tls-exporter" -> exported(session);
      default -> Optional.empty();
    };
  }

  // RFC 5929 §4.1: the hash of the certificate's signature, but SHA-256 in place of MD5 and SHA-1
  private static byte[] serverEndPoint(SSLSession session) throws GeneralSecurityException {
    var certificate = (X509Certificate) session.getLocalCertificates()[0];
    String hash = certificate.getSigAlgName().toUpperCase(Locale.ROOT).replaceFirst("WITH.*", "");
    String algorithm =
        switch (hash) {
          case "SHA384" -> "SHA-384";
          case "SHA512" -> "SHA-512";
          default -> "SHA-256";
        };
    return MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
  }

  // RFC 9266 §2
  private static Optional<byte[]> exported(SSLSession session) throws GeneralSecurityException {
    if (EXPORTER == null || !(session instanceof ExtendedSSLSession)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          (byte[]) EXPORTER.invoke(session, "EXPORTER-Channel-Binding", new byte[0], 32));
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new GeneralSecurityException("no keying material", e);
    }
  }

  /** Keying material can be exported since Java 25; this module is compiled for an older one. */
  private static @Nullable Method exporter() {
    try {
      return ExtendedSSLSession.class.getMethod(
          "exportKeyingMaterialData", String.class, byte[].class, int.class);
    } catch (NoSuchMethodException olderJava) {
      return null;
    }
  }
}
