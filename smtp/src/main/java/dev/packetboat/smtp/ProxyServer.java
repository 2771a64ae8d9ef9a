package dev.packetboat.smtp;

import dev.packetboat.smtp.internal.CommandText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A proxy through which the server is reached. It looks up the server's name itself. Immutable. */
public final class ProxyServer {

  /** How the proxy is spoken to. */
  public enum Protocol {
    /** RFC 1928, RFC 1929. */
    SOCKS5,
    /** The method CONNECT of HTTP (RFC 9110 §9.3.6). */
    HTTP
  }

  /** For a proxy that wants to know who asks. */
  public record Login(String user, String password) {

    public Login {
      CommandText.checked("user name for the proxy", user);
      if (password.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("the password for the proxy holds a control character");
      }
    }

    @Override
    public String toString() {
      return "Login[" + user + ", ***]";
    }
  }

  private final Protocol protocol;
  private final String host;
  private final int port;
  private final Optional<Login> login;

  private ProxyServer(Protocol protocol, String host, int port, Optional<Login> login) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not 1 to 65535");
    }
    this.protocol = protocol;
    this.host = CommandText.checked("host of the proxy", host);
    this.port = port;
    this.login = login;
  }

  public static ProxyServer socks5(String host, int port) {
    return new ProxyServer(Protocol.SOCKS5, host, port, Optional.empty());
  }

  public static ProxyServer http(String host, int port) {
    return new ProxyServer(Protocol.HTTP, host, port, Optional.empty());
  }

  /**
   * The same proxy, told who we are. HTTP sends it as Basic, SOCKS 5 as it is: both readable to
   * whoever sits between.
   *
   * @throws IllegalArgumentException where either holds a control character, or the protocol has no
   *     form for it
   */
  public ProxyServer login(String user, String password) {
    if (protocol == Protocol.HTTP && user.indexOf(':') >= 0) { // RFC 7617 §2
      throw new IllegalArgumentException("the user name for an HTTP proxy holds a colon");
    }
    if (protocol == Protocol.SOCKS5 && !(fitsSocks(user) && fitsSocks(password))) {
      throw new IllegalArgumentException(
          "the user name and the password for a SOCKS proxy have 1 to 255 octets");
    }
    return new ProxyServer(protocol, host, port, Optional.of(new Login(user, password)));
  }

  // RFC 1929 §2
  private static boolean fitsSocks(String text) {
    return !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= 255;
  }

  public Protocol protocol() {
    return protocol;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  public Optional<Login> login() {
    return login;
  }

  @Override
  public String toString() {
    return protocol + " " + host + ":" + port;
  }
}
