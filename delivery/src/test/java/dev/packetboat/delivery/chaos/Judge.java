package dev.packetboat.delivery.chaos;

import dev.packetboat.delivery.DeliveryReport;
import dev.packetboat.delivery.Hop;
import dev.packetboat.delivery.Outcome;
import dev.packetboat.delivery.RecipientReport;
import dev.packetboat.mail.Recipient;
import dev.packetboat.routing.TlsRequirement;
import dev.packetboat.testkit.ReceivedMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares what was reported with what servers have. For one thread. */
final class Judge {

  private final Witness witness;
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int recipients;

  Judge(Witness witness) {
    this.witness = witness;
  }

  /** Judges all letters. */
  List<String> judge(List<Office.Posted> letters) {
    Set<String> known = new HashSet<>();
    for (Office.Posted posted : letters) {
      known.add(posted.letter().id());
      judge(posted);
    }
    for (String id : witness.ids()) {
      if (!known.contains(id)) {
        complaints.add("a server has what nobody sent: " + id);
      }
    }
    return complaints;
  }

  private void judge(Office.Posted posted) {
    DeliveryReport report = posted.report();
    List<String> all = new ArrayList<>(posted.diary().complaintsAbout(report));
    posted.complaint().ifPresent(all::add);
    List<String> wanted =
        posted.letter().message().envelope().recipients().stream()
            .map(recipient -> recipient.address().toString())
            .toList();
    List<String> reported = report.recipients().stream().map(RecipientReport::address).toList();
    if (!reported.equals(wanted)) {
      all.add("not those of the envelope, in its order: " + reported + " for " + wanted);
    }
    judgePending(report, all);
    List<ReceivedMessage> copies = witness.copies(posted.letter().id());
    for (ReceivedMessage copy : copies) {
      if (!copy.text().equals(posted.letter().wire())) {
        all.add("another content at " + copy.takenBy() + ":\n" + copy.text());
      }
      copy.recipients().stream()
          .filter(recipient -> !wanted.contains(recipient))
          .forEach(recipient -> all.add("sent to a stranger: " + recipient));
    }
    if (posted.letter().plan().hook().holdsBack() && !copies.isEmpty()) {
      all.add("the hook held it back, and " + copies.getFirst().takenBy() + " has it");
    }
    report.recipients().forEach(one -> judge(one, posted, copies, all));
    all.forEach(complaint -> complaints.add(posted.letter().id() + ": " + complaint));
  }

  private static void judgePending(DeliveryReport report, List<String> all) {
    List<String> deferred =
        report.recipients().stream()
            .filter(one -> one.outcome() instanceof Outcome.Deferred)
            .map(RecipientReport::address)
            .toList();
    List<String> pending =
        report.pending().recipients().stream()
            .map(Recipient::address)
            .map(Object::toString)
            .toList();
    if (!pending.equals(deferred)) {
      all.add("pending " + pending + ", but deferred " + deferred);
    }
  }

  private void judge(
      RecipientReport one, Office.Posted posted, List<ReceivedMessage> copies, List<String> all) {
    recipients++;
    List<ReceivedMessage> mine =
        copies.stream().filter(copy -> copy.recipients().contains(one.address())).toList();
    String kind = one.outcome().getClass().getSimpleName();
    String why = one.outcome().reason().map(reason -> " (" + reason.code() + ")").orElse("");
    outcomes.merge(kind + why, 1, Integer::sum);
    switch (one.outcome()) {
      case Outcome.Delivered delivered -> {
        Hop hop = delivered.hop().orElseThrow();
        judgeHop(one, hop, posted, all);
        if (isTooClear(one, hop)) {
          all.add("not encrypted: " + one);
        }
        if (mine.size() != 1) {
          all.add(mine.size() + " copies of " + one + " among " + copies);
        } else if (!isBy(mine.getFirst(), delivered, hop)) {
          all.add("another copy, " + mine.getFirst() + " by " + mine + ", of " + one);
        }
      }
      case Outcome.Unknown unknown -> {
        judgeHop(one, unknown.asked(), posted, all);
        if (!posted.diary().endedAt(unknown.asked().host())) {
          all.add("the end was not begun: " + one);
        }
        if (mine.size() > 1) {
          all.add(mine.size() + " copies of " + one);
        }
      }
      case Outcome.Deferred deferred -> judgeNothing(one, mine, all);
      case Outcome.Failed failed -> judgeNothing(one, mine, all);
    }
  }

  private static boolean isTooClear(RecipientReport one, Hop hop) {
    return hop.tls().isEmpty()
        && one.recipient()
            .flatMap(recipient -> recipient.address().domain())
            .map(FaultyWorld::requirement)
            .filter(asked -> asked.level() != TlsRequirement.Level.OPPORTUNISTIC)
            .isPresent();
  }

  private boolean isBy(ReceivedMessage copy, Outcome.Delivered delivered, Hop hop) {
    return copy.takenBy().equals(witness.nameOf(hop.address().getAddress()))
        && delivered.reply().orElseThrow().toString().endsWith("queued as " + copy.id())
        && copy.tls().isPresent() == hop.tls().isPresent();
  }

  /** The last one of whom the hook was asked has it, or may have it. */
  private static void judgeHop(
      RecipientReport one, Hop hop, Office.Posted posted, List<String> all) {
    if (posted.diary().lastAsked(one.address()).filter(hop::equals).isEmpty()) {
      all.add("the hook was last asked of " + posted.diary().lastAsked(one.address()) + ": " + one);
    }
  }

  private static void judgeNothing(
      RecipientReport one, List<ReceivedMessage> mine, List<String> all) {
    if (!mine.isEmpty()) {
      all.add("taken by " + mine.getFirst().takenBy() + ", but " + one);
    }
  }

  int recipients() {
    return recipients;
  }

  /** How many recipients had which outcome. */
  Map<String, Integer> outcomes() {
    return outcomes;
  }
}
