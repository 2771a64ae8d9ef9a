package dev.packetboat.smtp.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server offers, and how it behaves on one connection.
 *
 * @param offers the lines of its reply to EHLO
 * @param refusals how many of a hundred replies are a no
 * @param oddities how many of a hundred replies are not as they should be
 * @param mutations how many of a hundred writes are changed on their way
 * @param gathers whether replies leave together as far as there are commands
 * @param cutting how writes are cut
 * @param disturbance before which of its replies the caller's side is disturbed by another thread;
 *     -1 for never
 */
record Manners(
    List<String> offers,
    int refusals,
    int oddities,
    int mutations,
    Optional<Fault> fault,
    boolean gathers,
    Cutting cutting,
    int disturbance) {

  enum Cutting {
    NONE,
    SOMEWHERE,
    EVERYWHERE
  }

  // In which they do what they do once: early on, or somewhere in the middle of many messages.
  private static final int FIRST_REPLIES = 16;
  private static final int MANY_REPLIES = 48;

  static Manners of(Chance chance) {
    List<String> offers = offers(chance);
    boolean gathers = chance.percent(70);
    Cutting cutting =
        chance.percent(70)
            ? Cutting.NONE
            : chance.percent(70) ? Cutting.SOMEWHERE : Cutting.EVERYWHERE;
    int refusals = chance.pick(0, 5, 10, 20);
    int kind = chance.below(100);
    int oddities = kind >= 25 && kind < 45 || kind >= 95 ? chance.pick(5, 10, 20) : 0;
    int mutations = kind >= 45 && kind < 65 || kind >= 95 ? chance.pick(5, 10, 25) : 0;
    Optional<Fault> fault = kind >= 65 && kind < 98 ? Optional.of(fault(chance)) : Optional.empty();
    int disturbance = kind >= 98 || (kind > 20 && chance.percent(3)) ? place(chance) : -1;
    return new Manners(offers, refusals, oddities, mutations, fault, gathers, cutting, disturbance);
  }

  /** Whether all that it says is a fit reply to what it heard. */
  boolean areGood() {
    return oddities == 0 && mutations == 0 && fault.isEmpty() && disturbance < 0;
  }

  private static Fault fault(Chance chance) {
    Fault.Kind kind =
        chance.percent(8)
            ? chance.pick(Fault.Kind.SILENCE, Fault.Kind.SILENCE, Fault.Kind.DEAFNESS)
            : chance.pick(
                Fault.Kind.CLOSE,
                Fault.Kind.CLOSE,
                Fault.Kind.RESET,
                Fault.Kind.HALF_CLOSE,
                Fault.Kind.FAREWELL,
                Fault.Kind.FAREWELL_AND_ON);
    return new Fault(kind, chance.pick(Fault.Where.values()), place(chance));
  }

  private static int place(Chance chance) {
    return chance.below(chance.pick(FIRST_REPLIES, FIRST_REPLIES, MANY_REPLIES));
  }

  private static List<String> offers(Chance chance) {
    List<String> offers = new ArrayList<>();
    offer(offers, chance, 65, "PIPELINING");
    offer(offers, chance, 40, "CHUNKING");
    offer(offers, chance, 50, "DSN");
    offer(offers, chance, 60, chance.pick("SIZE", "SIZE 0", "SIZE 10240000", "SIZE 300", "SIZE x"));
    offer(offers, chance, 60, "SMTPUTF8");
    offer(offers, chance, 80, "8BITMIME");
    offer(
        offers,
        chance,
        20,
        chance.pick("LIMITS RCPTMAX=3", "LIMITS MAILMAX=2 RCPTMAX=100", "LIMITS"));
    offer(
        offers,
        chance,
        60,
        chance.pick(
            "AUTH PLAIN LOGIN",
            "AUTH LOGIN",
            "AUTH SCRAM-SHA-256 PLAIN",
            "AUTH CRAM-MD5",
            "AUTH=PLAIN",
            "AUTH"));
    offer(offers, chance, 50, "STARTTLS");
    offer(offers, chance, 50, "ENHANCEDSTATUSCODES");
    offer(offers, chance, 10, chance.pick("", " ", "x-y z", "\u00fc", "- -", "8BITMIME again"));
    return offers;
  }

  private static void offer(List<String> offers, Chance chance, int percent, String line) {
    if (chance.percent(percent)) {
      offers.add(chance.below(offers.size() + 1), line);
    }
  }
}
