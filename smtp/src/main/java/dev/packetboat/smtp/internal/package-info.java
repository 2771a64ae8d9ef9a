/**
 * The conversation itself. {@link dev.packetboat.smtp.internal.Opening} makes a channel, {@link
 * dev.packetboat.smtp.internal.Dispatch} sends a message in one call, {@link
 * dev.packetboat.smtp.internal.Stages} in stages; both speak through a conversation that matches
 * replies to commands.
 */
@NullMarked
package dev.packetboat.smtp.internal;

import org.jspecify.annotations.NullMarked;
