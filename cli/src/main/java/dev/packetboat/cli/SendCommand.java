package dev.packetboat.cli;

import dev.packetboat.delivery.Mailer;
import dev.packetboat.mail.Address;
import dev.packetboat.mail.AddressSyntaxException;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.Notify;
import dev.packetboat.mail.RecipientOptions;
import dev.packetboat.mail.ReturnContent;
import dev.packetboat.smtp.SmtpClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** {@code packetboat send}. */
final class SendCommand implements Callable<Integer> {

  private static final int MAX_CONNECTIONS = 1000;
  private static final int DIRECT_CONNECTIONS = 20;

  private static final String[] FOOTER = {
    "",
    "Without --from and --to the envelope is read from the message: the sender from Sender, else",
    "From; the recipients from To, Cc and Bcc; all of them from the topmost Resent- fields where it",
    "was sent on. Bcc is never sent along. Text there that is no address fails, the others are sent to.",
    "",
    "Examples",
    "  A letter through your provider, over TLS, with a password (port 587):",
    "    packetboat send --relay smtp.example.com --user joe --password-file ~/.secret letter.eml",
    "  From standard input to a relay nearby (port 25), to whom the arguments say:",
    "    packetboat send --relay localhost --from joe@example.com --to ann@example.org < letter.eml",
    "  Straight to the recipients' own servers (port 25 must not be blocked):",
    "    packetboat send --direct --helo mail.example.com letter.eml",
    "  A few words with a file, composed from options and standard input:",
    "    echo 'Here it is.' | packetboat send --relay localhost --from joe@example.com \\",
    "      --to ann@example.org --subject 'The plan' --attach plan.pdf",
    "  A whole Maildir over four connections, the outcomes for a program:",
    "    packetboat send --relay smtp.example.com:465 --connections 4 --json ~/Maildir > sent.json",
    "  See what is said, with a server of your own that has a certificate of your own:",
    "    packetboat send --relay mail.test:2525 --tls required --cafile ca.pem --trace letter.eml",
    "",
    "Exit status, the first that applies",
    "  64  the arguments are wrong                              Of these nothing was sent,",
    "  65  a message or address is unusable, or names nobody    and nothing is written to",
    "  66  no such file                                         standard output.",
    "  78  a password, certificate file or display is missing",
    " 130  interrupted: what was sent and what was not is told",
    "  77  authentication was refused",
    "  69  some recipient failed for good",
    "  74  some outcome is unknown, or reading failed: do not simply send again",
    "  75  some are deferred: send again, to those only",
    "   0  delivered to all"
  };

  private final Terminal terminal;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final MessageOptions messages;
  private final Supplier<Optional<String>> relay;
  private final Supplier<Boolean> direct;
  private final DirectOptions directly;
  private final Supplier<Optional<String>> from;
  private final Supplier<List<String>> to;
  private final ServerOptions server;
  private final Supplier<List<Notify>> notifications;
  private final Supplier<Optional<ReturnContent>> returned;
  private final Supplier<Optional<String>> envelopeId;
  private final Supplier<Optional<Integer>> connections;
  private final Supplier<Optional<Boolean>> progress;
  private final Supplier<Boolean> json;
  private final Supplier<Boolean> trace;

  SendCommand(Terminal terminal) {
    this.terminal = terminal;
    Options options =
        Options.of(
            spec, "Sends messages, and says for every recipient what became of them.", FOOTER);
    messages = new MessageOptions(options);
    relay =
        options.text(
            "--relay", "HOST[:PORT]", "Send through this server. Port 587 with --user, else 25.");
    direct = options.flag("--direct", "Send to the recipients' own servers, which DNS names.");
    from = options.text("--from", "ADDR", "The sender; '<>' is the null sender.");
    to = options.values(String.class, "--to", "ADDR", "A recipient; once for each.");
    server = new ServerOptions(options);
    directly = new DirectOptions(options);
    notifications =
        options.listed(
            Notify.class,
            "--notify",
            "EVENTS",
            "Ask for notifications: success, failure, delay, or never.");
    returned =
        options.value(
            ReturnContent.class,
            "--return",
            "PART",
            "What a notification of failure brings back: full or headers.");
    envelopeId = options.text("--envid", "ID", "A name that notifications repeat.");
    connections =
        options.value(
            Integer.class,
            "--connections",
            "N",
            "So many connections at once. Unless said 1 to a relay, 20 to the recipients' servers.");
    progress =
        options.answer("--progress", "A bar on standard error; on by default at a terminal.");
    json = options.flag("--json", "One JSON object for each message, on a line of its own.");
    trace = options.flag("--trace", "Show the conversation on standard error, without secrets.");
  }

