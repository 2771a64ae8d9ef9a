package dev.packetboat.cli;

import dev.packetboat.mail.AddressSyntaxException;
import dev.packetboat.mail.Domain;
import dev.packetboat.routing.DnsFailure;
import dev.packetboat.routing.HostAddresses;
import dev.packetboat.routing.MailExchanger;
import dev.packetboat.routing.Route;
import dev.packetboat.routing.Router;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.JsonGenerator;

/** {@code packetboat mx}. */
final class MxCommand implements Callable<Integer> {

  private static final String[] FOOTER = {
    "",
    "The order of those with equal preference is another each time: so it is when mail is sent.",
    "",
    "Examples",
    "  packetboat mx example.com",
    "  packetboat mx --json --dns 127.0.0.1:5353 bigcorp.test tiny.test",
    "",
    "Exit status",
    "   0  every domain exists, also where it takes no mail (null MX)",
    "  64  the arguments are wrong",
    "  69  a domain does not exist",
    "  75  an answer could not be had: ask again later"
  };

  private final Terminal terminal;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Supplier<List<String>> domains;
  private final DnsOptions dns;
  private final Supplier<Boolean> json;

  MxCommand(Terminal terminal) {
    this.terminal = terminal;
    Options options =
        Options.of(
            spec,
            "Prints the mail exchangers of domains in the order in which they will be tried.",
            FOOTER);
    domains = options.arguments("DOMAIN", "1..*", "A domain, or an address literal: [192.0.2.1].");
    dns = new DnsOptions(options);
    json = options.flag("--json", "One JSON object for each domain, on a line of its own.");
  }

  /** The command for picocli. */
  CommandSpec spec() {
    return spec;
  }

  /** One exchanger and what is known of its addresses. */
  private record Exchange(MailExchanger exchanger, HostAddresses addresses) {

    List<String> ips() {
      return addresses.addresses().stream().map(InetAddress::getHostAddress).toList();
    }
  }

  /**
   * What is printed of a domain.
   *
   * @param kind empty where the lookup failed
   * @param error empty where it did not
   */
  private record Found(
      String domain,
      Optional<String> kind,
      List<Exchange> exchanges,
      Optional<String> error,
      ExitStatus status) {}

  @Override
  public Integer call() throws Refusal, InterruptedException {
    List<Domain> asked = new ArrayList<>();
    for (String text : domains.get()) {
      asked.add(domain(text));
    }
    Router router = dns.router().build();
    ExitStatus worst = ExitStatus.DONE;
    for (Domain domain : asked) {
      Found found = found(domain, router);
      if (json.get()) {
        JsonLines.write(terminal.out(), out -> write(out, found));
      } else {
        print(found);
      }
      worst = worse(worst, found.status());
    }
    return worst.code();
  }

  private static Domain domain(String text) throws Refusal {
    String bare =
        text.length() > 1 && text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    try {
      return Domain.parse(bare);
    } catch (AddressSyntaxException unusable) {
      throw new Refusal(ExitStatus.USAGE, String.valueOf(unusable.getMessage()));
    }
  }

  /** That a domain does not exist comes before that an answer could not be had. */
  private static ExitStatus worse(ExitStatus one, ExitStatus other) {
    if (one == ExitStatus.FAILED || other == ExitStatus.DONE) {
      return one;
    }
    return other;
  }

  private static Found found(Domain domain, Router router) throws InterruptedException {
    Route route = router.route(domain);
    if (route instanceof Route.Direct direct) {
      List<Exchange> exchanges = new ArrayList<>();
      for (MailExchanger exchanger : direct.exchangers()) {
        exchanges.add(new Exchange(exchanger, router.addresses(exchanger.host())));
      }
      return new Found(
          domain.toString(),
          Optional.of(direct.kind().name().toLowerCase(Locale.ROOT)),
          exchanges,
          Optional.empty(),
          status(exchanges));
    }
    if (route instanceof Route.None none) {
      return nothing(domain, none);
    }
    throw new IllegalStateException("no relay was set: " + route);
  }

  private static ExitStatus status(List<Exchange> exchanges) {
    boolean incomplete =
        exchanges.stream()
            .flatMap(exchange -> exchange.addresses().failure().stream())
            .anyMatch(failure -> !failure.isPermanent());
    return incomplete ? ExitStatus.DEFERRED : ExitStatus.DONE;
  }

  private static Found nothing(Domain domain, Route.None none) {
    boolean isNull = none.obstacle() == Route.Obstacle.NULL_MX;
    return new Found(
        domain.toString(),
        isNull ? Optional.of("null") : Optional.empty(),
        List.of(),
        isNull
            ? Optional.empty()
            : none.failure().map(DnsFailure::word).or(() -> Optional.of(none.obstacle().text())),
        isNull
            ? ExitStatus.DONE
            : none.obstacle().isPermanent() ? ExitStatus.FAILED : ExitStatus.DEFERRED);
  }

  private static void write(JsonGenerator out, Found found) {
    out.writeStringProperty("domain", found.domain());
    JsonLines.text(out, "kind", found.kind());
    out.writeArrayPropertyStart("exchanges");
    for (Exchange exchange : found.exchanges()) {
      out.writeStartObject();
      out.writeStringProperty("host", exchange.exchanger().host());
      out.writeNumberProperty("preference", exchange.exchanger().preference());
      JsonLines.texts(out, "addresses", exchange.ips());
      out.writeEndObject();
    }
    out.writeEndArray();
    JsonLines.text(out, "error", found.error());
  }

  private void print(Found found) {
    if (found.error().isPresent()) {
      terminal.out().println(terminal.bold(found.domain()) + ": " + found.error().get());
      return;
    }
    terminal.out().println(terminal.bold(found.domain()) + ": " + meaning(found.kind().orElse("")));
    for (Exchange exchange : found.exchanges()) {
      terminal
          .out()
          .printf(
              Locale.ROOT,
              "  %5d  %s  %s%n",
              exchange.exchanger().preference(),
              exchange.exchanger().host(),
              addresses(exchange));
    }
  }

  private static String addresses(Exchange exchange) {
    return exchange
        .addresses()
        .failure()
        .map(failure -> "(no address: " + failure.word() + ")")
        .orElseGet(() -> exchange.ips().stream().collect(Collectors.joining(" ")));
  }

  private static String meaning(String kind) {
    return switch (kind) {
      case "mx" -> "MX";
      case "implicit" -> "no MX, so the domain itself";
      case "literal" -> "an address literal";
      default -> "takes no mail (null MX)";
    };
  }
}
