package dev.packetboat.smtp.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One mail transaction as it stands on the wire, from its MAIL on. */
final class Transfer {

  final Exchanged mail;
  final Map<String, Exchanged> recipients = new LinkedHashMap<>();
  final List<Exchanged> chunks = new ArrayList<>();

  /** The replies to the end of the content: one, or with LMTP one for each accepted recipient. */
  final List<Exchanged> ends = new ArrayList<>();

  final ByteArrayOutputStream content = new ByteArrayOutputStream();
  boolean contentBegun;
  boolean contentEnded;

  Transfer(Exchanged mail) {
    this.mail = mail;
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

  /** Who gets it. */
  List<String> served() {
    List<String> accepted = acceptedRecipients();
    if (ends.size() == 1) {
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
