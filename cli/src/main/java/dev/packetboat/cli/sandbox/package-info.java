/**
 * The built-in world, and the page that shows what it took.
 *
 * <ol>
 *   <li>{@link dev.packetboat.cli.sandbox.BuiltInWorld} says which domains there are and how each
 *       takes mail; the demo runs the first of them, the sandbox all. {@link
 *       dev.packetboat.cli.sandbox.Directions} is how to send to them.
 *   <li>Each message that a host takes becomes an {@link dev.packetboat.cli.sandbox.Arrival} in the
 *       {@link dev.packetboat.cli.sandbox.Inbox}, which keeps the latest.
 *   <li>{@link dev.packetboat.cli.sandbox.PageServer} serves HTTP on the loopback address. {@link
 *       dev.packetboat.cli.sandbox.Guard} refuses what other sites' pages could ask; {@link
 *       dev.packetboat.cli.sandbox.Routes} finds the {@link dev.packetboat.cli.sandbox.Answer}.
 *   <li>{@link dev.packetboat.cli.sandbox.Pages} writes for people, by {@link
 *       dev.packetboat.cli.sandbox.Template}s that escape what they are given; {@link
 *       dev.packetboat.cli.sandbox.MessagesJson} for programs. {@link
 *       dev.packetboat.cli.sandbox.MessageParts} takes a message apart for both.
 * </ol>
 */
@NullMarked
package dev.packetboat.cli.sandbox;

import org.jspecify.annotations.NullMarked;
