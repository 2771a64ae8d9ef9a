package dev.packetboat.bench.runner;

import java.util.ArrayList;
import java.util.List;

/** All that is measured, in the order of the tables. */
final class Measurements {

  private Measurements() {}

  static List<Measurement> all() {
    List<Measurement> all = new ArrayList<>();
    Scenarios.all().forEach(scenario -> all.add(new Race(scenario)));
    all.add(new DomainsRace("domains-100", 100));
    all.add(new DomainsRace("domains-500", 500));
    all.add(new CommandRun());
    all.add(new IdleHeap());
    all.add(new InnerLoops());
    return all;
  }
}
