package dev.packetboat.bench.runner;

/**
 * One client, once.
 *
 * @param cpuSeconds of the sending process, while it was measured
 * @param sinkCpuSeconds of the sink in all of the run, warm-up included; 0 where it is not known
 */
public record Sample(
    String client,
    String version,
    long messages,
    double seconds,
    double cpuSeconds,
    double sinkCpuSeconds) {}
