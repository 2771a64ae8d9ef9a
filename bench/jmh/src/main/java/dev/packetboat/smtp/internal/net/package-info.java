/** What the inner loops read from. */
@NullMarked
package dev.packetboat.smtp.internal.net;

import org.jspecify.annotations.NullMarked;
