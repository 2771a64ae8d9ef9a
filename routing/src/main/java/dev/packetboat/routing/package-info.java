/**
 * Which servers take mail for a domain.
 *
 * <p>A {@link dev.packetboat.routing.Router} answers two questions. {@code route(domain)} gives a
 * {@link dev.packetboat.routing.Route}: to the mail exchangers of the domain, in the order in which
 * they are to be tried ({@link dev.packetboat.routing.Route.Direct}), to a {@link
 * dev.packetboat.routing.Relay} that a rule names ({@link dev.packetboat.routing.Route.Relayed}),
 * or that there is none and why ({@link dev.packetboat.routing.Route.None}). {@code
 * addresses(host)} gives the addresses of one exchanger when its turn has come ({@link
 * dev.packetboat.routing.HostAddresses}).
 *
 * {@snippet class="ExamplesTest" region="route" :
 * String way =
 *     switch (router.route(Domain.parse("bigcorp.example"))) {
 *       case Route.Direct direct -> {
 *         MailExchanger first = direct.exchangers().getFirst();
 *         yield first.host() + " at " + router.addresses(first.host());
 *       }
 *       case Route.Relayed relayed -> relayed.relay().toString();
 *       case Route.None none -> none.obstacle().status() + " " + none.obstacle().text();
 *     };
 * }
 *
 * <p>A {@link dev.packetboat.routing.DnsRouter} finds them by itself, step by step (RFC 5321 §5.1):
 *
 * <ol>
 *   <li>Where a relay rule fits the domain, the relay it is; nobody is asked.
 *   <li>An address literal is its own exchanger.
 *   <li>DNS is asked for the MX records of the domain, in ASCII, and aliases are followed. A domain
 *       that does not exist, or whose aliases have no end, gets no mail for good; where the servers
 *       cannot tell, not now ({@link dev.packetboat.routing.DnsFailure}).
 *   <li>Without any MX record the domain is its own exchanger. A single one that names the root
 *       says that the domain takes no mail (RFC 7505).
 *   <li>Records that name no host are skipped. Where our own host is among the rest, it and all
 *       that are not preferred to it are dropped.
 *   <li>What is left is sorted by preference, and shuffled where preferences are equal.
 *   <li>For each exchanger a {@link dev.packetboat.routing.TlsPolicy} says what is asked of the
 *       connection ({@link dev.packetboat.routing.TlsRequirement}).
 * </ol>
 */
@NullMarked
package dev.packetboat.routing;

import org.jspecify.annotations.NullMarked;
