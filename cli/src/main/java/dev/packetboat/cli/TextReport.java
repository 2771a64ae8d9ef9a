package dev.packetboat.cli;

import static dev.packetboat.cli.Terminal.shown;

import dev.packetboat.cli.MessageReport.Trouble;
import dev.packetboat.smtp.Reply;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes reports for people. Where many messages were not attempted only the first are listed, and
 * at a terminal, of many messages, only those that are not delivered to all: so nobody has to look
 * for them among thousands. One thread at a time.
 */
final class TextReport implements ReportWriter {

  private static final int LISTED = 10;
  private static final int READ_BY_PEOPLE = 100;

  private final Terminal terminal;
  private boolean few = true;
  private int delivered;
  private int notAttempted;

  TextReport(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void begin(int messages) {
    few = !terminal.outIsTerminal() || messages <= READ_BY_PEOPLE;
  }

  @Override
  public void write(MessageReport report) {
    if (report.status() == Status.DELIVERED && !few) {
      delivered++;
      return;
    }
    if (report.trouble() == Trouble.NOT_ATTEMPTED && ++notAttempted > LISTED) {
      return;
    }
    String size = report.size() > 0 ? ", " + report.size() + " octets" : "";
    line(terminal.bold(shown(report.message())) + ": " + coloured(report.status(), 0) + size);
    for (RecipientReport recipient : report.recipients()) {
      line(
          "  "
              + coloured(recipient.status(), 9)
              + "  "
              + shown(recipient.address())
              + "  "
              + detail(recipient));
      for (RecipientReport.Attempt attempt : recipient.attempts()) {
        line(
            "             tried "
                + attempt.host()
                + attempt.ip().map(ip -> " [" + ip + "]").orElse("")
                + ": "
                + shown(attempt.error()));
      }
    }
  }

  @Override
  public void end(Summary summary) {
    if (notAttempted > LISTED) {
      line("and " + (notAttempted - LISTED) + " more that were not attempted; --json lists them");
    }
    if (delivered > 0) {
      line("and " + delivered + " that were delivered; --json lists them");
    }
    line("");
    summary.lines().forEach(this::line);
  }

  private void line(String text) {
    terminal.out().println(text);
  }

  private static String detail(RecipientReport recipient) {
    Stream<String> said = recipient.reply().stream().map(TextReport::oneLine);
    Stream<String> reason = recipient.reason().stream().map(why -> own(recipient) + why);
    String words = Stream.concat(said, reason).collect(Collectors.joining("; "));
    return recipient.hop().map(TextReport::where).orElse("") + shown(words);
  }

  private static String oneLine(Reply reply) {
    return reply.code() + " " + String.join(" / ", reply.lines());
  }

  /** The code of an outcome of our own; that of a server stands in its reply. */
  private static String own(RecipientReport recipient) {
    return recipient.reply().isPresent()
        ? ""
        : recipient.enhanced().map(code -> code + " ").orElse("");
  }

  private static String where(RecipientReport.Hop hop) {
    return "at "
        + hop.host()
        + " ["
        + hop.ip()
        + "]:"
        + hop.port()
        + " "
        + hop.tls().orElse("in clear text")
        + ": ";
  }

  private String coloured(Status status, int width) {
    String word = status.word();
    String coloured =
        switch (status) {
          case DELIVERED -> terminal.green(word);
          case FAILED -> terminal.red(word);
          case DEFERRED, PARTIAL, UNKNOWN -> terminal.yellow(word);
        };
    return coloured + " ".repeat(Math.max(0, width - word.length()));
  }
}
