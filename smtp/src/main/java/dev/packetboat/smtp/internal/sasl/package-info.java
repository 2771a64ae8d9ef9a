/** SASL mechanisms, and the choice among them (RFC 4954, RFC 4422). */
@NullMarked
package dev.packetboat.smtp.internal.sasl;

import org.jspecify.annotations.NullMarked;
