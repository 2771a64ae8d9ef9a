/**
 * TLS over a connection that is already there: whom to trust, what was negotiated, channel
 * bindings.
 */
@NullMarked
package dev.packetboat.smtp.internal.tls;

import org.jspecify.annotations.NullMarked;
