/** Servers for tests of mail clients. */
@NullMarked
package dev.packetboat.testkit;

import org.jspecify.annotations.NullMarked;
