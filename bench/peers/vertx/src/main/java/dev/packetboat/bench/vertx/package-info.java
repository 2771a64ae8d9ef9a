/** The mail client of Vert.x. */
@NullMarked
package dev.packetboat.bench.vertx;

import org.jspecify.annotations.NullMarked;
