/** How fast it could be: prepared octets, and nothing that a client has to do. */
@NullMarked
package dev.packetboat.bench.limit;

import org.jspecify.annotations.NullMarked;
