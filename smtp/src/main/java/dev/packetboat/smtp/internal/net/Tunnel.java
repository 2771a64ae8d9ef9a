package dev.packetboat.smtp.internal.net;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.ProxyServer;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * Asks a proxy to connect to a server. Reads no octet beyond the proxy's answer: the next is the
 * server's.
 */
public final class Tunnel {

  private static final int MAX_ANSWER = 16 * 1024;
  private static final List<String> SOCKS_ERRORS =
      List.of(
          "succeeded",
          "general failure",
          "not allowed",
          "network unreachable",
          "host unreachable",
          "connection refused",
          "time to live expired",
          "command not supported",
          "address type not supported");

  private final ProxyServer proxy;
  private final Wire wire;
  private final Duration time;

  private Tunnel(ProxyServer proxy, Wire wire, Duration time) {
    this.proxy = proxy;
    this.wire = wire;
    this.time = time;
  }

  /** After this the wire leads to the server. On failure it is closed. */
  public static void through(ProxyServer proxy, Wire wire, String host, int port, Duration time)
      throws SmtpException {
    Tunnel tunnel = new Tunnel(proxy, wire, time);
    try {
      switch (proxy.protocol()) {
        case SOCKS5 -> tunnel.socks(host, port);
        case HTTP -> tunnel.http(host, port);
      }
      wire.allowForever();
    } catch (ClosedByInterruptException interrupted) {
      wire.abort();
      throw new SmtpException.Cancelled(
          At.phase(Phase.CONNECT), "interrupted while connecting", interrupted);
    } catch (IOException failed) {
      wire.abort();
      throw new SmtpException.ConnectFailed(
          "the proxy "
              + proxy
              + " did not connect to "
              + host
              + ":"
              + port
              + ": "
              + failed.getMessage(),
          List.of());
    }
  }

  // RFC 1928
  private void socks(String host, int port) throws IOException {
    boolean offersLogin = proxy.login().isPresent();
    write(offersLogin ? new byte[] {5, 2, 0, 2} : new byte[] {5, 1, 0});
    byte[] method = read(2);
    if (method[0] != 5) {
      throw new IOException("it does not speak SOCKS 5");
    }
    if (method[1] == 2 && offersLogin) {
      socksLogin(proxy.login().orElseThrow());
    } else if (method[1] != 0) {
      throw new IOException(
          offersLogin ? "it does not take a user name and password" : "it wants to know who asks");
    }
    byte[] name = host.getBytes(StandardCharsets.US_ASCII);
    if (name.length > 255) {
      throw new IOException("the name of the host is too long");
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {5, 1, 0, 3, (byte) name.length});
    request.writeBytes(name);
    request.writeBytes(new byte[] {(byte) (port >> 8), (byte) port});
    write(request.toByteArray());
    byte[] answer = read(4);
    if (answer[1] != 0) {
      throw new IOException(
          answer[1] > 0 && answer[1] < SOCKS_ERRORS.size()
              ? SOCKS_ERRORS.get(answer[1])
              : "error " + answer[1]);
    }
    int addressLength =
        switch (answer[3]) {
          case 1 -> 4;
          case 4 -> 16;
          case 3 -> read(1)[0] & 0xFF;
          default -> throw new IOException("its answer is not SOCKS 5");
        };
    read(addressLength + 2);
  }

  // RFC 1929
  private void socksLogin(ProxyServer.Login login) throws IOException {
    byte[] user = login.user().getBytes(StandardCharsets.UTF_8);
    byte[] password = login.password().getBytes(StandardCharsets.UTF_8);
    if (user.length > 255 || password.length > 255) {
      throw new IOException("the user name or password is too long for SOCKS 5");
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(1);
    request.write(user.length);
    request.writeBytes(user);
    request.write(password.length);
    request.writeBytes(password);
    write(request.toByteArray());
    if (read(2)[1] != 0) {
      throw new IOException("it refused the user name or password");
    }
  }

  // RFC 9110 §9.3.6
  private void http(String host, int port) throws IOException {
    String target = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    String authorization =
        proxy
            .login()
            .map(login -> "Proxy-Authorization: Basic " + basic(login) + "\r\n")
            .orElse("");
    write(
        ("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + authorization + "\r\n")
            .getBytes(StandardCharsets.UTF_8));
    String answer = readHead();
    String status = answer.lines().findFirst().orElse("");
    if (!status.matches("HTTP/1\\.[01] 2[0-9][0-9]( .*)?")) {
      throw new IOException(status.startsWith("HTTP/") ? status : "its answer is not HTTP");
    }
  }

  private static String basic(ProxyServer.Login login) {
    String both = login.user() + ":" + login.password();
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      if (head.length() == MAX_ANSWER) {
        throw new IOException("its answer does not end");
      }
      head.append((char) (read(1)[0] & 0xFF));
    }
    return head.toString();
  }

  private void write(byte[] octets) throws IOException {
    wire.write(octets, 0, octets.length, time);
  }

  private byte[] read(int length) throws IOException {
    byte[] octets = new byte[length];
    int filled = 0;
    while (filled < length) {
      int count = wire.read(octets, filled, length - filled);
      if (count < 0) {
        throw new IOException("it closed the connection");
      }
      filled += count;
    }
    return octets;
  }
}
