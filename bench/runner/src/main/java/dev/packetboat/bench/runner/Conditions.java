package dev.packetboat.bench.runner;

import java.util.Set;

/**
 * How it is measured.
 *
 * @param clients those that take part; all, where there are none
 */
record Conditions(Place place, Pace pace, Set<String> clients) {

  boolean takesPart(String client) {
    return clients.isEmpty() || clients.contains(client);
  }

  /** When, where and how long, in one line. */
  String describe() {
    return "%s; %d rounds of %s s after %s s to warm up"
        .formatted(Machine.describe(), pace.rounds(), pace.seconds(), pace.warmUp());
  }
}
