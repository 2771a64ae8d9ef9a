/** Apache Commons Net. */
@NullMarked
package dev.packetboat.bench.commonsnet;

import org.jspecify.annotations.NullMarked;
