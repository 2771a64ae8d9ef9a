package dev.packetboat.cli;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.AddressList;
import dev.packetboat.mail.LeftOut;
import dev.packetboat.mail.MessageHeader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** {@code packetboat recipients}. */
final class RecipientsCommand implements Callable<Integer> {

  private static final String[] FOOTER = {
    "",
    "They are those of To, Cc and Bcc, or where a message was sent on those of the topmost Resent-",
    "fields; each is printed once. What stands there and is no address is told on standard error.",
    "",
    "Examples",
    "  packetboat recipients letter.eml",
    "  packetboat recipients --json ~/Maildir | jq '.recipients[]'"
  };

  private final Terminal terminal;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Supplier<List<String>> files;
  private final Supplier<Boolean> mbox;
  private final Supplier<Boolean> json;

  RecipientsCommand(Terminal terminal) {
    this.terminal = terminal;
    Options options =
        Options.of(spec, "Prints the addresses that messages are for, one a line.", FOOTER);
    files = MessageOptions.files(options, "1..*", "- is standard input.");
    mbox = MessageOptions.mbox(options);
    json =
        options.flag("--json", "One JSON object for each message: to, cc, bcc and all recipients.");
  }

  /** The command for picocli. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Refusal {
    try (Sources sources = MessageOptions.sources(files.get(), mbox.get(), terminal)) {
      // All of them first: where one is refused nothing is printed.
      for (int i = 0; i < sources.size(); i++) {
        Letter.header(sources.get(i));
      }
      return print(sources).code();
    } catch (IOException stuck) {
      throw new Refusal(ExitStatus.FAULT, "a temporary file stays: " + stuck.getMessage());
    }
  }

  private ExitStatus print(Sources sources) {
    ExitStatus status = ExitStatus.DONE;
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      try {
        print(source.name(), Letter.header(source));
      } catch (Refusal changed) {
        terminal.error(String.valueOf(changed.getMessage()));
        status = ExitStatus.UNKNOWN;
      }
    }
    return status;
  }

  private void print(String file, MessageHeader header) {
    for (LeftOut leftOut : header.leftOut()) {
      terminal.error(file + ": \"" + leftOut.text() + "\" is no address: " + leftOut.reason());
    }
    List<String> recipients = texts(header.recipients());
    if (!json.get()) {
      recipients.forEach(terminal.out()::println);
      return;
    }
    JsonLines.write(
        terminal.out(),
        out -> {
          out.writeStringProperty("message", file);
          JsonLines.texts(out, "to", addresses(header, header.to()));
          JsonLines.texts(out, "cc", addresses(header, header.cc()));
          JsonLines.texts(out, "bcc", addresses(header, header.bcc()));
          JsonLines.texts(out, "recipients", recipients);
        });
  }

  /** What is in the list and can be sent to, without repeats. */
  private static List<String> addresses(MessageHeader header, AddressList list) {
    return texts(header.recipients().stream().filter(list.addresses()::contains).toList());
  }

  private static List<String> texts(List<Address> addresses) {
    return addresses.stream().map(Address::toString).toList();
  }
}
