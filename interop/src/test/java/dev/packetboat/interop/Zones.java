package dev.packetboat.interop;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Domains and mail hosts, as zone files say it. */
final class Zones {

  static final int NAMES = 53;
  static final int VALIDATING = 54;
  static final int PLAIN = 55;
  static final int GOOD = 11;
  static final int STRICT = 12;
  static final int BAD_TLS = 13;
  static final int OLD_TLS = 14;
  static final int BUSY = 21;
  static final int CLOSED = 22;
  static final int DYING = 23;
  static final int FAULTY = 100;
  static final int DOWN = 31;
  static final int DOWN_TOO = 32;

  private static final Map<String, Integer> HOSTS =
      Map.ofEntries(
          Map.entry("ns", NAMES),
          Map.entry("good.hosts", GOOD),
          Map.entry("strict.hosts", STRICT),
          Map.entry("badtls.hosts", BAD_TLS),
          Map.entry("oldtls.hosts", OLD_TLS),
          Map.entry("busy.hosts", BUSY),
          Map.entry("closed.hosts", CLOSED),
          Map.entry("dying.hosts", DYING),
          Map.entry("down.hosts", DOWN),
          Map.entry("down2.hosts", DOWN_TOO),
          Map.entry("implicit", GOOD));

  private Zones() {}

  /** Zone files by name; that of {@code broken.test} cannot be read. */
  static Map<String, String> in(Loopback network) {
    return Map.of(
        "test",
        START.formatted("test") + addresses(network) + DOMAINS + manyExchangers() + faulty(network),
        "bogus.test",
        START.formatted("bogus.test") + "@ MX 10 good.hosts.test.\n",
        "broken.test",
        "this is no zone file\n");
  }

  private static final String START =
      """
      $ORIGIN %s.
      $TTL 300
      @ SOA ns.test. hostmaster.test. 1 3600 600 86400 60
      @ NS ns.test.
      """;

  private static final String DOMAINS =
      """
      one       MX 10 good.hosts
      two       MX 10 good.hosts
      three     MX 10 badtls.hosts
      failover  MX 5 down.hosts
      failover  MX 10 good.hosts
      backup    MX 10 busy.hosts
      backup    MX 15 closed.hosts
      backup    MX 20 good.hosts
      busy      MX 10 busy.hosts
      closed    MX 10 closed.hosts
      alldown   MX 10 down.hosts
      alldown   MX 20 down2.hosts
      grey      MX 10 strict.hosts
      strict    MX 10 strict.hosts
      badtls    MX 10 badtls.hosts
      oldtls    MX 10 oldtls.hosts
      dying     MX 10 dying.hosts
      dying     MX 20 good.hosts
      nullmx    MX 0 .
      nohost    MX 10 nowhere.hosts
      aliasmx   MX 10 alias.hosts
      alias.hosts CNAME good.hosts
      cname     CNAME one
      broken    NS ns
      bogus     NS ns
      bogus     DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000
      """;

  private static String addresses(Loopback network) {
    return HOSTS.entrySet().stream()
        .map(host -> host.getKey() + " A " + network.ip(host.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  /** An answer that goes over TCP only. */
  private static String manyExchangers() {
    return IntStream.range(0, 60)
        .mapToObj(i -> "many MX %1$d a-mail-exchanger-of-many-%1$d.hosts\n".formatted(i))
        .collect(Collectors.joining());
  }

  /** Domains {@code faulty100.test} and so on: a host of the same number, then the good one. */
  private static String faulty(Loopback network) {
    return IntStream.range(FAULTY, 200)
        .mapToObj(
            i ->
                """
                faulty%1$d.hosts A %2$s
                faulty%1$d MX 10 faulty%1$d.hosts
                faulty%1$d MX 20 good.hosts
                """
                    .formatted(i, network.ip(i)))
        .collect(Collectors.joining());
  }
}
