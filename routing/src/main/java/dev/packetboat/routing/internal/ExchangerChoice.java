package dev.packetboat.routing.internal;

import dev.packetboat.routing.MailExchanger;
import dev.packetboat.routing.Route.Obstacle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.MXRecord;

/**
 * Which of a domain's exchangers are tried, in which order (RFC 5321 §5.1). Pure but for chance.
 */
public sealed interface ExchangerChoice {

  /** At least one. */
  record Hosts(List<MailExchanger> inOrder) implements ExchangerChoice {}

  /** None, and why. */
  record Nowhere(Obstacle obstacle) implements ExchangerChoice {}

  /**
   * Chooses among MX records.
   *
   * @param records at least one
   * @param localName our own, in ASCII
   * @param random shuffles what is equally good
   */
  static ExchangerChoice among(
      List<MXRecord> records, Optional<String> localName, RandomGenerator random) {
    // RFC 7505 §3: beside others the root means nothing.
    if (records.stream().allMatch(mx -> mx.getTarget().labels() == 1)) {
      return new Nowhere(Obstacle.NULL_MX);
    }
    Collection<MailExchanger> usable = usable(records);
    if (usable.isEmpty()) {
      return new Nowhere(Obstacle.NO_USABLE_EXCHANGER);
    }
    List<MailExchanger> better = betterThan(localName, usable);
    if (better.isEmpty()) {
      return new Nowhere(Obstacle.OWN_HOST);
    }
    Collections.shuffle(better, random);
    better.sort(Comparator.comparingInt(MailExchanger::preference));
    return new Hosts(List.copyOf(better));
  }

  /** Each host once, with the best preference that it has. */
  private static Collection<MailExchanger> usable(List<MXRecord> records) {
    Map<String, MailExchanger> byName = new LinkedHashMap<>();
    for (MXRecord mx : records) {
      String host = mx.getTarget().toString(true);
      if (HostName.isUsable(host)) {
        byName.merge(
            host.toLowerCase(Locale.ROOT),
            new MailExchanger(host, mx.getPriority()),
            (one, other) -> one.preference() <= other.preference() ? one : other);
      }
    }
    return byName.values();
  }

  // RFC 5321 §5.1: our own level goes too, or two equal hosts would pass mail to and fro.
  private static List<MailExchanger> betterThan(
      Optional<String> localName, Collection<MailExchanger> exchangers) {
    int own =
        exchangers.stream()
            .filter(exchanger -> localName.filter(exchanger.host()::equalsIgnoreCase).isPresent())
            .mapToInt(MailExchanger::preference)
            .min()
            .orElse(Integer.MAX_VALUE);
    return new ArrayList<>(
        exchangers.stream().filter(exchanger -> exchanger.preference() < own).toList());
  }
}
