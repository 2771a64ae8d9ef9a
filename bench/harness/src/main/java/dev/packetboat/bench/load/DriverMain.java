package dev.packetboat.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A driver as a process. It warms up for a time, by batches that grow; then it sends as many
 * messages as the largest batch says will take the time that is to be measured.
 */
public final class DriverMain {

  private static final int FIRST_BATCH = 2;
  private static final double NEARLY_ALL = 0.9;

  private DriverMain() {}

  /**
   * {@code --host H --port N [--connections N] [--size OCTETS] [--recipients N] [--tls] [--file F]
   * [--warm-up SECONDS] [--seconds SECONDS] [--messages N] [--processors LIST] [--fast-port N]};
   * prints one line of JSON. From the end of the warm-up on it runs on these processors: to
   * compile, it has them all. Where a sink is slow, the first half of the warm-up goes to another
   * one that is not.
   */
  public static void run(Driver driver, String... words) throws Exception {
    Arguments arguments = Arguments.of(words);
    Load load = Load.of(arguments);
    double warmUp = arguments.number("warm-up", 3);
    if (arguments.has("fast-port")) {
      warmUp /= 2;
      try (Run run = driver.open(load.at(arguments.whole("fast-port", 0)))) {
        warmUp(run, warmUp, load.connections());
      }
    }
    try (Run run = driver.open(load)) {
      WarmUp warm = warmUp(run, warmUp, load.connections());
      if (arguments.has("processors")) {
        bindTo(arguments.text("processors", ""));
      }
      int messages =
          arguments.whole(
              "messages",
              Math.max(
                  load.connections(), (int) (arguments.number("seconds", 3) * warm.perSecond())));
      double cpu = Cpu.seconds();
      long start = System.nanoTime();
      run.send(messages);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.println(
          new JsonLine()
              .put("client", driver.name())
              .put("version", driver.version())
              .put("messages", messages)
              .put("recipients", load.recipients())
              .put("seconds", seconds)
              .put("cpuSeconds", Cpu.seconds() - cpu)
              .put("sentInAll", warm.messages() + messages));
    }
    System.exit(0);
  }

  private static void bindTo(String processors) throws Exception {
    Process taskset =
        new ProcessBuilder(
                "taskset",
                "--all-tasks",
                "--cpu-list",
                "--pid",
                processors,
                Long.toString(ProcessHandle.current().pid()))
            .redirectErrorStream(true)
            .start();
    String said = new String(taskset.getInputStream().readAllBytes(), UTF_8);
    if (taskset.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
  }

  /** What was sent before the measurement, and how fast in the end. */
  private record WarmUp(long messages, double perSecond) {}

  private static WarmUp warmUp(Run run, double seconds, int connections) throws Exception {
    long start = System.nanoTime();
    long sent = 0;
    int batch = FIRST_BATCH * connections;
    int largest = 0;
    double perSecond = 1;
    double passed = 0;
    while (passed < seconds * NEARLY_ALL) {
      double begun = passed;
      run.send(batch);
      sent += batch;
      passed = (System.nanoTime() - start) / 1e9;
      // A small batch says little of one that keeps many messages on the way.
      if (batch >= largest) {
        largest = batch;
        perSecond = batch / (passed - begun);
      }
      // At the most what is left of the time, and at the most twice as many.
      batch = (int) Math.clamp((seconds - passed) * perSecond, connections, 2.0 * batch);
    }
    return new WarmUp(sent, perSecond);
  }
}
