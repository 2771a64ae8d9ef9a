/**
 * How a job is delivered. {@code JobRun} asks for routes and makes groups of recipients, {@code
 * GroupDelivery} takes one group from host to host, {@code Visit} sends to one of them over a
 * {@code Connection} that {@code Pool} lends, {@code FailurePolicy} says what follows from each
 * answer.
 */
@NullMarked
package dev.packetboat.delivery.internal;

import org.jspecify.annotations.NullMarked;
