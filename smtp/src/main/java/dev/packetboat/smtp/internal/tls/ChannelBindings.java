package dev.packetboat.smtp.internal.tls;

import dev.packetboat.smtp.ChannelBinding;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
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
    static final @Nullable MethodHandle EXPORT = find();

    private static @Nullable MethodHandle find() {
      try {
        return MethodHandles.publicLookup()
            .findVirtual(
                ExtendedSSLSession.class,
                "exportKeyingMaterialData",
                MethodType.methodType(byte[].class, String.class, byte[].class, int.class));
      } catch (NoSuchMethodException | IllegalAccessException olderJdk) {
        return null;
      }
    }
  }

  // RFC 9266 §4.2: with TLS 1.2 it would need the extended master secret, of which Java does not
  // tell
  private static Optional<ChannelBinding> exporter(SSLSession session) {
    MethodHandle export = Exporter.EXPORT;
    if (export == null
        || !session.getProtocol().equals("TLSv1.3")
        || !(session instanceof ExtendedSSLSession extended)) {
      return Optional.empty();
    }
    try {
      byte[] data = (byte[]) export.invokeExact(extended, LABEL, new byte[0], LENGTH);
      return Optional.of(new ChannelBinding("tls-exporter", data));
    } catch (Throwable notExported) {
      return Optional.empty();
    }
  }

  // RFC 5929 §4.1
  private static Optional<ChannelBinding> serverEndPoint(SSLSession session) {
    try {
      X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
      byte[] hash = MessageDigest.getInstance(hash(certificate)).digest(certificate.getEncoded());
      return Optional.of(new ChannelBinding("tls-server-end-point", hash));
    } catch (SSLPeerUnverifiedException | GeneralSecurityException notDefined) {
      return Optional.empty();
    }
  }

  /** The hash of the certificate's own signature, but never MD5 or SHA-1. */
  private static String hash(X509Certificate certificate) {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    int with = algorithm.indexOf("WITH");
    String hash = with < 0 ? "" : algorithm.substring(0, with);
    return switch (hash) {
      case "SHA384" -> "SHA-384";
      case "SHA512" -> "SHA-512";
      default -> "SHA-256";
    };
  }
}
