/**
 * Runs everything in turn. {@link dev.packetboat.bench.runner.Bench} goes through the {@link
 * dev.packetboat.bench.runner.Scenarios}; for each it starts a {@link
 * dev.packetboat.bench.runner.SinkProcess}, lets every {@link dev.packetboat.bench.runner.Client}
 * send in every round, checks that the sink got what the client says it sent, and writes what came
 * of it as JSON, as {@link dev.packetboat.bench.runner.Tables} and as {@link
 * dev.packetboat.bench.runner.BarChart}.
 */
@NullMarked
package dev.packetboat.bench.runner;

import org.jspecify.annotations.NullMarked;
