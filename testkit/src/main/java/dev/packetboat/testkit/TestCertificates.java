package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.certificate.CertificateTemplate;
import dev.packetboat.testkit.internal.certificate.CertificateTemplate.Issuer;
import dev.packetboat.testkit.internal.certificate.CertificateTemplate.Purpose;
import dev.packetboat.testkit.internal.certificate.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority that lives as long as the test, and the certificates that it signs. No
 * file and no network is needed; keys are on the curve P-256, so that an authority costs a few
 * milliseconds.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="certificates" :
 * TestCertificates authority = TestCertificates.authority();
 * TestIdentity mx = authority.server("mx.test", "127.0.0.1");
 * SSLContext server = mx.sslContext();
 * SSLContext client = authority.clientContext(); // trusts this authority and no other
 * }
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class TestCertificates {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(365);

  private final KeyPair keys;
  private final Issuer issuer;
  private final X509Certificate certificate;

  private TestCertificates(String name) {
    keys = newKeys();
    issuer = new Issuer(name, keys.getPublic(), keys.getPrivate());
    Instant now = Instant.now();
    certificate =
        issue(
            new CertificateTemplate(
                name, Purpose.AUTHORITY, List.of(), now.minus(YEAR), now.plus(YEAR)),
            keys);
  }

  /** A new authority, which nobody trusts yet. */
  public static TestCertificates authority() {
    return authority("Test Authority");
  }

  /** A new authority with this common name. */
  public static TestCertificates authority(String name) {
    return new TestCertificates(name);
  }

  /**
   * A server that nobody vouches for but itself.
   *
   * @param names DNS names and IP addresses, the first of them its common name
   */
  public static TestIdentity selfSigned(String... names) {
    KeyPair keys = newKeys();
    Instant now = Instant.now();
    var template =
        new CertificateTemplate(
            names[0], Purpose.SERVER, List.of(names), now.minus(DAY), now.plus(YEAR));
    try {
      Issuer itself = new Issuer(names[0], keys.getPublic(), keys.getPrivate());
      X509Certificate certificate = template.issue(keys.getPublic(), itself);
      return new TestIdentity(certificate, keys.getPrivate(), certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A server.
   *
   * @param names DNS names, one with a wildcard perhaps, and IP addresses; the first is the common
   *     name too
   */
  public TestIdentity server(String... names) {
    return server(DAY.negated(), YEAR, names);
  }

  /** A server whose certificate ended yesterday. */
  public TestIdentity expired(String... names) {
    return server(DAY.multipliedBy(-30), DAY.negated(), names);
  }

  /** A server whose certificate begins tomorrow. */
  public TestIdentity notYetValid(String... names) {
    return server(DAY, YEAR, names);
  }

  /** A client with this common name. */
  public TestIdentity client(String name) {
    Instant now = Instant.now();
    return sign(
        new CertificateTemplate(name, Purpose.CLIENT, List.of(), now.minus(DAY), now.plus(YEAR)));
  }

  /** The certificate of the authority itself. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** A new key store in memory that holds the authority's certificate and nothing else. */
  public KeyStore trustStore() {
    return storeOf(certificate);
  }

  /** A new context for a client that trusts this authority and no other. */
  public SSLContext clientContext() {
    return context(null, trustStore());
  }

  /** The authority's certificate in PEM. */
  public String pem() {
    try {
      return Pem.of("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes the authority's certificate to a file in PEM, as {@code --cafile} and mail servers want
   * it.
   */
  public Path writePem(Path file) throws IOException {
    return Files.writeString(file, pem());
  }

  private TestIdentity server(Duration begin, Duration end, String... names) {
    Instant now = Instant.now();
    return sign(
        new CertificateTemplate(
            names[0], Purpose.SERVER, List.of(names), now.plus(begin), now.plus(end)));
  }

  private TestIdentity sign(CertificateTemplate template) {
    KeyPair pair = newKeys();
    return new TestIdentity(issue(template, pair), pair.getPrivate(), certificate);
  }

  private X509Certificate issue(CertificateTemplate template, KeyPair subject) {
    try {
      return template.issue(subject.getPublic(), issuer);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new IllegalStateException("a key store that is not read cannot fail", e);
    }
  }

  static KeyStore storeOf(X509Certificate trusted) {
    try {
      KeyStore store = emptyStore();
      store.setCertificateEntry("authority", trusted);
      return store;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static SSLContext context(@Nullable TestIdentity identity, KeyStore trusted) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      if (identity == null) {
        context.init(null, trust.getTrustManagers(), null);
      } else {
        KeyManagerFactory keys =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity.keyStore(), identity.keyStorePassword());
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      }
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
