package dev.packetboat.smtp.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.smtp.ChannelBinding;
import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.TestIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ends must come to the same octets, and a third party to others. */
class ChannelBindingsTest {

  private static final TestIdentity SERVER = TestCertificates.authority().server("mx.test");

  /** What the server's end of a connection makes of it. */
  @FunctionalInterface
  private interface ServerSide<T> {
    T of(SSLSocket socket) throws IOException;
  }

  /** The same connection, seen from both ends. */
  private record Seen<T>(Optional<ChannelBinding> client, T server) {}

  private static <T> Seen<T> handshake(String protocol, ServerSide<T> serverSide)
      throws IOException {
    var sockets = SERVER.sslContext().getServerSocketFactory();
    var context =
        new TlsContext(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    try (var listener =
        (SSLServerSocket) sockets.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listener.setEnabledProtocols(new String[] {protocol});
      var server = CompletableFuture.supplyAsync(() -> accept(listener, serverSide));
      var plain = new Socket(listener.getInetAddress(), listener.getLocalPort());
      try (var client =
          (SSLSocket) context.sockets(false).createSocket(plain, "mx.test", 25, true)) {
        client.startHandshake();
        T seen = server.join();
        return new Seen<>(ChannelBindings.of(client), seen);
      }
    }
  }

  private static <T> T accept(SSLServerSocket listener, ServerSide<T> serverSide) {
    try (var socket = (SSLSocket) listener.accept()) {
      socket.startHandshake();
      return serverSide.of(socket);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** In the words of the JDK, where it is one that has them. */
  private static Optional<byte[]> exported(SSLSocket socket) {
    try {
      var export =
          ExtendedSSLSession.class.getMethod(
              "exportKeyingMaterialData", String.class, byte[].class, int.class);
      return Optional.of(
          (byte[]) export.invoke(socket.getSession(), "EXPORTER-Channel-Binding", new byte[0], 32));
    } catch (ReflectiveOperationException olderJdk) {
      return Optional.empty();
    }
  }

  // RFC 9266 §2
  @Test
  void withTls13BothEndsExportTheSameWhereTheJdkCan() throws Exception {
    var one = handshake("TLSv1.3", ChannelBindingsTest::exported);
    var other = handshake("TLSv1.3", ChannelBindingsTest::exported);

    if (one.server().isEmpty()) {
      assertThat(one.client().orElseThrow().type()).isEqualTo("tls-server-end-point");
      return;
    }
    assertThat(one.client().orElseThrow().type()).isEqualTo("tls-exporter");
    assertThat(one.client().orElseThrow().data()).isEqualTo(one.server().orElseThrow()).hasSize(32);
    assertThat(other.client().orElseThrow().data()).isNotEqualTo(one.server().orElseThrow());
  }

  // RFC 5929 §4, RFC 9266 §4.2
  @Test
  void withTls12ItIsTheCertificate() throws IOException, GeneralSecurityException {
    var seen = handshake("TLSv1.2", SSLSocket::getApplicationProtocol).client().orElseThrow();

    assertThat(seen.type()).isEqualTo("tls-server-end-point");
    assertThat(seen.data())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(SERVER.certificate().getEncoded()));
  }

  @Test
  void inClearThereIsNone() {
    assertThat(ChannelBindings.of(null)).isEmpty();
  }

  static List<String> certificates() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ChannelBindingsTest.class.getResourceAsStream("certificates.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  // RFC 5929 §4.1: the hash of the signature, SHA-256 for MD5 and SHA-1, else not defined
  @ParameterizedTest
  @MethodSource("certificates")
  void theHashIsThatOfTheCertificatesSignature(String line) throws GeneralSecurityException {
    String[] words = line.split(" ");
    var certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(Base64.getDecoder().decode(words[2])));
    Optional<String> expected = words[1].equals("-") ? Optional.empty() : Optional.of(words[1]);

    assertThat(
            ChannelBindings.serverEndPoint(certificate)
                .map(binding -> HexFormat.of().formatHex(binding.data())))
        .isEqualTo(expected);
  }
}
