package dev.packetboat.bench.runner;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Postfix that takes mail and delivers it to the exchangers that a name server of ours names. It
 * must be started by root. The name server is put in place by a resolv.conf that only this Postfix
 * sees.
 */
final class PostfixRelay implements AutoCloseable {

  private static final String DAEMONS = "/usr/lib/postfix/sbin";
  private static final int TRIES = 200;

  private final Path folder;
  private final Process process;
  private final int port;

  PostfixRelay(Path work, String nameServer, int exchangerPort, int connections)
      throws IOException, InterruptedException {
    folder = Files.createDirectories(work.resolve("postfix"));
    port = freePort();
    clear();
    for (String name : List.of("etc", "queue", "data")) {
      Files.createDirectories(folder.resolve(name));
    }
    Program.run(List.of("chown", "postfix", folder.resolve("data").toString()));
    Files.writeString(folder.resolve("resolv.conf"), "nameserver " + nameServer + "\n");
    Files.writeString(folder.resolve("etc/main.cf"), main(exchangerPort, connections));
    Files.writeString(folder.resolve("etc/master.cf"), master());
    String etc = folder.resolve("etc").toString();
    Program.run(List.of("postfix", "-c", etc, "check"));
    process =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$1\" \"$(readlink -f /etc/resolv.conf)\" && exec \"$2\" -c \"$3\" -d",
                "sh",
                folder.resolve("resolv.conf").toString(),
                DAEMONS + "/master",
                etc)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(folder.resolve("log").toFile()))
            .start();
    for (int i = 0; !answers(); i++) {
      requireAlive();
      if (i == TRIES) {
        throw new IOException("Postfix does not answer: " + folder);
      }
      Thread.sleep(50);
    }
  }

  private String main(int exchangerPort, int connections) {
    return """
        compatibility_level = 3.6
        queue_directory = %1$s/queue
        data_directory = %1$s/data
        command_directory = /usr/sbin
        daemon_directory = %2$s
        maillog_file = %1$s/maillog
        maillog_file_prefixes = %1$s
        myhostname = relay.test
        mydestination =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        mynetworks = 127.0.0.0/8
        alias_maps =
        alias_database =
        smtpd_relay_restrictions = permit_mynetworks, reject
        smtpd_tls_security_level = none
        smtp_tls_security_level = may
        smtp_tcp_port = %3$d
        default_process_limit = %4$d
        qmgr_message_active_limit = 20000
        qmgr_message_recipient_limit = 20000
        """
        .formatted(folder, DAEMONS, exchangerPort, connections);
  }

  private String master() {
    return """
        127.0.0.1:%d inet n - n - - smtpd
        postlog unix-dgram n - n - 1 postlogd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        anvil unix - - n - 1 anvil
        tlsmgr unix - - n 1000? 1 tlsmgr
        proxymap unix - - n - - proxymap
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        scache unix - - n - 1 scache
        smtp unix - - n - - smtp
        """
        .formatted(port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return server.getLocalPort();
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  String version() throws IOException, InterruptedException {
    return Program.run(List.of("postconf", "-h", "-d", "mail_version")).strip();
  }

  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("Postfix has ended: " + Files.readString(folder.resolve("log")));
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
