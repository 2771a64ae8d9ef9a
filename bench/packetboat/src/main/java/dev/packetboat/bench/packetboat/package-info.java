/** Packetboat, in the ways that it can be used. */
@NullMarked
package dev.packetboat.bench.packetboat;

import org.jspecify.annotations.NullMarked;
