package dev.packetboat.cli;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.Notify;
import dev.packetboat.mail.RecipientOptions;
import dev.packetboat.mail.ReturnContent;
import dev.packetboat.mail.SpooledContent;
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
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Without --from and --to the envelope is read from the message: the sender from Sender, else From; the",
      "recipients from To, Cc and Bcc, or from the topmost Resent- fields. Bcc is never sent along.",
      "",
      "Examples",
      "  packetboat send --relay smtp.example.com --user joe --password-env SMTP_PASSWORD letter.eml",
      "  packetboat send --relay localhost --from joe@example.com --to ann@example.org - < letter.eml",
      "  packetboat send --relay mx.example.com:25 --tls none --json --trace letter.eml",
      "",
      "Exit status: 0 delivered, 69 some recipient failed, 74 some outcome is unknown, 75 some are deferred,",
      "77 authentication refused, 64 to 66 and 78 nothing was sent (see packetboat --help)."
    })
final class SendCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "A message; - is standard input.")
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
      description = "So many connections at once, for many messages.")
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

  private Optional<SpooledContent> spooled = Optional.empty();

  SendCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Refusal {
    HostPort target = target();
    if (connections < 1 || connections > 1000) {
      throw new Refusal(ExitStatus.USAGE, "--connections is 1 to 1000, not " + connections);
    }
    RecipientOptions options = recipientOptions();
    List<MailParameter> parameters = parameters();
    var client = server.client(target, terminal, trace);
    boolean bar = progress == null ? terminal.isTerminal() : progress;
    RelayRun run = new RelayRun(client, target.host(), terminal, json, bar, connections);
    try {
      return run.send(letters(options, parameters)).code();
    } finally {
      forget(spooled);
    }
  }

  /** What came by standard input may be kept in a temporary file. */
  private static void forget(Optional<SpooledContent> spooled) throws Refusal {
    if (spooled.isPresent()) {
      try {
        spooled.get().close();
      } catch (IOException stuck) {
        throw new Refusal(
            ExitStatus.CONFIGURATION,
            "the temporary file cannot be deleted: " + stuck.getMessage());
      }
    }
  }

  private HostPort target() throws Refusal {
    if (direct && relay != null) {
      throw new Refusal(ExitStatus.USAGE, "--relay and --direct exclude each other");
    }
    if (direct) {
      throw new Refusal(
          ExitStatus.USAGE, "--direct is not in this version: name a server with --relay");
    }
    if (relay == null) {
      throw new Refusal(ExitStatus.USAGE, "--relay HOST[:PORT] is missing: through which server?");
    }
    if (subject != null || !attachments.isEmpty()) {
      throw new Refusal(
          ExitStatus.USAGE,
          "--subject and --attach are not in this version: give a whole message, header and body");
    }
    return HostPort.parse(relay);
  }

  private RecipientOptions recipientOptions() throws Refusal {
    if (notifications.isEmpty()) {
      return RecipientOptions.NONE;
    }
    try {
      return RecipientOptions.notify(
          notifications.get(0),
          notifications.subList(1, notifications.size()).toArray(Notify[]::new));
    } catch (IllegalArgumentException impossible) {
      throw new Refusal(ExitStatus.USAGE, "--notify: " + impossible.getMessage());
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
        throw new Refusal(ExitStatus.USAGE, "--envid: " + impossible.getMessage());
      }
    }
    return parameters;
  }

  private List<Letter> letters(RecipientOptions options, List<MailParameter> parameters)
      throws Refusal {
    List<Letter> letters = new ArrayList<>();
    if (clipboard) {
      if (!files.isEmpty()) {
        throw new Refusal(ExitStatus.USAGE, "--clipboard takes no FILE");
      }
      letters.add(letter("clipboard", clipboard()));
    }
    if (files.stream().filter("-"::equals).count() > 1) {
      throw new Refusal(
          ExitStatus.USAGE, "- is named more than once, and standard input is read once");
    }
    for (String file : files) {
      Content content = Letter.content(file, terminal.in());
      if (content instanceof SpooledContent temporary) {
        spooled = Optional.of(temporary);
      }
      letters.add(letter(file, content));
    }
    if (letters.isEmpty()) {
      throw new Refusal(ExitStatus.USAGE, "no message: name a FILE, or - for standard input");
    }
    return letters.stream().map(letter -> letter.asking(options, parameters)).toList();
  }

  private Letter letter(String name, Content content) throws Refusal {
    return Letter.of(name, content, Optional.ofNullable(from), to);
  }

  private static Content clipboard() throws Refusal {
    try {
      return Content.clipboard();
    } catch (IOException unavailable) {
      throw new Refusal(ExitStatus.CONFIGURATION, "--clipboard: " + unavailable.getMessage());
    }
  }
}
