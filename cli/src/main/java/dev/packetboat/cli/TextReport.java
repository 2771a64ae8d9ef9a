package dev.packetboat.cli;

import java.util.Optional;

/** Writes reports for people. */
final class TextReport {

  private final Terminal terminal;

  TextReport(Terminal terminal) {
    this.terminal = terminal;
  }

  void write(MessageReport report) {
    String size = report.size() > 0 ? ", " + report.size() + " octets" : "";
    terminal
        .out()
        .println(terminal.bold(report.message()) + ": " + coloured(report.status()) + size);
    for (RecipientReport recipient : report.recipients()) {
      terminal
          .out()
          .println(
              "  "
                  + coloured(recipient.status())
                  + "  "
                  + recipient.address()
                  + "  "
                  + detail(recipient));
      for (RecipientReport.Attempt attempt : recipient.attempts()) {
        terminal
            .out()
            .println(
                "             tried "
                    + attempt.host()
                    + " ["
                    + attempt.ip()
                    + "]: "
                    + attempt.error());
      }
    }
  }

  private static String detail(RecipientReport recipient) {
    String said =
        recipient
            .reply()
            .map(reply -> reply.code() + " " + reply.text().replace("\n", " / "))
            .orElse("");
    String own =
        recipient.reply().isPresent()
            ? ""
            : recipient.enhanced().map(code -> code + " ").orElse("");
    String reason = recipient.reason().map(why -> own + why).orElse("");
    return recipient.hop().map(TextReport::where).orElse("")
        + said
        + (said.isEmpty() || reason.isEmpty() ? "" : "; ")
        + reason;
  }

  private static String where(RecipientReport.Hop hop) {
    Optional<String> tls = hop.tls();
    return "at "
        + hop.host()
        + " ["
        + hop.ip()
        + "]:"
        + hop.port()
        + tls.map(name -> " " + name).orElse(" clear text")
        + ": ";
  }

  private String coloured(Status status) {
    String word = String.format("%-9s", status.word()).stripTrailing();
    return switch (status) {
      case DELIVERED -> terminal.green(word);
      case FAILED -> terminal.red(word);
      case DEFERRED, PARTIAL, UNKNOWN -> terminal.yellow(word);
    };
  }
}
