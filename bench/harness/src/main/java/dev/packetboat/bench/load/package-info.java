/**
 * What every driver does alike. A {@link dev.packetboat.bench.load.Driver} opens connections as a
 * {@link dev.packetboat.bench.load.Load} says; {@link dev.packetboat.bench.load.DriverMain} has it
 * warm up, measures, and prints one line of JSON. {@link dev.packetboat.bench.load.Lines} gives
 * each connection of a blocking client a platform thread. {@link dev.packetboat.bench.load.Letter}
 * is what is sent: the same octets by everyone.
 */
@NullMarked
package dev.packetboat.bench.load;

import org.jspecify.annotations.NullMarked;
