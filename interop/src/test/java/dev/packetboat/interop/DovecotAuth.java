package dev.packetboat.interop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real Dovecot that does nothing but answer for one user, joe, through a socket that Postfix
 * asks.
 */
final class DovecotAuth implements AutoCloseable {

  static final String USER = "joe";
  static final String PASSWORD = "open sesame";
  static final String TOKEN = "valid-token";

  private final Path folder;
  private final Process process;
  private final HttpServer introspection;

  private DovecotAuth() throws IOException {
    Programs.assumeInstalled("dovecot-core", "/usr/sbin/dovecot");
    folder = Programs.folder("dovecot");
    introspection = introspection();
    Files.writeString(folder.resolve("users"), USER + ":{PLAIN}" + PASSWORD + "::::::\n");
    Files.writeString(
        folder.resolve("oauth2.conf"),
        """
        introspection_mode = auth
        introspection_url = http://127.0.0.1:%d/
        username_attribute = username
        active_attribute = active
        active_value = true
        """
            .formatted(introspection.getAddress().getPort()));
    Files.writeString(folder.resolve("dovecot.conf"), configuration());
    Path log = folder.resolve("output");
    process =
        Programs.start(
            log,
            List.of("/usr/sbin/dovecot", "-F", "-c", folder.resolve("dovecot.conf").toString()));
    Programs.await(() -> Files.exists(socket()), "Dovecot's socket; " + folder);
  }

  static DovecotAuth start() {
    try {
      return new DovecotAuth();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private String configuration() {
    return """
        base_dir = %1$s/run
        state_dir = %1$s/state
        log_path = %1$s/log
        protocols =
        ssl = no
        disable_plaintext_auth = no
        auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 oauthbearer xoauth2
        auth_failure_delay = 0
        passdb {
          driver = oauth2
          mechanisms = oauthbearer xoauth2
          args = %1$s/oauth2.conf
        }
        passdb {
          driver = passwd-file
          args = scheme=PLAIN username_format=%%u %1$s/users
        }
        userdb {
          driver = static
          args = uid=nobody gid=nogroup home=/tmp
        }
        # No waiting after wrong passwords: all of them come from one address here.
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service auth {
          unix_listener %1$s/auth {
            mode = 0666
          }
        }
        """
        .formatted(folder);
  }

  /** Says of the one token that it is joe's. */
  private static HttpServer introspection() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          boolean valid = header.equals("Bearer " + TOKEN);
          byte[] answer =
              (valid
                      ? "{\"active\":\"true\",\"username\":\"" + USER + "\"}"
                      : "{\"active\":\"false\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  Path socket() {
    return folder.resolve("auth");
  }

  String log() {
    return Programs.text(folder.resolve("log"));
  }

  @Override
  public void close() {
    Programs.end(process);
    introspection.stop(0);
    Programs.delete(folder);
  }
}
