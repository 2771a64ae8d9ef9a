/** Octets, lines and TLS on one socket, below any knowledge of SMTP. */
@NullMarked
package dev.packetboat.testkit.internal.wire;

import org.jspecify.annotations.NullMarked;
