/**
 * A message to all its recipients: to their own servers or through a relay, with an honest outcome
 * for each.
 *
 * {@snippet class="dev.packetboat.delivery.ExamplesTest" region="whole" :
 * try (Mailer mailer = builder.build()) {
 *   DeliveryReport report = mailer.send(message);
 *   if (!report.isDelivered()) {
 *     log(report.toString());
 *   }
 *   queue(message.with(report.pending())); // to those who are deferred, later
 * }
 * }
 *
 * <p>A {@link dev.packetboat.delivery.Mailer} is made once, lives as long as the application, and
 * is used by all its threads. What it does with one {@link dev.packetboat.delivery.DeliveryJob},
 * which is a message under a name:
 *
 * <ol>
 *   <li><b>Routes.</b> The {@link dev.packetboat.routing.Router} says for each domain among the
 *       recipients where its mail goes: to mail exchangers, through a relay, or nowhere. Who has no
 *       route has an outcome already.
 *   <li><b>Groups.</b> Recipients whose exchangers are the same, under the same requirements, get
 *       one copy. The groups are served at once, on threads of their own; so many connections to
 *       one destination and so many in all are open at most.
 *   <li><b>Hosts.</b> For each group one address after the other is tried, in the order of the
 *       route, as far as an {@link dev.packetboat.delivery.AddressFilter} allows it: five at most,
 *       and no more than two that greet us and then fail for a while. A connection that is kept
 *       from an earlier message is used before a new one is opened; if its server had closed it in
 *       the meantime, it is replaced and nobody hears of that.
 *   <li><b>Transactions.</b> A host is asked to take the message for up to a hundred recipients at
 *       a time, or as many as it says. Before the end of the content goes out, the job's {@link
 *       dev.packetboat.delivery.DeliveryHook} is asked: until it returns the server cannot have the
 *       message, from then on it may.
 *   <li><b>Outcomes.</b> What a host says and what breaks goes through one failure policy: a 5xx to
 *       a recipient or to the message is final; 4xx, a lost connection and a host that wants
 *       nothing of us lead to the next host. Where none is left it has failed if every host said no
 *       for good, and is deferred otherwise. Once the end of the content was begun to be written
 *       and no answer came, it is unknown, and is sent to nobody else.
 * </ol>
 *
 * <p>Each recipient ends in one {@link dev.packetboat.delivery.Outcome}, whatever happens: {@code
 * Delivered}, {@code Deferred}, {@code Failed} or {@code Unknown}. It names the server ({@link
 * dev.packetboat.delivery.Hop}) and its reply, or a {@link dev.packetboat.delivery.Reason} of our
 * own with a stable code. A {@link dev.packetboat.delivery.RecipientReport} has it, and each {@link
 * dev.packetboat.delivery.Attempt} that was made before; the {@link
 * dev.packetboat.delivery.DeliveryReport} has all of them, as values and as text for people, and
 * the envelope for those to whom it may be sent again. Nothing of this is told by an exception.
 *
 * <p>{@code send} waits for the report. {@code submit} gives a {@link
 * dev.packetboat.delivery.Delivery}, whose report comes later and which can be cancelled; where too
 * much is under way it waits first. Outcomes are told to the job as soon as they are known. A
 * {@link dev.packetboat.delivery.DeliveryListener} is told every {@link
 * dev.packetboat.delivery.DeliveryEvent}, and Flight Recorder has lookups, connects, TLS and
 * transactions under {@code dev.packetboat}.
 */
@NullMarked
package dev.packetboat.delivery;

import org.jspecify.annotations.NullMarked;
