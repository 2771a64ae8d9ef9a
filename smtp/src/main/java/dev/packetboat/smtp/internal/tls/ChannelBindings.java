package dev.packetboat.smtp.internal.tls;

import dev.packetboat.smtp.ChannelBinding;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** What ties an authentication to a TLS connection. */
public final class ChannelBindings {

  // RFC 9266 §2
  private static final String LABEL = "EXPORTER-Channel-Binding";
  private static final int LENGTH = 32;

  private ChannelBindings() {}

  /**
   * {@code tls-exporter} where the JDK and the protocol have it, else {@code tls-server-end-point};
   * empty where neither can be had.
   */
  public static Optional<ChannelBinding> of(@Nullable SSLSocket socket) {
    return socket == null
        ? Optional.empty()
        : exporter(socket.getSession()).or(() -> serverEndPoint(socket.getSession()));
  }

  /**
   * Looked up when it is first needed: JDK 25 has it, the release that this is compiled for does
   * not.
   */
  private static final class Exporter {
    static final @Nullable Method EXPORT = find();

    private static @Nullable Method find() {
      try {
        return ExtendedSSLSession.class.getMethod(
            "exportKeyingMaterialData", String.class, byte[].class, int.class);
      } catch (NoSuchMethodException olderJdk) {
        return null;
      }
    }
  }

  // RFC 9266 §4.2: with TLS 1.2 it would need the extended master secret, of which Java does not
  // tell
  private static Optional<ChannelBinding> exporter(SSLSession session) {
    Method export = Exporter.EXPORT;
    if (export == null
        || !session.getProtocol().equals("TLSv1.3")
        || !(session instanceof ExtendedSSLSession extended)) {
      return Optional.empty();
    }
    try {
      byte[] data = (byte[]) export.invoke(extended, LABEL, new byte[0], LENGTH);
      return Optional.of(new ChannelBinding("tls-exporter", data));
    } catch (IllegalAccessException | InvocationTargetException notExported) {
      return Optional.empty();
    }
  }

  // RFC 5929 §4.1
  private static Optional<ChannelBinding> serverEndPoint(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? serverEndPoint(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException anonymous) {
      return Optional.empty();
    }
  }

  /**
   * Empty where the certificate's signature has no hash, as that of Ed25519: nothing is defined.
   */
  static Optional<ChannelBinding> serverEndPoint(X509Certificate certificate) {
    try {
      String hash = signatureHash(certificate);
      // RFC 5929 §4.1: never a weaker one than SHA-256
      boolean isBroken = hash.equals("MD5") || hash.equals("SHA-1");
      byte[] data =
          MessageDigest.getInstance(isBroken ? "SHA-256" : hash).digest(certificate.getEncoded());
      return Optional.of(new ChannelBinding("tls-server-end-point", data));
    } catch (GeneralSecurityException | IOException undefined) {
      return Optional.empty();
    }
  }

  /** Of {@code SHA384withECDSA} the part in front; of RSASSA-PSS it is among the parameters. */
  private static String signatureHash(X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    if (algorithm.equals("RSASSA-PSS")) {
      byte[] encoded = certificate.getSigAlgParams();
      if (encoded == null) {
        throw new IOException("RSASSA-PSS without parameters");
      }
      AlgorithmParameters parameters = AlgorithmParameters.getInstance(algorithm);
      parameters.init(encoded);
      return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
    }
    int with = algorithm.indexOf("WITH");
    String hash = with < 0 ? algorithm : algorithm.substring(0, with);
    return hash.matches("SHA[0-9].*") && !hash.startsWith("SHA3-")
        ? "SHA-" + hash.substring("SHA".length())
        : hash;
  }
}
