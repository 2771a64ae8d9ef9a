package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Attempt;
import dev.packetboat.delivery.Reason;
import dev.packetboat.delivery.internal.FailurePolicy.Answer;
import dev.packetboat.mail.Domain;
import dev.packetboat.routing.DnsFailure;
import dev.packetboat.routing.HostAddresses;
import dev.packetboat.routing.MailExchanger;
import dev.packetboat.routing.Route;
import dev.packetboat.routing.TlsRequirement;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The addresses of a route in the order in which they are to be tried, each host looked up when its
 * turn has come. Hosts without an address are skipped. It ends after five addresses, or two greeted
 * sessions that failed in a transient way. For one thread.
 */
final class Targets {

  // As Postfix: smtp_mx_address_limit, smtp_mx_session_limit
  private static final int MOST_ADDRESSES = 5;
  private static final int MOST_SESSIONS = 2;

  private final Settings settings;
  private final Consumer<Setback> setbacks;
  private final Deque<Host> hosts = new ArrayDeque<>();
  private final Deque<Target> addresses = new ArrayDeque<>();
  private final TlsRequirement strictest;
  private Optional<Domain> lastResort;
  private int tried;
  private int greetedAndFailed;

  /** A host that was not looked up yet. */
  private record Host(MailExchanger exchanger, TlsRequirement tls) {}

  /**
   * The targets of one route.
   *
   * @param setbacks is told of each host that cannot be tried
   */
  Targets(
      Settings settings,
      Route.Direct route,
      Optional<Domain> lastResort,
      Consumer<Setback> setbacks) {
    this.settings = settings;
    this.setbacks = setbacks;
    this.lastResort = lastResort;
    route
        .exchangers()
        .forEach(exchanger -> hosts.add(new Host(exchanger, route.requirement(exchanger))));
    // Who keeps the exchangers from being reached must not have the mail in clear for it.
    this.strictest =
        hosts.stream()
            .map(Host::tls)
            .max(
                Comparator.comparing(TlsRequirement::level)
                    .thenComparing(tls -> tls.unmet().isPresent()))
            .orElseThrow();
  }

  /** A relay is all there is to try. */
  Targets(Settings settings, Target.ToRelay relay, Consumer<Setback> setbacks) {
    this.settings = settings;
    this.setbacks = setbacks;
    this.lastResort = Optional.empty();
    this.strictest = TlsRequirement.opportunistic();
    addresses.add(relay);
  }

  /** A host was connected to: it exists, and so the domain itself is not tried in its place. */
  void reached() {
    lastResort = Optional.empty();
  }

  /** A session that had been greeted failed, and not for good. */
  void greetedAndFailed() {
    greetedAndFailed++;
  }

  /** What is to be tried next. Asks name servers. */
  Optional<Target> next() throws InterruptedException {
    if (tried >= MOST_ADDRESSES || greetedAndFailed >= MOST_SESSIONS) {
      return Optional.empty();
    }
    while (addresses.isEmpty() && !hosts.isEmpty()) {
      lookUp(hosts.remove());
    }
    if (addresses.isEmpty() && lastResort.isPresent()) {
      MailExchanger itself = new MailExchanger(lastResort.get().ascii(), 0);
      lastResort = Optional.empty();
      lookUp(new Host(itself, strictest));
    }
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    tried++;
    return Optional.of(addresses.remove());
  }

  private void lookUp(Host host) throws InterruptedException {
    String name = host.exchanger().host();
    if (host.tls().unmet().isPresent()) {
      setbacks.accept(
          Setback.host(
              Answer.BROKEN,
              Statuses.ENCRYPTION_NEEDED,
              new Reason(Reason.TLS, host.tls().unmet().get()),
              new Attempt(name, Optional.empty(), host.tls().unmet().get())));
      return;
    }
    HostAddresses found = FlightRecords.lookup(name, () -> settings.router().addresses(name));
    if (found.failure().isPresent()) {
      setbacks.accept(notFound(name, found.failure().get()));
      return;
    }
    List<InetAddress> usable = new ArrayList<>();
    for (InetAddress address : found.addresses()) {
      if (settings.filter().allows(address)) {
        usable.add(address);
      } else {
        setbacks.accept(forbidden(name, address));
      }
    }
    usable.stream()
        .filter(this::fitsSource)
        .forEach(
            address ->
                addresses.add(
                    new Target.Exchanger(name, address, settings.direct().port(), host.tls())));
    if (addresses.isEmpty() && !usable.isEmpty()) {
      setbacks.accept(noFamily(name));
    }
  }

  private boolean fitsSource(InetAddress address) {
    return settings
        .source()
        .map(source -> source instanceof Inet6Address == address instanceof Inet6Address)
        .orElse(true);
  }

  private static Setback notFound(String host, DnsFailure failure) {
    Attempt attempt =
        new Attempt(host, Optional.empty(), "its address was not found: " + failure.word());
    String text = "the address of " + host + " was not found: " + failure.word();
    return failure.isPermanent()
        ? Setback.host(
            Answer.PERMANENT,
            Statuses.UNABLE_TO_ROUTE,
            new Reason(Reason.NO_ADDRESS, text),
            attempt)
        : Setback.host(
            Answer.BROKEN, Statuses.DIRECTORY_FAILURE, new Reason(Reason.LOOKUP, text), attempt);
  }

  private static Setback forbidden(String host, InetAddress address) {
    String text = "no connection may be made to this address";
    return Setback.host(
        Answer.PERMANENT,
        Statuses.NOT_AUTHORIZED,
        new Reason(Reason.FORBIDDEN_ADDRESS, host + ": " + text),
        new Attempt(host, Optional.of(address), text));
  }

  private static Setback noFamily(String host) {
    String text = "no address of the family of the source address";
    return Setback.host(
        Answer.BROKEN,
        Statuses.NO_ANSWER_FROM_HOST,
        new Reason(Reason.CONNECT, host + " has " + text),
        new Attempt(host, Optional.empty(), text));
  }
}
