package dev.packetboat.smtp.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.TestIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trust, and what is remembered of it. */
class TlsContextTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final TestIdentity SERVER = AUTHORITY.server("mx.test");

  @TempDir private Path folder;

  private static TlsContext trusting(Path... files) {
    return new TlsContext(
        List.of(files), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /** A session that is resumed has no certificate to look at: what was found before must count. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void distrustOutlivesTheResumptionOfASession(String protocol) throws IOException {
    var context = trusting();
    var sockets = SERVER.sslContext().getServerSocketFactory();
    try (var listener =
        (SSLServerSocket) sockets.createServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      listener.setEnabledProtocols(new String[] {protocol});
      Thread.ofVirtual().start(() -> greet(listener, 2));
      SSLSession first = greeted(context, listener);
      SSLSession second = greeted(context, listener);

      assertThat(second.getCreationTime()).as("it was resumed").isEqualTo(first.getCreationTime());
      assertThat(NotingTrust.distrust(first)).isPresent();
      assertThat(NotingTrust.distrust(second)).isEqualTo(NotingTrust.distrust(first));
    }
  }

  private static void greet(SSLServerSocket listener, int times) {
    for (int i = 0; i < times; i++) {
      try (var socket = (SSLSocket) listener.accept()) {
        socket.getOutputStream().write('.');
        socket.getInputStream().read();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }

  private static SSLSession greeted(TlsContext context, SSLServerSocket listener)
      throws IOException {
    var plain = new Socket(listener.getInetAddress(), listener.getLocalPort());
    try (var socket = (SSLSocket) context.sockets(false).createSocket(plain, "mx.test", 25, true)) {
      assertThat(socket.getInputStream().read()).isEqualTo('.'); // tickets came before it
      return socket.getSession();
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing.pem");

    assertThatThrownBy(() -> trusting(missing).sockets(true))
        .isInstanceOf(TlsContext.Unusable.class)
        .hasMessageContaining("missing.pem");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
      })
  void aFileThatHoldsNoCertificateIsNamed(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.pem"), text);

    assertThatThrownBy(() -> trusting(file).sockets(true))
        .isInstanceOf(TlsContext.Unusable.class)
        .hasMessageContaining("wrong.pem");
  }

  @Test
  void aKeyThatItsPasswordDoesNotOpenIsToldWithoutThePassword() {
    var key = new TlsContext.Key(SERVER.keyStore(), "open sesame".toCharArray());
    var context =
        new TlsContext(List.of(), Optional.empty(), Optional.of(key), Optional.empty(), false);

    assertThatThrownBy(() -> context.sockets(true))
        .isInstanceOf(TlsContext.Unusable.class)
        .hasMessageNotContaining("sesame");
    assertThat(key).asString().doesNotContain("sesame");
  }
}
