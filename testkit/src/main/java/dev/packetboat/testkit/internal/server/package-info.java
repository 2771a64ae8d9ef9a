/**
 * The sessions of a {@link dev.packetboat.testkit.MailServer}. {@link Session} is the conversation;
 * {@link Transfer} holds the transaction in it; {@link DataReader}, {@link Command} and {@link
 * PathArgument} read what the client sends.
 */
@NullMarked
package dev.packetboat.testkit.internal.server;

import org.jspecify.annotations.NullMarked;
