package dev.packetboat.testkit.internal.certificate;

import static dev.packetboat.testkit.internal.certificate.Der.bitString;
import static dev.packetboat.testkit.internal.certificate.Der.bool;
import static dev.packetboat.testkit.internal.certificate.Der.explicit;
import static dev.packetboat.testkit.internal.certificate.Der.implicit;
import static dev.packetboat.testkit.internal.certificate.Der.integer;
import static dev.packetboat.testkit.internal.certificate.Der.octetString;
import static dev.packetboat.testkit.internal.certificate.Der.oid;
import static dev.packetboat.testkit.internal.certificate.Der.sequence;
import static dev.packetboat.testkit.internal.certificate.Der.set;
import static dev.packetboat.testkit.internal.certificate.Der.time;
import static dev.packetboat.testkit.internal.certificate.Der.utf8String;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a certificate is to say.
 *
 * @param subject the common name
 * @param names DNS names and IP addresses of the subject
 */
public record CertificateTemplate(
    String subject, Purpose purpose, List<String> names, Instant notBefore, Instant notAfter) {

  /** For what a certificate may be used. */
  public enum Purpose {
    AUTHORITY(1, 0x06, ""),
    SERVER(7, 0x80, "1.3.6.1.5.5.7.3.1"),
    CLIENT(7, 0x80, "1.3.6.1.5.5.7.3.2");

    private final int unusedBits;
    private final int keyUsage;
    private final String extendedKeyUsage;

    Purpose(int unusedBits, int keyUsage, String extendedKeyUsage) {
      this.unusedBits = unusedBits;
      this.keyUsage = keyUsage;
      this.extendedKeyUsage = extendedKeyUsage;
    }

    private byte[] keyUsage() {
      return bitString(unusedBits, new byte[] {(byte) keyUsage});
    }
  }

  private static final byte[] ECDSA_WITH_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Who signs. */
  public record Issuer(String name, PublicKey publicKey, PrivateKey privateKey) {}

  /** The certificate for this key, signed with ECDSA. */
  public X509Certificate issue(PublicKey key, Issuer issuer) throws GeneralSecurityException {
    byte[] unsigned = unsigned(key, issuer);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(issuer.privateKey());
    signature.update(unsigned);
    byte[] certificate = sequence(unsigned, ECDSA_WITH_SHA256, bitString(0, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  // RFC 5280 §4.1: TBSCertificate
  private byte[] unsigned(PublicKey key, Issuer issuer) throws GeneralSecurityException {
    return sequence(
        explicit(0, integer(BigInteger.TWO)),
        integer(new BigInteger(120, RANDOM).setBit(120)),
        ECDSA_WITH_SHA256,
        distinguishedName(issuer.name()),
        sequence(time(notBefore), time(notAfter)),
        distinguishedName(subject),
        key.getEncoded(),
        explicit(3, extensions(key, issuer)));
  }

  private static byte[] distinguishedName(String commonName) {
    return sequence(set(sequence(oid("2.5.4.3"), utf8String(commonName))));
  }

  // RFC 5280 §4.2.1: the extensions that path validation, and the stricter readers, ask for
  private byte[] extensions(PublicKey key, Issuer issuer) throws GeneralSecurityException {
    boolean authority = purpose == Purpose.AUTHORITY;
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(extension("2.5.29.14", octetString(keyIdentifier(key))));
    extensions.add(
        extension("2.5.29.35", sequence(implicit(0, keyIdentifier(issuer.publicKey())))));
    extensions.add(critical("2.5.29.19", authority ? sequence(bool(true)) : sequence()));
    extensions.add(critical("2.5.29.15", purpose.keyUsage()));
    if (!authority) {
      extensions.add(extension("2.5.29.37", sequence(oid(purpose.extendedKeyUsage))));
    }
    if (!names.isEmpty()) {
      extensions.add(extension("2.5.29.17", sequence(alternativeNames())));
    }
    return sequence(extensions.toArray(byte[][]::new));
  }

  private byte[][] alternativeNames() {
    return names.stream().map(CertificateTemplate::alternativeName).toArray(byte[][]::new);
  }

  private static byte[] alternativeName(String name) {
    if (IPV4.matcher(name).matches() || name.contains(":")) {
      return implicit(7, literal(name).getAddress());
    }
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException("a name in a certificate is ASCII: " + name);
    }
    return implicit(2, name.getBytes(StandardCharsets.US_ASCII));
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address: " + address, e);
    }
  }

  private static byte[] keyIdentifier(PublicKey key) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
  }

  private static byte[] extension(String id, byte[] value) {
    return sequence(oid(id), octetString(value));
  }

  private static byte[] critical(String id, byte[] value) {
    return sequence(oid(id), bool(true), octetString(value));
  }
}
