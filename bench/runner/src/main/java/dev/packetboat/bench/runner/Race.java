package dev.packetboat.bench.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All clients of a scenario, in rounds: in each of them every one has its turn, and another is the
 * first.
 */
record Race(Scenario scenario) implements Measurement {

  @Override
  public String name() {
    return scenario.name();
  }

  @Override
  public String title() {
    return scenario.title();
  }

  @Override
  public Result measure(Conditions conditions) throws IOException, InterruptedException {
    List<Client> taking =
        scenario.clients().stream().filter(one -> conditions.takesPart(one.name())).toList();
    Map<Client, List<Sample>> samples = new LinkedHashMap<>();
    try (SinkProcess sink = SinkProcess.start(scenario, conditions.place())) {
      Sending sending = new Sending(scenario, sink, conditions.place(), conditions.pace());
      for (int round = 0; round < conditions.pace().rounds(); round++) {
        for (int turn = 0; turn < taking.size(); turn++) {
          Client client = taking.get((turn + round) % taking.size());
          Sample sample = sending.by(client);
          samples.computeIfAbsent(client, one -> new ArrayList<>()).add(sample);
          System.out.printf(
              "  %d %-18s %12s %s%n",
              round + 1,
              client,
              Tables.number(scenario.unit().of(sample, scenario)),
              scenario.unit());
        }
      }
    }
    return new Result(
        name(),
        title(),
        scenario.unit().toString(),
        conditions.describe(),
        taking.stream()
            .map(
                client ->
                    Row.of(
                        client.title(),
                        client.kind(),
                        samples.getOrDefault(client, List.of()),
                        sample -> scenario.unit().of(sample, scenario)))
            .toList());
  }
}
