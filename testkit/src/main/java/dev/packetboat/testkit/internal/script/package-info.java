/**
 * Scripts of a {@link dev.packetboat.testkit.ScriptedServer}: {@link Script} reads the text, {@link
 * Player} plays one connection of it, {@link SideBySide} shows what was said instead.
 */
@NullMarked
package dev.packetboat.testkit.internal.script;

import org.jspecify.annotations.NullMarked;
