/** Inner loops that cannot be seen from outside of their package. */
@NullMarked
package dev.packetboat.smtp.internal;

import org.jspecify.annotations.NullMarked;
