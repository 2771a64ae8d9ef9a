package dev.packetboat.cli;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.AddressList;
import dev.packetboat.mail.LeftOut;
import dev.packetboat.mail.MessageHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packetboat recipients}. */
@Command(
    name = "recipients",
    description = "Prints the addresses that messages are for, one a line.",
    sortOptions = false,
    footer = {
      "",
      "They are those of To, Cc and Bcc, or where a message was sent on those of the topmost Resent- fields;",
      "each is printed once. What stands there and is no address is told on standard error."
    })
final class RecipientsCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "A message; - is standard input.")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--json",
      description = "One JSON object for each message: to, cc, bcc and all recipients.")
  boolean json;

  @Mixin HelpOption help = new HelpOption();

  RecipientsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Refusal {
    Map<Source, MessageHeader> headers = new LinkedHashMap<>();
    for (String file : files) {
      for (Source source : Source.of(file, terminal.in())) {
        headers.put(source, Letter.header(source));
      }
    }
    headers.forEach((source, header) -> print(source.name(), header));
    return ExitStatus.DONE.code();
  }

  private void print(String file, MessageHeader header) {
    for (LeftOut leftOut : header.leftOut()) {
      terminal.error(file + ": \"" + leftOut.text() + "\" is no address: " + leftOut.reason());
    }
    List<String> recipients = texts(header.recipients());
    if (!json) {
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
