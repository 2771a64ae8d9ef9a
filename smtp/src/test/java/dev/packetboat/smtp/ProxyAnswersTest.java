package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.QUIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.testkit.ScriptedServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a proxy for each kind of host, and answers of proxies that are not as due. */
class ProxyAnswersTest {

  private static final String HELLO = "C: EHLO client.test\nS: 250 mx.test\n";
  private static final String NO_LOGIN = "C\\ \\x05\\x01\\0\nS\\ \\x05\\0\n";

  private static SmtpClient.Builder to(String host, ProxyServer proxy) {
    return SmtpClient.relay(host)
        .port(2525)
        .localName("client.test")
        .proxy(proxy)
        .timeouts(
            Timeouts.builder().all(Duration.ofSeconds(10)).quit(Duration.ofSeconds(5)).build());
  }

  private static void assertReached(String host, String script, boolean socks)
      throws SmtpException {
    try (var server = ScriptedServer.play(script + HELLO + QUIT)) {
      var proxy =
          socks
              ? ProxyServer.socks5(server.host(), server.port())
              : ProxyServer.http(server.host(), server.port());
      try (var session = to(host, proxy).connect()) {
        assertThat(session.greeting()).isEqualTo(Reply.of(220, "mx.test ready"));
      }
    }
  }

  private static SmtpException.ConnectFailed failure(String host, String script, boolean socks) {
    try (var server = ScriptedServer.play(script)) {
      var proxy =
          socks
              ? ProxyServer.socks5(server.host(), server.port())
              : ProxyServer.http(server.host(), server.port());
      var failed =
          catchThrowableOfType(SmtpException.ConnectFailed.class, () -> to(host, proxy).connect());
      assertThat(failed).isNotNull();
      return failed;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Timeout(30)
  void aProxyThatIsSilentIsNotWaitedForForEver(boolean socks) {
    String request =
        socks
            ? "C\\ \\x05\\x01\\0\n"
            : "C: CONNECT mx.test:2525 HTTP/1.1\nC: Host: mx.test:2525\nC:\n";
    try (var server = ScriptedServer.play(request + "[client closes]\n")) {
      var proxy =
          socks
              ? ProxyServer.socks5(server.host(), server.port())
              : ProxyServer.http(server.host(), server.port());
      SmtpClient client =
          to("mx.test", proxy)
              .timeouts(Timeouts.builder().connect(Duration.ofMillis(500)).build())
              .build();

      assertThatThrownBy(client::connect).isInstanceOf(SmtpException.ConnectFailed.class);
    }
  }

  // RFC 1928 §5: 1 is an IPv4 address, 3 a name, 4 an IPv6 address
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, \\x01\\xc0\\0\\x02\\x01",
    "2001:db8::19, \\x04\\x20\\x01\\x0d\\xb8\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\x19",
    "mx.test, \\x03\\x07mx.test",
    "mx.test., \\x03\\x07mx.test",
    "bücher.test, \\x03\\x12xn--bcher-kva.test"
  })
  void socksIsAskedForAnAddressAsOneAndForANameInAscii(String host, String target)
      throws SmtpException {
    assertReached(
        host,
        NO_LOGIN
            + "C\\ \\x05\\x01\\0"
            + target
            + "\\x09\\xdd\nS\\ \\x05\\0\\0\\x04\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0220 mx.test ready\\r\\n\n",
        true);
  }

