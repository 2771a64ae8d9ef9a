package dev.packetboat.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What all messages of a run came to: by outcome, and by the domain of the recipients. It needs the
 * same memory for any number of messages. One thread at a time.
 */
final class Summary {

  /** So many domains are told apart; what goes to further ones is counted as one. */
  static final int MOST_DOMAINS = 1000;

  private static final int LISTED = 20;
  private static final String NO_ADDRESS = "(no address)";

  private final Tally messages = new Tally();
  private long notAttempted;
  private final Tally recipients = new Tally();
  private final Map<String, Tally> domains = new HashMap<>();
  private final Tally furtherDomains = new Tally();

  /** One more message. */
  void add(MessageReport report) {
    messages.add(report.status());
    if (report.trouble() == MessageReport.Trouble.NOT_ATTEMPTED) {
      notAttempted++;
    }
    for (RecipientReport recipient : report.recipients()) {
      recipients.add(recipient.status());
      domain(recipient).add(recipient.status());
    }
  }

  private Tally domain(RecipientReport recipient) {
    String domain = domainOf(recipient);
    Tally known = domains.get(domain);
    if (known != null) {
      return known;
    }
    if (domains.size() == MOST_DOMAINS) {
      return furtherDomains;
    }
    Tally added = new Tally();
    domains.put(domain, added);
    return added;
  }

  private static String domainOf(RecipientReport recipient) {
    String address = recipient.address();
    boolean unusable = recipient.ownStatus().filter(Reports.BAD_ADDRESS_SYNTAX::equals).isPresent();
    // RFC 5321 §4.1.2: a local part may hold an @, in quotes
    return unusable || !address.contains("@")
        ? NO_ADDRESS
        : address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /** In words, for people: of the domains first those where most is not delivered. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("In all");
    String why =
        notAttempted == 0
            ? ""
            : "; " + notAttempted + (notAttempted == 1 ? " was" : " were") + " not attempted";
    lines.add("  messages    " + messages.total() + ": " + messages + why);
    lines.add("  recipients  " + recipients.total() + ": " + recipients);
    if (recipients.total() > 0) {
      lines.add("Recipients by domain");
      addDomains(lines);
    }
    return lines;
  }

  private void addDomains(List<String> lines) {
    List<Map.Entry<String, Tally>> sorted = new ArrayList<>(domains.entrySet());
    sorted.sort(
        Comparator.comparingLong(
                (Map.Entry<String, Tally> entry) -> -entry.getValue().undelivered())
            .thenComparingLong(entry -> -entry.getValue().total())
            .thenComparing(Map.Entry.comparingByKey()));
    List<Map.Entry<String, Tally>> listed = sorted.subList(0, Math.min(LISTED, sorted.size()));
    int width = 0;
    for (Map.Entry<String, Tally> entry : listed) {
      width = Math.max(width, entry.getKey().length());
    }
    for (Map.Entry<String, Tally> entry : listed) {
      lines.add(line(entry.getKey(), width, entry.getValue()));
    }
    List<Map.Entry<String, Tally>> others = sorted.subList(listed.size(), sorted.size());
    Tally rest = new Tally();
    rest.add(furtherDomains);
    others.forEach(entry -> rest.add(entry.getValue()));
    if (rest.total() > 0) {
      lines.add(line("and " + moreThan() + others.size() + " more", width, rest));
    }
  }

  private String moreThan() {
    return furtherDomains.total() > 0 ? "more than " : "";
  }

  private static String line(String name, int width, Tally tally) {
    String gap = " ".repeat(Math.max(0, width - name.length()));
    return "  " + Terminal.shown(name) + gap + "  " + tally.total() + ": " + tally;
  }
}
