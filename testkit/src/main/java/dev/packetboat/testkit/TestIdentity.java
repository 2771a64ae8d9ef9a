package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.certificate.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;

/**
 * Who somebody is in a TLS handshake: a certificate, its private key, and the authority that signed
 * it. Made by {@link TestCertificates}; immutable.
 */
public final class TestIdentity {

  private final X509Certificate certificate;
  private final PrivateKey privateKey;
  private final X509Certificate authority;

  TestIdentity(X509Certificate certificate, PrivateKey privateKey, X509Certificate authority) {
    this.certificate = certificate;
    this.privateKey = privateKey;
    this.authority = authority;
  }

  /** The certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The key of the certificate, on the curve P-256. */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /**
   * A new key store in memory with the key and its certificate chain, under {@link
   * #keyStorePassword}.
   */
  public KeyStore keyStore() {
    try {
      KeyStore store = TestCertificates.emptyStore();
      store.setKeyEntry("identity", privateKey, keyStorePassword(), chain());
      return store;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate[] chain() {
    boolean selfSigned = certificate.equals(authority);
    return selfSigned
        ? new X509Certificate[] {certificate}
        : new X509Certificate[] {certificate, authority};
  }

  /** The password of the key in {@link #keyStore}. */
  public char[] keyStorePassword() {
    return "testkit".toCharArray();
  }

  /** A new context with this identity, which trusts whom its own authority signed. */
  public SSLContext sslContext() {
    return TestCertificates.context(this, TestCertificates.storeOf(authority));
  }

  /** The certificate in PEM. */
  public String certificatePem() {
    try {
      return Pem.of("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The private key in PEM, PKCS #8 and not encrypted. */
  public String privateKeyPem() {
    return Pem.of("PRIVATE KEY", privateKey.getEncoded());
  }

  /** Writes the certificate and the key to two files in PEM, as a mail server wants them. */
  public void writePem(Path certificateFile, Path keyFile) throws IOException {
    Files.writeString(certificateFile, certificatePem());
    Files.writeString(keyFile, privateKeyPem());
  }
}
