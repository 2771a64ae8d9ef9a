package dev.packetboat.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A real Unbound that asks one name server for all below {@code test}, and nobody else. */
final class UnboundServer implements AutoCloseable {

  private static final String UNBOUND = "/usr/sbin/unbound";

  private final Path folder;
  private final InetSocketAddress address;
  private final Process process;

  private UnboundServer(InetAddress at, KnotServer knot, String modules) throws IOException {
    Programs.assumeInstalled("unbound", UNBOUND);
    folder = Programs.folder("unbound");
    address = new InetSocketAddress(at, Programs.freePort());
    Path configuration = folder.resolve("unbound.conf");
    Files.writeString(configuration, server(knot, modules) + stubs(knot));
    Path log = folder.resolve("log");
    process = Programs.start(log, List.of(UNBOUND, "-d", "-c", configuration.toString()));
    Programs.awaitLog("start of service", process, log);
  }

  /** One that believes what it hears. */
  static UnboundServer plain(InetAddress at, KnotServer knot) {
    return start(at, knot, "iterator");
  }

  /** One that checks signatures, and answers SERVFAIL where they do not hold. */
  static UnboundServer validating(InetAddress at, KnotServer knot) {
    return start(at, knot, "validator iterator");
  }

  private static UnboundServer start(InetAddress at, KnotServer knot, String modules) {
    try {
      return new UnboundServer(at, knot, modules);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** As the option {@code --dns} takes it. */
  String hostAndPort() {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private String server(KnotServer knot, String modules) {
    return """
        server:
          directory: "%s"
          username: ""
          chroot: ""
          pidfile: ""
          use-syslog: no
          interface: %s@%d
          access-control: 127.0.0.0/8 allow
          do-not-query-localhost: no
          do-ip6: no
          num-threads: 1
          module-config: "%s"
          trust-anchor: "%s"
          local-zone: "." static
          local-zone: "test." transparent
        remote-control:
          control-enable: no
        """
        .formatted(
            folder,
            address.getAddress().getHostAddress(),
            address.getPort(),
            modules,
            knot.trustAnchor("test"));
  }

  private static String stubs(KnotServer knot) {
    String place = knot.address().getAddress().getHostAddress() + "@" + knot.address().getPort();
    return knot.zones().stream()
        .map(zone -> "stub-zone:\n  name: %s\n  stub-addr: %s\n".formatted(zone, place))
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    Programs.end(process);
    Programs.delete(folder);
  }
}
