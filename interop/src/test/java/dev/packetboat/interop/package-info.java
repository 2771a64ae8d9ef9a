/**
 * All modules together, and against real servers: each test starts its own, on loopback addresses
 * and in a folder of their own, and ends them by their process id.
 */
@NullMarked
package dev.packetboat.interop;

import org.jspecify.annotations.NullMarked;
