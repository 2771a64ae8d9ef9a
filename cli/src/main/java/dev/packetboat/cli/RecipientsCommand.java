package dev.packetboat.cli;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.AddressList;
import dev.packetboat.mail.LeftOut;
import dev.packetboat.mail.MessageHeader;
import java.util.ArrayList;
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
  private final Supplier<Boolean> json;

  RecipientsCommand(Terminal terminal) {
    this.terminal = terminal;
    Options options =
        Options.of(spec, "Prints the addresses that messages are for, one a line.", FOOTER);
    files =
        options.arguments(
            "FILE",
            "1..*",
            "A message, a folder of messages, or a Maildir (new and cur).",
            "- is standard input.");
    json =
        options.flag("--json", "One JSON object for each message: to, cc, bcc and all recipients.");
  }

  /** The command for picocli. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Refusal {
    List<Source> sources = new ArrayList<>();
    for (String file : files.get()) {
      sources.addAll(Source.of(file, terminal.in()));
    }
    List<MessageHeader> headers = new ArrayList<>();
    for (Source source : sources) {
      headers.add(Letter.header(source));
    }
    for (int i = 0; i < sources.size(); i++) {
      print(sources.get(i).name(), headers.get(i));
    }
    return ExitStatus.DONE.code();
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
