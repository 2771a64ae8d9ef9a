/**
 * How a message goes on the wire: lines that end with CRLF, no Bcc field, dots stuffed. Pure:
 * octets in, octets out.
 */
@NullMarked
package dev.packetboat.smtp.internal.content;

import org.jspecify.annotations.NullMarked;
