/**
 * The server's side of a conversation, searched by Jazzer for what our client cannot stand. The
 * fuzzer of {@code smtp} knows the protocol and judges more; this one sees which branches it has
 * reached, and so finds replies that nobody thought of.
 */
@NullMarked
package dev.packetboat.bench.fuzz;

import org.jspecify.annotations.NullMarked;
