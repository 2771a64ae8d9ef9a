/**
 * Which servers take mail for a domain.
 *
 * <p>{@link dev.packetboat.routing.Router} answers two questions. {@code route(domain)} gives a
 * {@link dev.packetboat.routing.Route}: to the mail exchangers of the domain, in the order in which
 * they are to be tried ({@link dev.packetboat.routing.Route.Direct}), to a {@link
 * dev.packetboat.routing.Relay} that a rule names, or that there is none and why ({@link
 * dev.packetboat.routing.Route.None}). {@code addresses(host)} gives the addresses of one exchanger
 * when its turn has come ({@link dev.packetboat.routing.HostAddresses}).
 *
 * <p>What a route asks of the connection is up to a {@link dev.packetboat.routing.TlsPolicy}.
 */
@NullMarked
package dev.packetboat.routing;

import org.jspecify.annotations.NullMarked;
