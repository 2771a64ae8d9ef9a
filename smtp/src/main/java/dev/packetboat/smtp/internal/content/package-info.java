/**
 * How a message goes on the wire: lines that end with CRLF, no Bcc field, dots stuffed. Pure:
 * octets in, octets out.
 *
 * <p>{@link dev.packetboat.smtp.internal.content.Outgoing} reads a content before it is offered and
 * sends it afterwards. What an octet means is said in {@link
 * dev.packetboat.smtp.internal.content.ContentEncoder}; it asks {@code HeaderFilter} which lines of
 * the header are sent, and puts what is sent to {@code WireLines}, which stuffs dots, counts, and
 * copies plain text word by word.
 */
@NullMarked
package dev.packetboat.smtp.internal.content;

import org.jspecify.annotations.NullMarked;