  /** The command for picocli. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Refusal, InterruptedException {
    Way way = way();
    Letter.Asked asked = new Letter.Asked(sender(), recipients(), options(), parameters());
    Sources sources = messages.sources(terminal, asked);
    try {
      Letters letters = Letters.checked(sources, asked);
      server.warn(terminal);
      return way.send(letters).code();
    } finally {
      release(sources);
    }
  }

  /** How letters go, once all options are known to be right. */
  @FunctionalInterface
  private interface Way {
    ExitStatus send(Letters letters) throws InterruptedException;
  }

  private Way way() throws Refusal {
    if (direct.get() && relay.get().isPresent()) {
      throw usage("--relay and --direct exclude each other");
    }
    if (direct.get()) {
      return directly();
    }
    if (relay.get().isEmpty()) {
      throw usage("--relay HOST[:PORT] or --direct is missing: which way?");
    }
    directly.refuseWithRelay();
    HostPort target = HostPort.parse(relay.get().get());
    int sessions = connections(1);
    SmtpClient.Builder client = server.client(target, terminal, trace.get());
    return letters -> new RelayRun(letters, client, target.host(), sessions, logbook()).send();
  }

  private Way directly() throws Refusal {
    int atOnce = connections(DIRECT_CONNECTIONS);
    Mailer.Builder mailer = server.direct(terminal, trace.get());
    directly.apply(mailer);
    return letters -> new DirectRun(letters, mailer, atOnce, logbook()).send();
  }

  /** What could be read only once may be kept in a temporary file. */
  private void release(Sources sources) {
    try {
      sources.close();
    } catch (IOException stuck) {
      terminal.error("a temporary file stays: " + stuck.getMessage());
    }
  }

  private Logbook logbook() {
    ProgressBar.Place place = bar();
    boolean watched = place != ProgressBar.Place.NOWHERE;
    return new Logbook(
        new ProgressBar(terminal.err(), place, System::nanoTime),
        json.get()
            ? new JsonReport(
                terminal.out(), watched ? Optional.of(terminal.err()) : Optional.empty())
            : new TextReport(terminal),
        terminal::error);
  }

  private ProgressBar.Place bar() {
    if (!progress.get().orElse(terminal.errIsTerminal() && !trace.get())) {
      return ProgressBar.Place.NOWHERE;
    }
    return terminal.errIsTerminal() && terminal.outIsTerminal()
        ? ProgressBar.Place.BELOW_REPORTS
        : ProgressBar.Place.ALONE;
  }

  private int connections(int unlessSaid) throws Refusal {
    int number = connections.get().orElse(unlessSaid);
    if (number < 1 || number > MAX_CONNECTIONS) {
      throw usage("--connections is 1 to " + MAX_CONNECTIONS + ", not " + number);
    }
    return number;
  }

  private Optional<Envelope> sender() throws Refusal {
    if (from.get().isEmpty()) {
      return Optional.empty();
    }
    String text = from.get().get();
    return Optional.of(
        text.equals("<>") ? Envelope.fromNullSender() : Envelope.from(address("--from", text)));
  }

  private List<Address> recipients() throws Refusal {
    List<Address> addresses = new ArrayList<>();
    for (String text : to.get()) {
      addresses.add(address("--to", text));
    }
    return addresses;
  }

  private static Address address(String option, String text) throws Refusal {
    try {
      return Address.parse(text);
    } catch (AddressSyntaxException unusable) {
      throw new Refusal(ExitStatus.BAD_INPUT, option + ": " + unusable.getMessage());
    }
  }

  private RecipientOptions options() throws Refusal {
    List<Notify> events = notifications.get();
    if (events.isEmpty()) {
      return RecipientOptions.NONE;
    }
    try {
      return RecipientOptions.notify(
          events.get(0), events.subList(1, events.size()).toArray(Notify[]::new));
    } catch (IllegalArgumentException impossible) {
      throw usage("--notify: " + impossible.getMessage());
    }
  }

  private List<MailParameter> parameters() throws Refusal {
    List<MailParameter> parameters = new ArrayList<>();
    returned.get().map(MailParameter::returnContent).ifPresent(parameters::add);
    if (envelopeId.get().isPresent()) {
      try {
        parameters.add(MailParameter.envelopeId(envelopeId.get().get()));
      } catch (IllegalArgumentException impossible) {
        throw usage("--envid: " + impossible.getMessage());
      }
    }
    return parameters;
  }

  private static Refusal usage(String message) {
    return new Refusal(ExitStatus.USAGE, message);
  }
}
