package dev.packetboat.smtp.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One mail transaction as it stands on the wire, from its MAIL on. */
final class Transfer {

  final Exchanged mail;
  private final boolean lmtp;
  final Map<String, Exchanged> recipients = new LinkedHashMap<>();
  final List<Exchanged> chunks = new ArrayList<>();

  /** The replies to the end of the content: one, or with LMTP one for each accepted recipient. */
  final List<Exchanged> ends = new ArrayList<>();

  final ByteArrayOutputStream content = new ByteArrayOutputStream();
  boolean contentBegun;
  boolean contentEnded;

  Transfer(Exchanged mail, boolean lmtp) {
    this.mail = mail;
    this.lmtp = lmtp;
  }

  List<String> acceptedRecipients() {
    return recipients.entrySet().stream()
        .filter(entry -> entry.getValue().isPositive())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Somebody is to get it, and the server has, or may have, all of it. */
  boolean isComplete() {
    return contentEnded && mail.isPositive() && !acceptedRecipients().isEmpty();
  }

  boolean isTaken() {
    return isComplete()
        && ends.stream().anyMatch(Exchanged::isPositive)
        && chunks.stream().allMatch(Exchanged::isPositive);
  }

  /** The server saw the end, and said no. */
  boolean isRefused() {
    return ends.stream().allMatch(Exchanged::isNegative)
        || chunks.stream().anyMatch(Exchanged::isNegative);
  }

  /** What was said to the end, first of all a yes. */
  Exchanged decisive() {
    return ends.stream().filter(Exchanged::isPositive).findFirst().orElse(ends.getFirst());
  }

  /** What was said to RCPT. */
  Exchanged named(String recipient) {
    return Objects.requireNonNull(recipients.get(recipient));
  }

  /** The last word about a recipient: with LMTP about one who was accepted at the end. */
  Exchanged lastWord(String recipient) {
    int place = acceptedRecipients().indexOf(recipient);
    return lmtp && place >= 0 && place < ends.size() ? ends.get(place) : named(recipient);
  }

  /** Who gets it. */
  List<String> served() {
    List<String> accepted = acceptedRecipients();
    if (!lmtp) {
      return accepted;
    }
    List<String> served = new ArrayList<>();
    for (int i = 0; i < accepted.size(); i++) {
      if (ends.get(i).isPositive()) {
        served.add(accepted.get(i));
      }
    }
    return served;
  }
}
