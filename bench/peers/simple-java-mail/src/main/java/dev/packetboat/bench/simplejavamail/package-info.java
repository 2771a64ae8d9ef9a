/** Simple Java Mail with its batch module. */
@NullMarked
package dev.packetboat.bench.simplejavamail;

import org.jspecify.annotations.NullMarked;
