package dev.packetboat.smtp.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes the socket factories that the options describe, once each: TLS sessions are resumed within
 * a factory. Thread-safe.
 */
public final class TlsContext {

  /** Thrown where the options cannot be put into effect, whoever the server is. */
  static final class Unusable extends IOException {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A certificate of our own and the password of its key. */
  public record Key(KeyStore store, char[] password) {

    @Override
    public String toString() {
      return "Key[***]";
    }
  }

  private final List<Path> trustedFiles;
  private final Optional<KeyStore> trustedOnly;
  private final Optional<Key> key;
  private final Optional<SSLContext> given;
  private final boolean trustsAny;
  private final ReentrantLock making = new ReentrantLock();
  private @Nullable SSLSocketFactory enforcing;
  private @Nullable SSLSocketFactory noting;

  public TlsContext(
      List<Path> trustedFiles,
      Optional<KeyStore> trustedOnly,
      Optional<Key> key,
      Optional<SSLContext> given,
      boolean trustsAny) {
    this.trustedFiles = trustedFiles;
    this.trustedOnly = trustedOnly;
    this.key = key;
    this.given = given;
    this.trustsAny = trustsAny;
  }

  /** Whether every certificate is accepted, because that was asked for by name. */
  public boolean trustsAny() {
    return trustsAny;
  }

  /** Whether it is the caller's own context, with a trust manager that is not ours. */
  boolean isGiven() {
    return given.isPresent();
  }

  /** Sockets that refuse a certificate, or that only note what is wrong with it. */
  SSLSocketFactory sockets(boolean enforces) throws Unusable {
    if (given.isPresent()) {
      return given.get().getSocketFactory();
    }
    making.lock();
    try {
      SSLSocketFactory made = enforces ? enforcing : noting;
      if (made == null) {
        made = make(enforces);
        enforcing = enforces ? made : enforcing;
        noting = enforces ? noting : made;
      }
      return made;
    } finally {
      making.unlock();
    }
  }

  private SSLSocketFactory make(boolean enforces) throws Unusable {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      X509ExtendedTrustManager judge = trustManager();
      TrustManager trust = enforces ? judge : new NotingTrust(judge);
      context.init(keyManagers(), new TrustManager[] {trust}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException unusable) {
      throw new Unusable("the TLS options cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
    if (key.isEmpty()) {
      return null;
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(key.get().store(), key.get().password());
    return factory.getKeyManagers();
  }

  private X509ExtendedTrustManager trustManager() throws GeneralSecurityException, Unusable {
    X509ExtendedTrustManager base = trustManager(trustedOnly.orElse(null));
    if (trustedFiles.isEmpty()) {
      return base;
    }
    KeyStore all = emptyStore();
    int number = 0;
    for (X509Certificate trusted : base.getAcceptedIssuers()) {
      all.setCertificateEntry("base-" + number++, trusted);
    }
    for (Path file : trustedFiles) {
      for (Certificate trusted : certificates(file)) {
        all.setCertificateEntry("file-" + number++, trusted);
      }
    }
    return trustManager(all);
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, Unusable {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException unable) {
      throw new Unusable("no store for trusted certificates can be made", unable);
    }
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file) throws Unusable {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new CertificateException("it holds none");
      }
      return found;
    } catch (IOException unreadable) {
      throw new Unusable("the certificates to trust cannot be read: " + unreadable, unreadable);
    } catch (CertificateException malformed) {
      throw new Unusable(
          "no certificates to trust in " + file + ": " + malformed.getMessage(), malformed);
    }
  }

  private static X509ExtendedTrustManager trustManager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("this JDK has no X.509 trust manager"));
  }
}
