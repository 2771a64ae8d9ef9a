package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Outcome;
import dev.packetboat.delivery.Reason;
import dev.packetboat.mail.Domain;
import dev.packetboat.mail.Recipient;
import dev.packetboat.routing.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Gathers the recipients of equal destinations, who get one copy. For one thread. */
final class Grouping {

  private final Settings settings;
  private final Map<Destination, Gathered> gathered = new LinkedHashMap<>();

  /** The recipients of one destination, and how its targets are found. */
  private record Gathered(List<Recipient> recipients, Function<GroupDelivery, Targets> targets) {}

  Grouping(Settings settings) {
    this.settings = settings;
  }

  /** Adds recipients of one domain; whom no route leads to has an outcome at once. */
  void add(Route route, List<Recipient> recipients, JobRun job) {
    switch (route) {
      case Route.Direct direct -> addDirect(direct, recipients, job);
      case Route.Relayed relayed -> addRelayed(relayed, recipients);
      case Route.None none ->
          recipients.forEach(recipient -> job.settled(recipient, outcome(none), List.of()));
    }
  }

  private void addDirect(Route.Direct route, List<Recipient> recipients, JobRun job) {
    if (job.requiresTls()) {
      recipients.forEach(recipient -> job.settled(recipient, unauthenticated(route), List.of()));
      return;
    }
    Optional<Domain> lastResort =
        settings.lastResort() == Settings.LastResort.DOMAIN_ITSELF
                && route.kind() == Route.Direct.Kind.MX
            ? Optional.of(route.domain())
            : Optional.empty();
    gather(
        Destination.of(route, lastResort),
        recipients,
        group -> new Targets(settings, route, lastResort, group::hostSetBack));
  }

  // RFC 8689 §4.2.1: REQUIRETLS wants an exchanger whose name is proven, by DNSSEC or by MTA-STS
  private static Outcome unauthenticated(Route.Direct route) {
    return Outcome.Failed.own(
        Statuses.permanent(Statuses.ENCRYPTION_NEEDED),
        new Reason(
            Reason.TLS,
            "REQUIRETLS is asked for, and the mail exchangers of "
                + route.domain()
                + " are not proven to be its own"));
  }

  private void addRelayed(Route.Relayed route, List<Recipient> recipients) {
    gather(
        new Destination.ByRelay(route.relay()),
        recipients,
        group -> new Targets(settings, new Target.ToRelay(route.relay()), group::hostSetBack));
  }

  private void gather(
      Destination destination,
      List<Recipient> recipients,
      Function<GroupDelivery, Targets> targets) {
    gathered
        .computeIfAbsent(destination, key -> new Gathered(new ArrayList<>(), targets))
        .recipients()
        .addAll(recipients);
  }

  /** The groups, ready to be delivered. */
  List<GroupDelivery> groups(JobRun job, Pool pool) {
    List<GroupDelivery> groups = new ArrayList<>();
    gathered.forEach(
        (destination, of) ->
            groups.add(new GroupDelivery(job, pool, destination, of.recipients(), of.targets())));
    return groups;
  }

  private static Outcome outcome(Route.None none) {
    Route.Obstacle obstacle = none.obstacle();
    String text =
        none.domain()
            + ": "
            + obstacle.text()
            + none.failure().map(failure -> " (" + failure.word() + ")").orElse("");
    Reason reason = new Reason(code(obstacle), text);
    return obstacle.isPermanent()
        ? Outcome.Failed.own(Statuses.of(obstacle.status()), reason)
        : Outcome.Deferred.own(Statuses.of(obstacle.status()), reason);
  }

  private static String code(Route.Obstacle obstacle) {
    return switch (obstacle) {
      case NULL_MX -> Reason.NULL_MX;
      case NO_SUCH_DOMAIN -> Reason.NO_SUCH_DOMAIN;
      case ALIAS_LOOP, NO_ANSWER -> Reason.LOOKUP;
      case OWN_HOST -> Reason.LOOP;
      case NO_USABLE_EXCHANGER -> Reason.NO_ADDRESS;
    };
  }
}
