/**
 * A message to all its recipients: to their own servers or through a relay, with an honest outcome
 * for each.
 */
@NullMarked
package dev.packetboat.delivery;

import org.jspecify.annotations.NullMarked;
