/** The server's side of the SASL mechanisms, on the cryptography of the JDK. */
@NullMarked
package dev.packetboat.testkit.internal.sasl;

import org.jspecify.annotations.NullMarked;
