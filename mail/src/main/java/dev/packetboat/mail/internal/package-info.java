/** The pure pieces under the vocabulary: characters, encodings, the lines of a header. */
@NullMarked
package dev.packetboat.mail.internal;

import org.jspecify.annotations.NullMarked;
