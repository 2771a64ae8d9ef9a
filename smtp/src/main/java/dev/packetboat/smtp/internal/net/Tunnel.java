package dev.packetboat.smtp.internal.net;

import dev.packetboat.mail.AddressSyntaxException;
import dev.packetboat.mail.Domain;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.ProxyServer;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Asks a proxy to connect to a server. Reads no octet beyond the proxy's answer: the next is the
 * server's.
 */
public final class Tunnel {

  private static final int MAX_ANSWER = 16 * 1024;
  private static final byte SOCKS_IPV4 = 1;
  private static final byte SOCKS_NAME = 3;
  private static final byte SOCKS_IPV6 = 4;
  private static final String NOT_SOCKS = "it does not speak SOCKS 5";
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
      throw new IOException(NOT_SOCKS);
    }
    if (method[1] == 2 && offersLogin) {
      socksLogin(proxy.login().orElseThrow());
    } else if (method[1] != 0) {
      throw new IOException(
          offersLogin ? "it does not take a user name and password" : "it wants to know who asks");
    }
    write(socksRequest(host, port));
    byte[] answer = read(4);
    int code = answer[1] & 0xFF;
    if (answer[0] != 5) {
      throw new IOException(NOT_SOCKS);
    }
    if (code != 0) {
      throw new IOException(code < SOCKS_ERRORS.size() ? SOCKS_ERRORS.get(code) : "error " + code);
    }
    int addressLength =
        switch (answer[3]) {
          case SOCKS_IPV4 -> 4;
          case SOCKS_IPV6 -> 16;
          case SOCKS_NAME -> read(1)[0] & 0xFF;
          default -> throw new IOException(NOT_SOCKS);
        };
    read(addressLength + 2);
  }

  // RFC 1928 §4, §5
  private static byte[] socksRequest(String host, int port) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {5, 1, 0});
    Optional<InetAddress> literal = literal(host);
    if (literal.isPresent()) {
      request.write(literal.get() instanceof Inet6Address ? SOCKS_IPV6 : SOCKS_IPV4);
      request.writeBytes(literal.get().getAddress());
    } else {
      byte[] name = asciiName(host).getBytes(StandardCharsets.US_ASCII);
      request.write(SOCKS_NAME);
      request.write(name.length);
      request.writeBytes(name);
    }
    request.writeBytes(new byte[] {(byte) (port >> 8), (byte) port});
    return request.toByteArray();
  }

  // RFC 1929
  private void socksLogin(ProxyServer.Login login) throws IOException {
    byte[] user = login.user().getBytes(StandardCharsets.UTF_8);
    byte[] password = login.password().getBytes(StandardCharsets.UTF_8);
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
    String name = literal(host).isPresent() ? host : asciiName(host);
    String target = (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
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
      throw new IOException(
          status.startsWith("HTTP/")
              ? status.replaceAll("\\p{IsControl}", "\uFFFD") // ends up on terminals and in logs
              : "its answer is not HTTP");
    }
  }

  /** The address that the host is, where it is no name. */
  private static Optional<InetAddress> literal(String host) {
    boolean isIpv6 = host.indexOf(':') >= 0;
    if (!isIpv6 && !host.matches("[0-9.]+")) {
      return Optional.empty();
    }
    try {
      return Domain.parse(isIpv6 ? "[IPv6:" + host + "]" : "[" + host + "]").literalAddress();
    } catch (AddressSyntaxException notAnAddress) {
      return Optional.empty();
    }
  }

  /** As a proxy can look it up, and as it fits into one word. */
  private static String asciiName(String host) throws IOException {
    try {
      boolean isRooted = host.endsWith(".");
      return Domain.parse(isRooted ? host.substring(0, host.length() - 1) : host).ascii();
    } catch (AddressSyntaxException noName) {
      throw new IOException("that is not the name of a host", noName);
    }
  }

  private static String basic(ProxyServer.Login login) {
    String both = login.user() + ":" + login.password();
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /** Octet by octet: behind the empty line begins what the server says. */
  private String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!isEndOfHead(head)) {
      if (head.length() == MAX_ANSWER) {
        throw new IOException("its answer does not end");
      }
      head.append((char) (read(1)[0] & 0xFF));
    }
    return head.toString();
  }

  // RFC 9112 §2.2: a bare LF may end a line too
  private static boolean isEndOfHead(StringBuilder head) {
    int length = head.length();
    int before = length >= 2 && head.charAt(length - 2) == '\r' ? length - 3 : length - 2;
    return before >= 0 && head.charAt(length - 1) == '\n' && head.charAt(before) == '\n';
  }

  private void write(byte[] octets) throws IOException {
    wire.write(octets, 0, octets.length, time);
    wire.allow(time); // for the answer
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
