package dev.packetboat.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real Knot DNS, authoritative for zones that it signs. */
final class KnotServer implements AutoCloseable {

  private static final String KNOT = "/usr/sbin/knotd";
  private static final String KEYS = "/usr/sbin/keymgr";

  private final Path folder;
  private final InetSocketAddress address;
  private final List<String> zones;
  private final Process process;

  private KnotServer(InetAddress at, Map<String, String> texts) throws IOException {
    Programs.assumeInstalled("knot", KNOT, KEYS);
    folder = Programs.folder("knot");
    address = new InetSocketAddress(at, Programs.freePort());
    zones = List.copyOf(new TreeMap<>(texts).keySet());
    for (Map.Entry<String, String> zone : texts.entrySet()) {
      Files.writeString(folder.resolve(zone.getKey() + ".zone"), zone.getValue());
    }
    Files.writeString(folder.resolve("knot.conf"), configuration());
    Path log = folder.resolve("log");
    process = Programs.start(log, List.of(KNOT, "-c", folder.resolve("knot.conf").toString()));
    Programs.awaitLog("server started", process, log);
  }

  /**
   * Starts it.
   *
   * @param zones names and texts; one that cannot be read is answered with SERVFAIL
   */
  static KnotServer start(InetAddress at, Map<String, String> zones) {
    try {
      return new KnotServer(at, zones);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  List<String> zones() {
    return zones;
  }

  /** The DS record of a zone's key, which a validating resolver trusts. */
  String trustAnchor(String zone) {
    return Programs.run(KEYS, "-c", folder.resolve("knot.conf").toString(), zone, "ds")
        .lines()
        .filter(line -> line.contains(" DS "))
        .findFirst()
        .orElseThrow();
  }

  private String configuration() {
    StringBuilder text =
        new StringBuilder(
            """
            server:
              rundir: %1$s
              listen: %2$s@%3$d
              udp-workers: 1
              tcp-workers: 1
              background-workers: 1
            database:
              storage: %1$s
            log:
              - target: stderr
                any: info
            policy:
              - id: own-keys
                algorithm: ecdsap256sha256
            template:
              - id: default
                storage: %1$s
                file: "%%s.zone"
                zonefile-sync: -1
                journal-content: none
                dnssec-signing: on
                dnssec-policy: own-keys
            zone:
            """
                .formatted(folder, address.getAddress().getHostAddress(), address.getPort()));
    zones.forEach(zone -> text.append("  - domain: ").append(zone).append('\n'));
    return text.toString();
  }

  @Override
  public void close() {
    Programs.end(process);
    Programs.delete(folder);
  }
}
