package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.GREETED;
import static dev.packetboat.smtp.Scripts.QUIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reaching a server through a proxy. One script plays both: what the proxy says, and then what the
 * server says through it.
 */
class ProxyTest {

  private static SmtpClient.Builder through(ProxyServer proxy) {
    return SmtpClient.relay("mx.test").port(2525).localName("client.test").proxy(proxy);
  }

  // RFC 9110 §9.3.6
  @Test
  void anHttpProxyIsAskedToConnect() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                "C: CONNECT mx.test:2525 HTTP/1.1\nC: Host: mx.test:2525\nC:\n"
                    + "S: HTTP/1.1 200 Connection established\nS: Via: a proxy\nS:\n"
                    + GREETED
                    + QUIT);
        var session = through(ProxyServer.http(server.host(), server.port())).connect()) {
      assertThat(session.greeting().code()).isEqualTo(220);
    }
  }

  @Test
  void anHttpProxyIsToldWhoAsks() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                "C: CONNECT mx.test:2525 HTTP/1.1\nC: Host: mx.test:2525\n"
                    + "C: Proxy-Authorization: Basic am9lOm9wZW4gc2VzYW1l\nC:\n"
                    + "S: HTTP/1.0 200 OK\nS:\n"
                    + GREETED
                    + QUIT);
        var session =
            through(ProxyServer.http(server.host(), server.port()).login("joe", "open sesame"))
                .connect()) {
      assertThat(session.isUsable()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 407 Proxy Authentication Required, 407",
    "HTTP/1.1 502 Bad Gateway, 502",
    "220 mx.test ready, not HTTP"
  })
  void anHttpProxyThatRefusesIsToldWithItsWords(String status, String message) {
    try (var server =
        ScriptedServer.play(
            "C~ CONNECT .*\nC~ Host: .*\nC:\nS: " + status + "\nS:\n[client closes]\n")) {
      assertThatThrownBy(() -> through(ProxyServer.http(server.host(), server.port())).connect())
          .isInstanceOf(SmtpException.ConnectFailed.class)
          .hasMessageContaining(message);
    }
  }

  // RFC 1928 §3 to 6
  @Test
  void aSocksProxyIsAskedToConnectByName() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                "C\\ \\x05\\x01\\0\nS\\ \\x05\\0\n"
                    + "C\\ \\x05\\x01\\0\\x03\\x07mx.test\\x09\\xdd\n"
                    + "S\\ \\x05\\0\\0\\x01\\x7f\\0\\0\\x01\\x09\\xdd\n"
                    + GREETED
                    + QUIT);
        var session = through(ProxyServer.socks5(server.host(), server.port())).connect()) {
      assertThat(session.greeting().code()).isEqualTo(220);
    }
  }

  // RFC 1929 §2
  @Test
  void aSocksProxyIsToldWhoAsks() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                "C\\ \\x05\\x02\\0\\x02\nS\\ \\x05\\x02\n"
                    + "C\\ \\x01\\x03joe\\x06sesame\nS\\ \\x01\\0\n"
                    + "C\\ \\x05\\x01\\0\\x03\\x07mx.test\\x09\\xdd\n"
                    + "S\\ \\x05\\0\\0\\x03\\x02hi\\0\\0\n"
                    + GREETED
                    + QUIT);
        var session =
            through(ProxyServer.socks5(server.host(), server.port()).login("joe", "sesame"))
                .connect()) {
      assertThat(session.isUsable()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"\\x05, connection refused", "\\x02, not allowed", "\\x63, error 99"})
  void aSocksProxyThatRefusesIsToldWithItsReason(String code, String message) {
    try (var server =
        ScriptedServer.play(
            "C\\ \\x05\\x01\\0\nS\\ \\x05\\0\nC\\ \\x05\\x01\\0\\x03\\x07mx.test\\x09\\xdd\nS\\ \\x05"
                + code
                + "\\0\\x01\\0\\0\\0\\0\\0\\0\n[client closes]\n")) {
      assertThatThrownBy(() -> through(ProxyServer.socks5(server.host(), server.port())).connect())
          .isInstanceOf(SmtpException.ConnectFailed.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void aSocksProxyThatWantsALoginSaysSo() {
    try (var server = ScriptedServer.play("C\\ \\x05\\x01\\0\nS\\ \\x05\\xff\n[client closes]\n")) {
      assertThatThrownBy(() -> through(ProxyServer.socks5(server.host(), server.port())).connect())
          .isInstanceOf(SmtpException.ConnectFailed.class)
          .hasMessageContaining("who asks");
    }
  }

  @Test
  void itsPasswordShowsNowhere() {
    assertThat(ProxyServer.http("proxy.test", 3128).login("joe", "open sesame"))
        .asString()
        .doesNotContain("sesame");
  }
}
