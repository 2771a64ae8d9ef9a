package dev.packetboat.bench.runner;

import dev.packetboat.bench.load.Letter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The command sends a folder of a hundred thousand messages through a relay. */
record CommandRun() implements Measurement {

  private static final Pattern CPU_TIME = Pattern.compile("(\\d+)m([\\d.]+)s");
  private static final int MESSAGES = 100_000;
  private static final int MESSAGES_WHEN_QUICK = 2_000;
  private static final int CONNECTIONS = 8;

  @Override
  public String name() {
    return "command";
  }

  @Override
  public String title() {
    return "The command, a folder of 100,000 messages, " + CONNECTIONS + " connections";
  }

  @Override
  public Result measure(Conditions conditions) throws IOException, InterruptedException {
    int messages = conditions.pace().isQuick() ? MESSAGES_WHEN_QUICK : MESSAGES;
    Path folder = folder(conditions.place(), messages);
    Path command = conditions.place().bench().resolveSibling("packetboat");
    Program.run(List.of(command.toString(), "--version"));
    List<Sample> samples = new ArrayList<>();
    List<Sample> fromMemory = new ArrayList<>();
    for (int round = 0; round < conditions.pace().rounds(); round++) {
      try (OwnSink sink = new OwnSink(conditions.place(), List.of())) {
        long start = System.nanoTime();
        String times =
            Program.run(
                List.of(
                    "sh",
                    "-c",
                    "\"$@\" >/dev/null || exit; times",
                    "sh",
                    command.toString(),
                    "send",
                    "--relay",
                    "127.0.0.1:" + sink.port(),
                    "--tls",
                    "none",
                    "--from",
                    Letter.SENDER,
                    "--to",
                    Letter.recipient(0),
                    "--connections",
                    Integer.toString(CONNECTIONS),
                    folder.toString()));
        double seconds = (System.nanoTime() - start) / 1e9;
        check(sink.count(), messages);
        samples.add(new Sample("command", "", messages, seconds, cpuOfChildren(times), 0));
        System.out.printf("  %d %s messages/s%n", round + 1, Tables.number(messages / seconds));
      }
      Sample api = fromMemory(conditions.place(), messages);
      fromMemory.add(api);
      System.out.printf(
          "  %d %s messages/s by the API%n",
          round + 1, Tables.number(api.messages() / api.seconds()));
    }
    return new Result(
        name(),
        title(),
        Unit.MESSAGES_PER_SECOND.toString(),
        conditions.describe() + "; " + messages + " messages, the start of the JVM included",
        List.of(
            Row.of(
                "the API, from memory", Row.Kind.LIMIT, fromMemory, CommandRun::messagesPerSecond),
            Row.of("packetboat send", Row.Kind.OURS, samples, CommandRun::messagesPerSecond)));
  }

  private static double messagesPerSecond(Sample sample) {
    return sample.messages() / sample.seconds();
  }

  /** As many by a program of its own, which opens no file and checks and reports nothing. */
  private static Sample fromMemory(Place place, int messages)
      throws IOException, InterruptedException {
    try (OwnSink sink = new OwnSink(place, List.of())) {
      List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" || exit; times", "sh"));
      command.addAll(place.java(Client.PIPELINE.module()));
      command.add(Client.PIPELINE.main());
      command.addAll(Client.PIPELINE.arguments());
      command.addAll(List.of("--port", Integer.toString(sink.port())));
      command.addAll(List.of("--connections", Integer.toString(CONNECTIONS)));
      command.addAll(List.of("--warm-up", "0", "--messages", Integer.toString(messages)));
      long start = System.nanoTime();
      String said = Program.run(command);
      double seconds = (System.nanoTime() - start) / 1e9;
      check(sink.count(), messages);
      String times = said.lines().skip(1).collect(Collectors.joining("\n"));
      return new Sample("api", "", messages, seconds, cpuOfChildren(times), 0);
    }
  }

  /**
   * Of what the shell's {@code times} prints, the second line: user and system mode of children.
   */
  static double cpuOfChildren(String times) {
    return CPU_TIME
        .matcher(times.lines().skip(1).findFirst().orElse(""))
        .results()
        .mapToDouble(CommandRun::seconds)
        .sum();
  }

  private static double seconds(MatchResult time) {
    return 60 * Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2));
  }

  private static Path folder(Place place, int messages) throws IOException {
    Path folder = place.work().resolve("letters-" + messages);
    if (!Files.exists(folder)) {
      Path growing = Files.createDirectories(place.work().resolve("letters-growing"));
      byte[] letter = Letter.of(4096).octets();
      for (int i = 0; i < messages; i++) {
        Files.write(growing.resolve(i + ".eml"), letter);
      }
      Files.move(growing, folder);
    }
    return folder;
  }

  private static void check(JsonNode count, int sent) throws IOException {
    if (count.get("messages").intValue() != sent || count.get("faults").intValue() != 0) {
      throw new IOException(sent + " were sent, and the sink had " + count);
    }
  }
}
