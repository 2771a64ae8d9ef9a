package dev.packetboat.cli;

import dev.packetboat.delivery.Mailer;
import java.util.Optional;
import java.util.function.Supplier;

/** How the recipients' own servers are found: options that go with {@code --direct} alone. */
final class DirectOptions {

  private final DnsOptions dns;
  private final Supplier<Optional<Integer>> port;
  private final Supplier<Boolean> domainLast;

  DirectOptions(Options options) {
    dns = new DnsOptions(options);
    port =
        options.value(
            Integer.class, "--port", "N", "The port of the recipients' servers. 25 unless said.");
    domainLast =
        options.flag(
            "--domain-last",
            "Where no mail exchanger could be reached, try the domain's own address too.");
  }

  /** What they say goes into a mailer. */
  void apply(Mailer.Builder mailer) throws Refusal {
    dns.server().ifPresent(mailer::nameServers);
    if (port.get().isPresent()) {
      try {
        mailer.port(port.get().get());
      } catch (IllegalArgumentException impossible) {
        throw new Refusal(ExitStatus.USAGE, "--port: " + impossible.getMessage());
      }
    }
    if (domainLast.get()) {
      mailer.domainAsLastResort();
    }
  }

  /** Through a relay they have no meaning, and whoever gives them means something else. */
  void refuseWithRelay() throws Refusal {
    if (dns.isGiven()) {
      throw new Refusal(ExitStatus.USAGE, "--dns goes with --direct, not with --relay");
    }
    if (port.get().isPresent()) {
      throw new Refusal(
          ExitStatus.USAGE, "--port goes with --direct; a relay's port is in --relay HOST:PORT");
    }
    if (domainLast.get()) {
      throw new Refusal(ExitStatus.USAGE, "--domain-last goes with --direct, not with --relay");
    }
  }
}
