package dev.packetboat.cli;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.AddressSyntaxException;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.Notify;
import dev.packetboat.mail.RecipientOptions;
import dev.packetboat.mail.ReturnContent;
import dev.packetboat.smtp.SmtpClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packetboat send}. */
@Command(
    name = "send",
    description = "Sends messages, and says for every recipient what became of them.",
    sortOptions = false,
    footer = {
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
    })
final class SendCommand implements Callable<Integer> {

  private static final int MAX_CONNECTIONS = 1000;

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = {
        "A message, a folder of messages, or a Maildir (new and cur).",
        "- or none: one message from standard input."
      })
  List<String> files = new ArrayList<>();

  @Option(
      names = "--relay",
      paramLabel = "HOST[:PORT]",
      description = "Send through this server. Port 587 with --user, else 25.")
  @Nullable String relay;

  @Option(
      names = "--direct",
      description = "Send to the recipients' own servers (not in this version).")
  boolean direct;

  @Option(
      names = "--from",
      paramLabel = "ADDR",
      description = "The sender; '<>' is the null sender.")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "ADDR", description = "A recipient; once for each.")
  List<String> to = new ArrayList<>();

  @Mixin ServerOptions server = new ServerOptions();

  @Option(
      names = "--notify",
      paramLabel = "EVENTS",
      split = ",",
      description = "Ask for notifications: success, failure, delay, or never.")
  List<Notify> notifications = new ArrayList<>();

  @Option(
      names = "--return",
      paramLabel = "PART",
      description = "What a notification of failure brings back: full or headers.")
  @Nullable ReturnContent returned;

  @Option(names = "--envid", paramLabel = "ID", description = "A name that notifications repeat.")
  @Nullable String envelopeId;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "1",
      description = "So many connections at once, where there are many messages. 1 unless said.")
  int connections = 1;

  @Option(
      names = "--clipboard",
      description = "The message is the text that the system clipboard holds.")
  boolean clipboard;

  @Option(
      names = "--subject",
      paramLabel = "S",
      description = "Compose a message with this subject (not in this version).")
  @Nullable String subject;

  @Option(
      names = "--attach",
      paramLabel = "FILE",
      description = "Attach a file to the composed message (not in this version).")
  List<Path> attachments = new ArrayList<>();

  @Option(
      names = "--progress",
      negatable = true,
      description = "A bar on standard error; on by default at a terminal.")
  @Nullable Boolean progress;

  @Option(names = "--json", description = "One JSON object for each message, on a line of its own.")
  boolean json;

  @Option(
      names = "--trace",
      description = "Show the conversation on standard error, without secrets.")
  boolean trace;

  @Mixin HelpOption help = new HelpOption();

  SendCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Refusal {
    HostPort target = target();
    SmtpClient.Builder client = server.client(target, terminal, trace);
    Letter.Asked asked = new Letter.Asked(sender(), recipients(), options(), parameters());
    List<Source> sources = new ArrayList<>();
    try {
      gather(sources);
      List<Letter> letters = new ArrayList<>();
      for (Source source : sources) {
        letters.add(Letter.of(source, asked));
      }
      server.warn(terminal);
      return new RelayRun(client, target.host(), connections, view()).send(letters).code();
    } finally {
      sources.forEach(this::release);
    }
  }

  /** What could be read only once may be kept in a temporary file. */
  private void release(Source source) {
    try {
      source.release();
    } catch (IOException stuck) {
      terminal.error(source.name() + ": its temporary file stays: " + stuck.getMessage());
    }
  }

  private RelayRun.View view() {
    boolean bar = progress == null ? terminal.errIsTerminal() && !trace : progress;
    TextReport text = new TextReport(terminal);
    return new RelayRun.View(
        new ProgressBar(terminal.err(), bar),
        json ? report -> JsonLines.write(terminal.out(), report) : text::write,
        terminal::error);
  }

  private HostPort target() throws Refusal {
    if (direct && relay != null) {
      throw usage("--relay and --direct exclude each other");
    }
    if (direct) {
      throw usage("--direct: this version has no direct delivery; name a server with --relay");
    }
    if (relay == null) {
      throw usage("--relay HOST[:PORT] is missing: through which server?");
    }
    if (subject != null || !attachments.isEmpty()) {
      throw usage("--subject and --attach are not in this version: give a whole message as FILE");
    }
    if (connections < 1 || connections > MAX_CONNECTIONS) {
      throw usage("--connections is 1 to " + MAX_CONNECTIONS + ", not " + connections);
    }
    return HostPort.parse(relay);
  }

  private Optional<Envelope> sender() throws Refusal {
    if (from == null) {
      return Optional.empty();
    }
    return Optional.of(
        from.equals("<>") ? Envelope.fromNullSender() : Envelope.from(address("--from", from)));
  }

  private List<Address> recipients() throws Refusal {
    List<Address> addresses = new ArrayList<>();
    for (String text : to) {
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
    if (notifications.isEmpty()) {
      return RecipientOptions.NONE;
    }
    try {
      return RecipientOptions.notify(
          notifications.get(0),
          notifications.subList(1, notifications.size()).toArray(Notify[]::new));
    } catch (IllegalArgumentException impossible) {
      throw usage("--notify: " + impossible.getMessage());
    }
  }

  private List<MailParameter> parameters() throws Refusal {
    List<MailParameter> parameters = new ArrayList<>();
    if (returned != null) {
      parameters.add(MailParameter.returnContent(returned));
    }
    if (envelopeId != null) {
      try {
        parameters.add(MailParameter.envelopeId(envelopeId));
      } catch (IllegalArgumentException impossible) {
        throw usage("--envid: " + impossible.getMessage());
      }
    }
    return parameters;
  }

  private void gather(List<Source> sources) throws Refusal {
    if (clipboard) {
      sources.add(clipboard());
      return;
    }
    List<String> named = files.isEmpty() ? List.of(Source.STANDARD_INPUT) : files;
    if (named.stream().filter(Source.STANDARD_INPUT::equals).count() > 1) {
      throw usage("- is named more than once, and standard input is read once");
    }
    for (String file : named) {
      sources.addAll(Source.of(file, terminal.in()));
    }
  }

  private Source clipboard() throws Refusal {
    if (!files.isEmpty()) {
      throw usage("--clipboard takes no FILE");
    }
    try {
      return new Source("clipboard", Content.clipboard());
    } catch (IOException unavailable) {
      throw new Refusal(ExitStatus.CONFIGURATION, "--clipboard: " + unavailable.getMessage());
    }
  }

  private static Refusal usage(String message) {
    return new Refusal(ExitStatus.USAGE, message);
  }
}
