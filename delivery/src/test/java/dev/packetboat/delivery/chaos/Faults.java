package dev.packetboat.delivery.chaos;

import dev.packetboat.testkit.DnsFault;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** Everything that servers can do wrong, now and then; and how often they did. Thread-safe. */
final class Faults {

  /** How long the client waits for anything. */
  static final Duration PATIENCE = Duration.ofMillis(300);

  private static final Duration A_MOMENT = Duration.ofMillis(5);
  private static final List<Moment> COMMANDS =
      List.of(
          Moment.CONNECT,
          Moment.EHLO,
          Moment.HELO,
          Moment.STARTTLS,
          Moment.AUTH,
          Moment.MAIL,
          Moment.RCPT,
          Moment.DATA,
          Moment.BDAT,
          Moment.END_OF_CONTENT,
          Moment.RSET,
          Moment.QUIT);

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** The rules of one host: at every moment each wrong deed with this probability. */
  List<Rule> ofHost(double probability, Random random) {
    List<Rule> rules = new ArrayList<>();
    for (Moment moment : COMMANDS) {
      everyDeed(moment).forEach((kind, rule) -> rules.add(now(kind, rule, probability, random)));
    }
    tooMany().forEach((kind, rule) -> rules.add(now(kind, rule, probability * 2, random)));
    cut(Moment.HANDSHAKE, 0)
        .forEach((kind, rule) -> rules.add(now(kind, rule, probability * 2, random)));
    cut(Moment.CONTENT, random.nextInt(3000))
        .forEach((kind, rule) -> rules.add(now(kind, rule, probability, random)));
    return rules;
  }

  private Rule now(String kind, Rule rule, double probability, Random random) {
    return rule.sometimes(probability, random).matching(any -> count(kind));
  }

  private static Map<String, Rule> everyDeed(Moment moment) {
    Map<String, Rule> deeds = new TreeMap<>(cut(moment, 0));
    deeds.put("4xx", Rule.replyTo(moment, "451 4.3.0 later"));
    deeds.put("5xx", Rule.replyTo(moment, "550-5.7.1 no\n550 5.7.1 never"));
    deeds.put("421", Rule.replyTo(moment, "421 4.3.2 going down"));
    deeds.put("wrong reply", Rule.replyTo(moment, moment == Moment.DATA ? "250 ok" : "354 go on"));
    deeds.put("garbled reply", Rule.garbleReplyTo(moment));
    deeds.put("half a reply", Rule.halveReplyTo(moment));
    deeds.put("lost reply", Rule.loseReplyTo(moment));
    deeds.put("withheld reply", Rule.withholdReplyTo(moment));
    deeds.put("dripping reply", Rule.dripReplyTo(moment, Duration.ofNanos(200_000)));
    return deeds;
  }

  private static Map<String, Rule> cut(Moment moment, int octets) {
    Function<Rule, Rule> where = rule -> moment == Moment.CONTENT ? rule.afterOctets(octets) : rule;
    return Map.of(
        "dropped", where.apply(Rule.dropAt(moment)),
        "reset", where.apply(Rule.resetAt(moment)),
        "stalled", where.apply(Rule.stallAt(moment)),
        "slow", where.apply(Rule.delay(moment, A_MOMENT)),
        "just too late or not", where.apply(Rule.delay(moment, PATIENCE)));
  }

  private static Map<String, Rule> tooMany() {
    return Map.of(
        "452 to some recipients", Rule.replyTo(Moment.RCPT, "452 4.5.3 too many"),
        "552 to some recipients", Rule.replyTo(Moment.RCPT, "552 5.5.3 too many"),
        "452 without a status", Rule.replyTo(Moment.RCPT, "452 no room"));
  }

  /** What a name server does, at every question each with this probability. */
  List<DnsFault> ofNames(double probability, Random random) {
    Map<String, DnsFault> deeds =
        Map.of(
            "DNS SERVFAIL", DnsFault.serverFailure(),
            "DNS REFUSED", DnsFault.refusal(),
            "DNS FORMERR", DnsFault.formatError(),
            "DNS NXDOMAIN", DnsFault.noSuchName(),
            "DNS silence", DnsFault.silence(),
            "DNS truncation", DnsFault.truncation(),
            "DNS garbage", DnsFault.garbage(),
            "DNS delay", DnsFault.delay(A_MOMENT));
    List<DnsFault> faults = new ArrayList<>();
    new TreeMap<>(deeds)
        .forEach(
            (kind, fault) ->
                faults.add(fault.sometimes(probability, random).matching(any -> count(kind))));
    return faults;
  }

  /** Something went wrong in this way; always yes. */
  boolean count(String kind) {
    counts.computeIfAbsent(kind, key -> new LongAdder()).increment();
    return true;
  }

  /** How often what went wrong. */
  Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((kind, count) -> sums.put(kind, count.sum()));
    return sums;
  }
}
