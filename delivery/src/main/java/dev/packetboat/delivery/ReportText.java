package dev.packetboat.delivery;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A report as people read it: how many of what, then a line for each recipient, and below it what
 * was tried before.
 */
final class ReportText {

  private enum Word {
    DELIVERED,
    DEFERRED,
    FAILED,
    UNKNOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int WIDEST = 40;

  private final DeliveryReport report;

  ReportText(DeliveryReport report) {
    this.report = report;
  }

  String text() {
    int width =
        report.recipients().stream()
            .mapToInt(one -> one.address().length())
            .filter(length -> length <= WIDEST)
            .max()
            .orElse(0);
    List<String> lines = new ArrayList<>();
    lines.add(heading());
    for (RecipientReport one : report.recipients()) {
      lines.add(
          "  "
              + padded(one.address(), width)
              + "  "
              + padded(word(one.outcome()).toString(), Word.DELIVERED.name().length())
              + "  "
              + saying(one.outcome()));
      one.attempts().forEach(attempt -> lines.add("      before: " + attempt));
    }
    return String.join("\n", lines);
  }

  private String heading() {
    Map<Word, Integer> counts = new EnumMap<>(Word.class);
    report.recipients().forEach(one -> counts.merge(word(one.outcome()), 1, Integer::sum));
    String sender = report.message().envelope().sender().map(Object::toString).orElse("");
    String size = report.size() == 0 ? "" : ", " + report.size() + " octets";
    String what =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    return "from <" + sender + ">" + size + ": " + (what.isEmpty() ? "no recipient" : what);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static Word word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered delivered -> Word.DELIVERED;
      case Outcome.Deferred deferred -> Word.DEFERRED;
      case Outcome.Failed failed -> Word.FAILED;
      case Outcome.Unknown unknown -> Word.UNKNOWN;
    };
  }

  private static String saying(Outcome outcome) {
    return outcome
        .hop()
        .map(hop -> server(hop) + ": " + outcome.text())
        .orElseGet(() -> outcome.status().map(status -> status + " ").orElse("") + outcome.text());
  }

  private static String server(Hop hop) {
    String tls = hop.tls().map(protocol -> ", " + protocol).orElse(", not encrypted");
    return hop.host() + " (" + hop.ip() + " port " + hop.port() + tls + ")";
  }
}
