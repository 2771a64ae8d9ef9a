/**
 * The pieces of a composed message: the lines of its header, its parts with their encodings, and
 * what puts them together. No type of mime4j leaves this package.
 */
@NullMarked
package dev.packetboat.mime.internal;

import org.jspecify.annotations.NullMarked;
