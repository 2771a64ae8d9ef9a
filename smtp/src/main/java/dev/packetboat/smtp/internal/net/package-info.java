/** Octets to and from a server: connecting, deadlines, encryption. Knows nothing of SMTP. */
@NullMarked
package dev.packetboat.smtp.internal.net;

import org.jspecify.annotations.NullMarked;
