/** What a {@link dev.packetboat.testkit.DialogueServer} does on its one connection. */
@NullMarked
package dev.packetboat.testkit.internal.dialogue;

import org.jspecify.annotations.NullMarked;
