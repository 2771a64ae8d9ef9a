package dev.packetboat.cli;

import static dev.packetboat.cli.Terminal.shown;

import dev.packetboat.cli.MessageReport.Trouble;
import dev.packetboat.smtp.Reply;

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
    terminal.out().print(text(report)); // all of it in one write
    terminal.out().flush();
  }

  private String text(MessageReport report) {
    StringBuilder text = new StringBuilder();
    text.append(terminal.bold(shown(report.message())))
        .append(": ")
        .append(coloured(report.status(), 0))
        .append(report.size() > 0 ? ", " + report.size() + " octets" : "")
        .append(System.lineSeparator());
    for (RecipientReport recipient : report.recipients()) {
      text.append("  ")
          .append(coloured(recipient.status(), 9))
          .append("  ")
          .append(shown(recipient.address()))
          .append("  ")
          .append(detail(recipient))
          .append(System.lineSeparator());
      for (RecipientReport.Attempt attempt : recipient.attempts()) {
        text.append("             tried ")
            .append(attempt.host())
            .append(attempt.ip().map(ip -> " [" + ip + "]").orElse(""))
            .append(": ")
            .append(shown(attempt.error()))
            .append(System.lineSeparator());
      }
    }
    return text.toString();
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
    String said = recipient.reply().map(TextReport::oneLine).orElse("");
    String reason = recipient.reason().map(why -> own(recipient) + why).orElse("");
    String between = said.isEmpty() || reason.isEmpty() ? "" : "; ";
    return recipient.hop().map(TextReport::where).orElse("") + shown(said + between + reason);
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
