/**
 * A server that takes mail and throws it away, and is never what one waits for.
 *
 * <p>{@link dev.packetboat.bench.sink.Sink} is one thread that reads whatever has arrived on any
 * connection. The octets go through the {@link dev.packetboat.bench.sink.DelayLine}, which hands
 * them on one round trip later: as many messages as a client has on its way at once cost one round
 * trip, and not one each. Then through TLS, where that was asked for, to the {@link
 * dev.packetboat.bench.sink.Conversation}, which knows the commands, finds the end of a content
 * without a look at every octet, and keeps the {@link dev.packetboat.bench.sink.Tally}. {@link
 * dev.packetboat.bench.sink.NameResponder} is the name server of ten thousand domains.
 */
@NullMarked
package dev.packetboat.bench.sink;

import org.jspecify.annotations.NullMarked;