  // RFC 9110 §9.3.6
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8::19, [2001:db8::19]",
    "bücher.test, xn--bcher-kva.test"
  })
  void httpIsAskedForOneWord(String host, String target) throws SmtpException {
    assertReached(
        host,
        "C: CONNECT "
            + target
            + ":2525 HTTP/1.1\nC: Host: "
            + target
            + ":2525\nC:\nS: HTTP/1.1 200 OK\nS:\nS: 220 mx.test ready\n",
        false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mx test", "mx.test HTTP/1.1", "mx..test"})
  void whatIsNoHostIsNotAskedFor(String host) {
    assertThat(failure(host, "[client closes]\n", false)).hasMessageContaining("name of a host");
    assertThat(failure(host, NO_LOGIN + "[client closes]\n", true))
        .hasMessageContaining("name of a host");
  }

  /** The greeting comes in the same segment as the proxy's answer, and octet by octet. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\n\\n",
        "HTTP/1.0 200\\r\\nContent-Length: 14\\r\\n\\r\\n"
      })
  void nothingBehindTheAnswerIsTakenForAPartOfIt(String head) throws SmtpException {
    String script = "C~ CONNECT .*\nC~ Host.*\nC:\nS\\ " + head + "220 mx.test ready\\r\\n\n";

    assertReached("mx.test", script, false);
    assertReached("mx.test", "[drip]\n" + script, false);
  }

  @ParameterizedTest
  @CsvSource({
    "S\\ \\x04\\0, SOCKS 5",
    "S: HTTP/1.1 400 Bad Request, SOCKS 5",
    "S\\ \\x05\\x01, wants to know",
    "S\\ \\x05, closed"
  })
  void whatIsNoGreetingOfSocksIsToldAsThat(String answer, String message) {
    assertThat(
            failure(
                "mx.test",
                "C\\ \\x05\\x01\\0\n"
                    + answer
                    + (message.equals("closed") ? "\n[close]\n" : "\n[client closes]\n"),
                true))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "\\x04\\0\\0\\x01\\0\\0\\0\\0\\0\\0, SOCKS 5",
    "\\x05\\0\\0\\x02, SOCKS 5",
    "\\x05\\x00\\0\\x03, closed",
    "\\x05\\xff\\0\\x01\\0\\0\\0\\0\\0\\0, error 255",
    "\\x05\\x06\\0\\x01\\0\\0\\0\\0\\0\\0, time to live expired"
  })
  void whatIsNoYesOfSocksIsToldAsThat(String answer, String message) {
    assertThat(
            failure(
                "mx.test",
                NO_LOGIN
                    + "C\\ \\x05\\x01\\0\\x03\\x07mx.test\\x09\\xdd\nS\\ "
                    + answer
                    + (message.equals("closed") ? "\n[close]\n" : "\n[client closes]\n"),
                true))
        .hasMessageContaining(message);
  }

  // RFC 1929 §2
  @Test
  void aRefusedLoginIsToldWithoutThePassword() {
    try (var server =
        ScriptedServer.play(
            "C\\ \\x05\\x02\\0\\x02\nS\\ \\x05\\x02\nC\\ \\x01\\x03joe\\x06sesame\nS\\ \\x01\\x01\n[client closes]\n")) {
      var proxy = ProxyServer.socks5(server.host(), server.port()).login("joe", "sesame");

      assertThatThrownBy(() -> to("mx.test", proxy).connect())
          .isInstanceOf(SmtpException.ConnectFailed.class)
          .hasMessageContaining("refused the user name or password")
          .hasMessageNotContaining("sesame");
    }
  }

  @Test
  void whatAProxySaysCannotDriveATerminal() {
    var failed =
        failure(
            "mx.test",
            "C~ CONNECT .*\nC~ Host.*\nC:\nS\\ HTTP/1.1 403 \\x1b[31mno\\x9b\\r\\n\\r\\n\n[client closes]\n",
            false);

    assertThat(failed).hasMessageContaining("HTTP/1.1 403 \uFFFD[31mno\uFFFD");
  }

  @Test
  void anAnswerWithoutEndIsNotWaitedFor() {
    var failed =
        failure(
            "mx.test",
            "C~ CONNECT .*\nC~ Host.*\nC:\nS: HTTP/1.1 200 OK\n"
                + ("S: X-Long: " + "x".repeat(1000) + "\n").repeat(17)
                + "[client closes]\n",
            false);

    assertThat(failed).hasMessageContaining("does not end");
  }

  @Test
  void aLoginThatTheProtocolHasNoFormForIsRefusedEarly() {
    var http = ProxyServer.http("proxy.test", 3128);
    var socks = ProxyServer.socks5("proxy.test", 1080);

    assertThatThrownBy(() -> http.login("jo:e", "sesame")) // RFC 7617 §2
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socks.login("joe", "")) // RFC 1929 §2
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socks.login("joe", "\u00e9".repeat(128)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(http.login("joe", "").login().orElseThrow().password()).isEmpty();
  }
}
