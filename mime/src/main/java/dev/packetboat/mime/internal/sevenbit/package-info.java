/**
 * A message in 7 bit, part by part. {@link dev.packetboat.mime.internal.sevenbit.Structure} reads
 * it line by line, once, and finds what has to be replaced; {@link
 * dev.packetboat.mime.internal.sevenbit.ConvertedContent} reads it again and replaces that, and
 * nothing else. mime4j plays no part in it: its parsers mend what they read, and do not say where
 * it stood.
 */
@NullMarked
package dev.packetboat.mime.internal.sevenbit;

import org.jspecify.annotations.NullMarked;
