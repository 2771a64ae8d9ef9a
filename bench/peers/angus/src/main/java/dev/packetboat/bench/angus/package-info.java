/** Angus Mail, the reference implementation of Jakarta Mail. */
@NullMarked
package dev.packetboat.bench.angus;

import org.jspecify.annotations.NullMarked;
