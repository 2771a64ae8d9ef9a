package dev.packetboat.cli;

import dev.packetboat.cli.sandbox.Arrival;
import dev.packetboat.cli.sandbox.BuiltInWorld;
import dev.packetboat.cli.sandbox.Directions;
import dev.packetboat.cli.sandbox.Inbox;
import dev.packetboat.cli.sandbox.PageServer;
import dev.packetboat.cli.sandbox.Pages;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** {@code packetboat sandbox}: the built-in world, kept running, and a page of what it received. */
final class SandboxCommand implements Callable<Integer> {

  private static final String[] FOOTER = {
    "",
    "Runs until Ctrl-C. It listens on loopback addresses only, sends nothing to anybody, and keeps",
    "the last 500 messages in memory, 128 MiB at most. The page lists them, with headers, text,",
    "source, transcript, and which host took which recipients.",
    "",
    "For the tests of your own programs",
    "  GET /api/messages              what is kept, the oldest first; ?to=ADDRESS for one recipient,",
    "                                 ?after=N for later ones, ?wait=SECONDS (60 at most) until there",
    "                                 is one",
    "  GET /api/messages/N            one, with headers, text, HTML, attachments, transcript",
    "  GET /messages/N/message.eml    its octets as they arrived",
    "  DELETE /api/messages           forgets all",
    "",
    "Examples",
    "  packetboat sandbox",
    "  packetboat sandbox --json --http-port 0 --dns-port 0 --port 0 > where.json",
    "",
    "Exit status: 130 interrupted, as it always ends; 64 the arguments are wrong, 78 a port is taken."
  };

  private final Terminal terminal;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final ListeningPort page;
  private final ListeningPort names;
  private final ListeningPort mail;
  private final Supplier<Boolean> json;
  private final Supplier<Boolean> trace;

  SandboxCommand(Terminal terminal) {
    this.terminal = terminal;
    Options options =
        Options.of(
            spec,
            "Keeps the built-in world of DNS and mail servers running, with a page of what it received.",
            FOOTER);
    page = new ListeningPort(options, "--http-port", 8025, "The port of the page.");
    names = new ListeningPort(options, "--dns-port", 5354, "The port of the name server.");
    mail = new ListeningPort(options, "--port", 2525, "The port of all mail hosts.");
    json = options.flag("--json", "Where everything is, as one JSON object on one line.");
    trace = options.flag("--trace", "Show all conversations on standard error, without secrets.");
  }

  /** The command for picocli. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Refusal, InterruptedException {
    int pagePort = page.number();
    int namesPort = names.number();
    int mailPort = mail.number();
    try (Inbox inbox = new Inbox();
        PageServer server = server(pagePort);
        World world = world(inbox, namesPort, mailPort)) {
      Directions directions = directions(world, server);
      List<BuiltInWorld.Place> places = BuiltInWorld.all();
      server.start(inbox, new Pages(directions, places, world::transcript));
      var interrupted = new CountDownLatch(1);
      try (var registration = Interruption.onInterrupt(interrupted::countDown)) {
        tell(directions, places);
        interrupted.await();
        tellTheEnd(inbox.taken());
        return ExitStatus.INTERRUPTED.code();
      }
    }
  }

  private static PageServer server(int port) throws Refusal {
    try {
      return PageServer.at(port);
    } catch (IOException taken) {
      throw new Refusal(
          ExitStatus.CONFIGURATION,
          "--http-port: cannot listen at 127.0.0.1:" + port + ": " + taken.getMessage());
    }
  }

  private World world(Inbox inbox, int namesPort, int mailPort) throws Refusal {
    try {
      return BuiltInWorld.withRelay(BuiltInWorld.all(), TestCertificates.authority())
          .listener((host, event) -> heard(host, event, inbox))
          .nameServerPort(namesPort)
          .port(mailPort)
          .start();
    } catch (UncheckedIOException taken) {
      throw new Refusal(
          ExitStatus.CONFIGURATION,
          "--port or --dns-port: "
              + taken.getMessage()
              + Optional.ofNullable(taken.getCause())
                  .map(why -> ": " + why.getMessage())
                  .orElse(""));
    }
  }

  private void heard(String host, MailEvent event, Inbox inbox) {
    if (event instanceof MailEvent.Received received) {
      Arrival arrival = inbox.add(received.message());
      if (!json.get()) {
        terminal.out().println(Terminal.shown(line(arrival)));
      }
    } else if (trace.get()) {
      line(event)
          .map(line -> host + " #" + event.connection() + " " + line)
          .ifPresent(line -> terminal.err().println(Terminal.shown(line)));
    }
  }

  private static String line(Arrival arrival) {
    return "  "
        + arrival.message().takenBy()
        + " took \""
        + arrival.subject()
        + "\" for "
        + String.join(", ", arrival.message().recipients());
  }

  private static Optional<String> line(MailEvent event) {
    if (event instanceof MailEvent.ClientSaid said) {
      return Optional.of("C: " + said.line());
    }
    if (event instanceof MailEvent.ServerSaid said) {
      return Optional.of("S: " + said.line());
    }
    return Optional.empty();
  }

  private static Directions directions(World world, PageServer server) {
    return new Directions(
        "127.0.0.1:" + world.nameServer().address().getPort(),
        world.port(),
        world.host(BuiltInWorld.RELAY).host() + ":" + world.port(),
        server.url());
  }

  private void tell(Directions directions, List<BuiltInWorld.Place> places) {
    if (json.get()) {
      JsonLines.write(
          terminal.out(),
          out -> {
            out.writeStringProperty("page", directions.page());
            out.writeStringProperty("messages", directions.page() + "api/messages");
            out.writeStringProperty("nameServer", directions.nameServer());
            out.writeNumberProperty("port", directions.port());
            out.writeStringProperty("relay", directions.relay());
            JsonLines.texts(
                out, "domains", places.stream().map(BuiltInWorld.Place::domain).toList());
          });
      return;
    }
    say("A small world runs in this process, on loopback addresses:");
    places.forEach(place -> say("  %-14s %s".formatted(place.domain(), place.habit())));
    say("");
    say("  page           " + terminal.bold(directions.page()));
    say("  name server    " + directions.nameServer());
    say("  mail hosts     port " + directions.port());
    say("  relay          " + directions.relay() + ", takes mail for everybody");
    for (Directions.Line line : directions.lines()) {
      say("");
      say(line.purpose() + ":");
      say("  " + line.command());
    }
    say("");
    say("Ctrl-C ends it. What arrives:");
  }

  private void tellTheEnd(int taken) {
    terminal.error(
        "the sandbox has ended; it took " + taken + (taken == 1 ? " message" : " messages"));
  }

  private void say(String line) {
    terminal.out().println(line);
  }
}
