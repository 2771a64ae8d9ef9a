/** What a name server is made of: its records, how they are answered with, and its sockets. */
@NullMarked
package dev.packetboat.testkit.internal.dns;

import org.jspecify.annotations.NullMarked;
